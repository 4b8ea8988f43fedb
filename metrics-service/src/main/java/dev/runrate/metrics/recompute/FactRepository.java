package dev.runrate.metrics.recompute;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The SQL of the fact book: filings, issuers, rates. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FactRepository extends GenericRepository<FactRepository.IssuerRow, String> {

  /**
   * @param profile and {@code votes} in JSON; votes are null where they are to be counted anew
   * @param version counts the changes of anything about the issuer
   * @param lastDay none of its facts is about a later day
   */
  @MappedEntity("issuer")
  record IssuerRow(
      @Id String id, String profile, @Nullable String votes, long version, LocalDate lastDay) {}

  /**
   * @param recordedAt the first posting
   * @param retractedAt the newest retraction
   * @param reinstatedAt the newest posting where there were several
   */
  @Introspected
  record FilingRow(
      String id,
      Instant recordedAt,
      @Nullable Instant retractedAt,
      @Nullable Instant reinstatedAt) {}

  /**
   * @param message in which the filing came, packed
   */
  @Introspected
  record MessageRow(String id, byte[] message) {}

  @Introspected
  record FxYear(String currency, int year, String perEuro) {}

  @Introspected
  record Version(String id, long version) {}

  // -- issuers

  @Query(
      """
      insert into issuer (id, profile)
      select batch.id, batch.profile
      from unnest(cast(:ids as text[]), cast(:profiles as text[])) as batch (id, profile)
      on conflict (id) do nothing
      """)
  void createMissing(
      @TypeDef(type = DataType.STRING_ARRAY) String[] ids,
      @TypeDef(type = DataType.STRING_ARRAY) String[] profiles);

  /** Locks the rows, always in the same order: two batches about one issuer take turns. */
  @Query(
      """
      select id, profile, votes, version, last_day from issuer
      where id = any (cast(:ids as text[])) order by id for update
      """)
  List<IssuerRow> lock(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

  @Query(
      """
      update issuer
      set votes = :votes, version = version + 1, last_day = greatest(last_day, :lastDay)
      where id = :id
      """)
  void touch(String id, String votes, LocalDate lastDay);

  @Query("update issuer set profile = :profile, version = version + 1 where id = :id")
  void describe(String id, String profile);

  @Query("select id, profile, votes, version, last_day from issuer where id = :id")
  Optional<IssuerRow> issuer(String id);

  @Query("select id, version from issuer order by id")
  List<Version> versions();

  @Query("select id, profile, votes, version, last_day from issuer order by id")
  List<IssuerRow> issuers();

  // -- filings

  /** Adds what is new and says which filings those were. */
  @Query(
      """
      insert into filing (id, issuer, first_day, last_day, message, recorded_at, retracted_at,
                          reinstated_at)
      select b.id, b.issuer, cast(b.first_day as date), cast(b.last_day as date), b.message,
             cast(b.recorded_at as timestamptz), cast(b.retracted_at as timestamptz),
             cast(b.reinstated_at as timestamptz)
      from unnest(cast(:ids as text[]), cast(:issuers as text[]), cast(:firstDays as text[]),
                  cast(:lastDays as text[]), cast(:messages as bytea[]), cast(:recordedAts as text[]),
                  cast(:retractedAts as text[]), cast(:reinstatedAts as text[]))
           as b (id, issuer, first_day, last_day, message, recorded_at, retracted_at,
                 reinstated_at)
      on conflict (id) do nothing
      returning id
      """)
  List<String> insertNew(
      @TypeDef(type = DataType.STRING_ARRAY) String[] ids,
      @TypeDef(type = DataType.STRING_ARRAY) String[] issuers,
      @TypeDef(type = DataType.STRING_ARRAY) String[] firstDays,
      @TypeDef(type = DataType.STRING_ARRAY) String[] lastDays,
      @TypeDef(type = DataType.OBJECT) byte[][] messages,
      @TypeDef(type = DataType.STRING_ARRAY) String[] recordedAts,
      @TypeDef(type = DataType.STRING_ARRAY) String[] retractedAts,
      @TypeDef(type = DataType.STRING_ARRAY) String[] reinstatedAts);

  @Query(
      """
      select id, recorded_at, retracted_at, reinstated_at from filing
      where id = any (cast(:ids as text[]))
      """)
  List<FilingRow> known(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

  @Query(
      """
      update filing
      set recorded_at = :recordedAt, retracted_at = :retractedAt, reinstated_at = :reinstatedAt
      where id = :id
      """)
  void note(
      String id, Instant recordedAt, @Nullable Instant retractedAt, @Nullable Instant reinstatedAt);

  @Query(
      """
      select id, recorded_at, retracted_at, reinstated_at from filing
      where issuer = :issuer and last_day >= :firstDay and first_day <= :lastDay
      """)
  List<FilingRow> window(String issuer, LocalDate firstDay, LocalDate lastDay);

  @Query("select id, recorded_at, retracted_at, reinstated_at from filing where issuer = :issuer")
  List<FilingRow> all(String issuer);

  @Query("select id, message from filing where id = any (cast(:ids as text[]))")
  List<MessageRow> messages(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

  /**
   * @param message packed
   */
  @Introspected
  record Kept(
      String id,
      Instant recordedAt,
      @Nullable Instant retractedAt,
      @Nullable Instant reinstatedAt,
      byte[] message) {
    FilingRow row() {
      return new FilingRow(id, recordedAt, retractedAt, reinstatedAt);
    }
  }

  @Query(
      """
      select id, recorded_at, retracted_at, reinstated_at, message from filing
      where id > :after order by id limit :limit
      """)
  List<Kept> byId(String after, int limit);

  @Query("select id from issuer where id > :after order by id limit :limit")
  List<String> issuersAfter(String after, int limit);

  // -- rates

  @Query(
      """
      insert into fx_year (currency, year, per_euro) values (:currency, :year, :perEuro)
      on conflict (currency, year) do update set per_euro = excluded.per_euro
      """)
  void putRates(String currency, int year, String perEuro);

  @Query("select currency, year, per_euro from fx_year")
  List<FxYear> rates();
}
