package dev.runrate.ingest.filing;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of the reports that are kept, and of what issuers' own tags mean. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ReportRepository extends GenericRepository<ReportRepository.ReportRow, String> {

  /**
   * @param format as in {@link dev.runrate.ingest.format.xbrl.XbrlFormat}
   * @param sha256 of the document, unpacked
   * @param bytes its length, unpacked
   * @param content gzipped
   */
  @MappedEntity("report")
  record ReportRow(
      @Id String filingId,
      String issuer,
      String format,
      String sha256,
      long bytes,
      byte[] content,
      Instant receivedAt) {}

  /**
   * @param taken facts that were ever made of it, in JSON, packed
   * @param problems in JSON
   */
  @Introspected
  record Notes(String filingId, String issuer, String sha256, byte[] taken, String problems) {}

  @Query(
      """
      insert into report (filing_id, issuer, format, sha256, bytes, content, taken, problems, received_at)
      values (:filingId, :issuer, :format, :sha256, :bytes, :content, :taken, :problems, :at)
      on conflict (filing_id) do update
      set issuer = excluded.issuer, format = excluded.format, sha256 = excluded.sha256,
          bytes = excluded.bytes, content = excluded.content, taken = excluded.taken,
          problems = excluded.problems, received_at = excluded.received_at
      """)
  void put(
      String filingId,
      String issuer,
      String format,
      String sha256,
      long bytes,
      byte[] content,
      byte[] taken,
      String problems,
      Instant at);

  @Query("update report set taken = :taken, problems = :problems where filing_id = :filingId")
  void note(String filingId, byte[] taken, String problems);

  @Query(
      """
      select filing_id, issuer, format, sha256, bytes, content, received_at from report
      where filing_id = :filingId
      """)
  Optional<ReportRow> find(String filingId);

  @Query(
      """
      select filing_id, issuer, sha256, taken, problems from report where filing_id = :filingId
      """)
  Optional<Notes> notes(String filingId);

  @Query("select filing_id from report where issuer = :issuer order by received_at, filing_id")
  List<String> idsOf(String issuer);

  @Query("delete from report where filing_id = :filingId")
  void delete(String filingId);

  @Query("select mapping from tag_mapping where issuer = :issuer")
  Optional<String> mapping(String issuer);

  @Query(
      """
      insert into tag_mapping (issuer, mapping, updated_at) values (:issuer, :mapping, :at)
      on conflict (issuer) do update
      set mapping = excluded.mapping, updated_at = excluded.updated_at
      """)
  void putMapping(String issuer, String mapping, Instant at);
}
