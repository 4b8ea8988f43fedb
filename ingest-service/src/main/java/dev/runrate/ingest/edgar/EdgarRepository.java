package dev.runrate.ingest.edgar;

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

/** The SQL of the watch. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EdgarRepository extends GenericRepository<EdgarRepository.IssuerRow, Long> {

  /**
   * @param since how far back it was read; null where it never was
   * @param checkedAt when its index was last looked at with success
   */
  @MappedEntity("edgar_issuer")
  record IssuerRow(
      @Id long cik,
      @Nullable String name,
      @Nullable String etag,
      @Nullable String lastModified,
      @Nullable LocalDate since,
      @Nullable Instant checkedAt,
      Instant nextAt,
      int failures,
      @Nullable String failure) {}

  /**
   * @param document null where companyfacts has its figures
   * @param state waiting, taken or nothing
   */
  @Introspected
  record FilingRow(
      String accession,
      long cik,
      String form,
      LocalDate filed,
      @Nullable String document,
      String state,
      int attempts,
      Instant nextAt,
      @Nullable String reason,
      Instant foundAt,
      @Nullable Instant takenAt) {}

  @Introspected
  record Count(long cik, String state, long filings) {}

  @Query("insert into edgar_issuer (cik, next_at) values (:cik, :at) on conflict (cik) do nothing")
  void watch(long cik, Instant at);

  @Query("select * from edgar_issuer order by cik")
  List<IssuerRow> issuers();

  @Query(
      """
      select * from edgar_issuer where cik = any (cast(:ciks as bigint[])) and next_at <= :now
      order by next_at limit :limit
      """)
  List<IssuerRow> due(@TypeDef(type = DataType.LONG_ARRAY) long[] ciks, Instant now, int limit);

  @Query(
      """
      update edgar_issuer
      set name = coalesce(:name, name), etag = :etag, last_modified = :lastModified,
          since = :since, checked_at = :at, next_at = :nextAt, failures = 0, failure = null
      where cik = :cik
      """)
  void checked(
      long cik,
      @Nullable String name,
      @Nullable String etag,
      @Nullable String lastModified,
      @Nullable LocalDate since,
      Instant at,
      Instant nextAt);

  @Query(
      """
      update edgar_issuer set failures = failures + :count, failure = :reason, next_at = :nextAt
      where cik = :cik
      """)
  void failed(long cik, int count, String reason, Instant nextAt);

  /** A filing that is listed otherwise than before is another try. */
  @Query(
      """
      insert into edgar_filing (accession, cik, form, filed, document, state, next_at, found_at)
      select batch.accession, :cik, batch.form, cast(batch.filed as date),
             nullif(batch.document, ''), 'waiting', :at, :at
      from unnest(cast(:accessions as text[]), cast(:forms as text[]), cast(:filed as text[]),
                  cast(:documents as text[])) as batch (accession, form, filed, document)
      on conflict (accession) do update
      set form = excluded.form, filed = excluded.filed, document = excluded.document,
          next_at = excluded.next_at
      where edgar_filing.state = 'waiting'
        and (edgar_filing.form, edgar_filing.filed, coalesce(edgar_filing.document, ''))
            is distinct from (excluded.form, excluded.filed, coalesce(excluded.document, ''))
      """)
  void found(
      long cik,
      @TypeDef(type = DataType.STRING_ARRAY) String[] accessions,
      @TypeDef(type = DataType.STRING_ARRAY) String[] forms,
      @TypeDef(type = DataType.STRING_ARRAY) String[] filed,
      @TypeDef(type = DataType.STRING_ARRAY) String[] documents,
      Instant at);

  /** Newest first, so that whoever is told hears of the present before the past. */
  @Query(
      """
      select * from edgar_filing
      where state = 'waiting' and next_at <= :now and cik = any (cast(:ciks as bigint[]))
      order by filed desc, accession limit :limit
      """)
  List<FilingRow> waiting(@TypeDef(type = DataType.LONG_ARRAY) long[] ciks, Instant now, int limit);

  @Query(
      """
      select * from edgar_filing
      where cik = :cik and state = 'waiting' and document is null order by filed desc
      """)
  List<FilingRow> waitingForFacts(long cik);

  @Query(
      """
      update edgar_filing set state = :state, reason = :reason, attempts = attempts + 1, taken_at = :at
      where accession = :accession
      """)
  void settled(String accession, String state, @Nullable String reason, Instant at);

  @Query(
      """
      update edgar_filing set attempts = attempts + :count, reason = :reason, next_at = :nextAt
      where accession = :accession
      """)
  void postponed(String accession, int count, String reason, Instant nextAt);

  @Query("select cik, state, count(*) as filings from edgar_filing group by cik, state")
  List<Count> counts();

  @Query(
      """
      select * from edgar_filing where state = 'waiting' and attempts > 0
      order by next_at limit :limit
      """)
  List<FilingRow> troubled(int limit);

  @Query("select min(next_at) from edgar_filing where state = 'waiting'")
  Optional<Instant> nextFiling();

  @Query("select min(next_at) from edgar_issuer where cik = any (cast(:ciks as bigint[]))")
  Optional<Instant> nextIssuer(@TypeDef(type = DataType.LONG_ARRAY) long[] ciks);
}
