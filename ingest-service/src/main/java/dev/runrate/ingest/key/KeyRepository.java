package dev.runrate.ingest.key;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of the API keys. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface KeyRepository extends GenericRepository<KeyRepository.KeyRow, String> {

  @MappedEntity("api_key")
  record KeyRow(
      @Id String name,
      String hash,
      @TypeDef(type = DataType.STRING_ARRAY) String[] roles,
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @Nullable String publisher,
      @Nullable String tier,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt) {}

  /**
   * @return the name; empty where one of that name is there already, revoked ones included: the
   *     audit trail knows callers by their names
   */
  @Query(
      """
      insert into api_key (name, hash, roles, issuers, publisher, tier, created_at, expires_at)
      values (:name, :hash, cast(:roles as text[]), cast(:issuers as text[]), :publisher, :tier,
              :createdAt, :expiresAt)
      on conflict (name) do nothing
      returning name
      """)
  List<String> insert(
      String name,
      String hash,
      @TypeDef(type = DataType.STRING_ARRAY) String[] roles,
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @Nullable String publisher,
      @Nullable String tier,
      Instant createdAt,
      @Nullable Instant expiresAt);

  @Query("select * from api_key where hash = :hash")
  Optional<KeyRow> findByHash(String hash);

  @Query("select * from api_key where name = :name")
  Optional<KeyRow> find(String name);

  @Query("select * from api_key order by created_at, name")
  List<KeyRow> all();

  @Query("update api_key set revoked_at = :at where name = :name and revoked_at is null")
  void revoke(String name, Instant at);
}
