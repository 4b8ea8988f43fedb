package dev.runrate.ingest.filing;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** Takes the marks of what was published away, so that the outboxes send it again. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RepublishRepository extends GenericRepository<StoredFiling, String> {
  @Query(
      """
      with marked as (
        insert into filing_unpublished (id, accepted_at)
        select id, accepted_at from filing where accepted_at >= :since
        on conflict (id) do nothing
        returning 1
      )
      select count(*) from marked
      """)
  long filings(Instant since);

  @Query(
      """
      with marked as (
        update retraction set published = false where retracted_at >= :since returning 1
      )
      select count(*) from marked
      """)
  long retractions(Instant since);

  @Query(
      """
      with marked as (
        update reinstatement set published = false where accepted_at >= :since returning 1
      )
      select count(*) from marked
      """)
  long reinstatements(Instant since);

  /** Those of the filings, too: a fiscal period has no dates without its issuer's profile. */
  @Query(
      """
      with marked as (
        update issuer set published = false
        where updated_at >= :since
           or id in (select issuer from filing where accepted_at >= :since)
        returning 1
      )
      select count(*) from marked
      """)
  long issuers(Instant since);

  @Query(
      """
      with marked as (
        update fx_year set published = false where updated_at >= :since returning 1
      )
      select count(*) from marked
      """)
  long rates(Instant since);

  @Query(FilingRepository.SELECT + " where f.id > :after order by f.id limit :limit")
  List<StoredFiling> byId(String after, int limit);
}
