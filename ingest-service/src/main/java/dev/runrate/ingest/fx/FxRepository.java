package dev.runrate.ingest.fx;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** The SQL of the reference rates: a row is a currency's year. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FxRepository extends GenericRepository<FxRepository.FxYear, String> {

  /**
   * @param perEuro days to rates, in JSON
   */
  @Introspected
  @MappedEntity("fx_year")
  record FxYear(@Id String currency, int year, String perEuro, Instant updatedAt) {}

  @Query("select currency, year, per_euro, updated_at from fx_year")
  List<FxYear> all();

  @Query(
      """
      insert into fx_year (currency, year, per_euro, updated_at)
      values (:currency, :year, :perEuro, :at)
      on conflict (currency, year) do update
      set per_euro = excluded.per_euro, updated_at = excluded.updated_at, published = false
      """)
  void put(String currency, int year, String perEuro, Instant at);

  @Query(
      """
      select currency, year, per_euro, updated_at from fx_year
      where not published and updated_at < :before order by updated_at limit :limit
      """)
  List<FxYear> unpublished(Instant before, int limit);

  @Query(
      """
      update fx_year set published = true
      where currency = :currency and year = :year and updated_at = :updatedAt
      """)
  void markPublished(String currency, int year, Instant updatedAt);
}
