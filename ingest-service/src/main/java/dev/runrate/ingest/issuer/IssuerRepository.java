package dev.runrate.ingest.issuer;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of the issuers. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface IssuerRepository extends GenericRepository<IssuerRepository.IssuerRow, String> {

  /**
   * @param profile in JSON
   */
  @MappedEntity("issuer")
  record IssuerRow(@Id String id, String profile, Instant updatedAt) {}

  @Query(
      """
      insert into issuer (id, profile, cik, updated_at)
      select batch.id, batch.profile, nullif(batch.cik, ''), :at
      from unnest(cast(:ids as text[]), cast(:profiles as text[]), cast(:ciks as text[]))
           as batch (id, profile, cik)
      on conflict (id) do nothing
      returning id
      """)
  List<String> insertNew(
      @TypeDef(type = DataType.STRING_ARRAY) String[] ids,
      @TypeDef(type = DataType.STRING_ARRAY) String[] profiles,
      @TypeDef(type = DataType.STRING_ARRAY) String[] ciks,
      Instant at);

  @Query(
      """
      insert into issuer (id, profile, cik, updated_at)
      values (:id, :profile, nullif(:cik, ''), :at)
      on conflict (id) do update
      set profile = excluded.profile, cik = excluded.cik, updated_at = excluded.updated_at, published = false
      """)
  void put(String id, String profile, String cik, Instant at);

  @Query("select id, profile, updated_at from issuer where id = :id")
  Optional<IssuerRow> find(String id);

  @Query("select id, profile, updated_at from issuer where id > :after order by id limit :limit")
  List<IssuerRow> list(String after, int limit);

  @Query(
      """
      select id, profile, updated_at from issuer
      where cik = :cik order by id limit 1
      """)
  Optional<IssuerRow> findByCik(String cik);

  @Query(
      """
      select id, profile, updated_at from issuer
      where not published and updated_at < :before order by updated_at limit :limit
      """)
  List<IssuerRow> unpublished(Instant before, int limit);

  /** Only the version that was sent: the profile may have been replaced since. */
  @Query("update issuer set published = true where id = :id and updated_at = :updatedAt")
  void markPublished(String id, Instant updatedAt);
}
