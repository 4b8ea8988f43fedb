package dev.runrate.alert.silence;

import dev.runrate.alert.AlertSettings;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Who does not want to be paged about what, until when and why. Alerts are still published. */
@Component
public class Silences {
  /**
   * @param matchers issuer, segment, rule, kind, metric or severity to the value it must have; all
   *     of them must match
   */
  public record Silence(
      String id,
      Map<String, String> matchers,
      String createdBy,
      String comment,
      Instant startsAt,
      Instant endsAt) {
    boolean mutes(AlertEvent alert, Instant now) {
      return !now.isBefore(startsAt)
          && now.isBefore(endsAt)
          && matchers.entrySet().stream()
              .allMatch(m -> m.getValue().equals(value(alert, m.getKey())));
    }

    private static String value(AlertEvent alert, String name) {
      return switch (name) {
        case "issuer" -> alert.issuer().slug();
        case "segment" -> alert.segment().slug();
        case "rule" -> alert.rule();
        case "kind" -> alert.kind().toString();
        case "metric" -> alert.metric();
        case "severity" -> alert.severity().toString();
        default -> null;
      };
    }
  }

  /** The SQL of the silences. */
  @JdbcRepository(dialect = Dialect.POSTGRES)
  interface Rows extends GenericRepository<Row, String> {
    @Query(
        """
        insert into silence (id, body, ends_at, created_at)
        select :id, :body, :endsAt, :createdAt
        where (select count(*) from silence where ends_at > :createdAt) < :most
        returning id
        """)
    List<String> add(String id, String body, Instant endsAt, Instant createdAt, int most);

    @Query("select id, body from silence where ends_at > :now order by created_at, id")
    List<Row> active(Instant now);

    @Query("select id, body from silence where id = :id")
    Optional<Row> find(String id);

    @Query("delete from silence where id = :id")
    void delete(String id);
  }

  @MappedEntity("silence")
  record Row(@Id String id, String body) {}

  private final Rows rows;
  private final int most;
  private final Clock clock;

  Silences(Rows rows, AlertSettings settings, Clock clock) {
    this.rows = rows;
    this.most = settings.maxSilences();
    this.clock = clock;
  }

  /** How many there may be that have not ended. */
  int most() {
    return most;
  }

  /** Empty where there are as many as there may be. */
  Optional<Silence> add(
      Map<String, String> matchers,
      String createdBy,
      String comment,
      Instant startsAt,
      Instant endsAt) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Silence silence =
        new Silence(
            UUID.randomUUID().toString(),
            matchers,
            createdBy,
            comment,
            startsAt == null ? now : startsAt,
            endsAt);
    return rows
        .add(silence.id(), Json.MAPPER.writeValueAsString(silence), endsAt, now, most)
        .stream()
        .findFirst()
        .map(id -> silence);
  }

  /** Those that have not ended. */
  List<Silence> list() {
    return rows.active(clock.instant()).stream().map(Silences::silence).toList();
  }

  Optional<Silence> find(String id) {
    return rows.find(id).map(Silences::silence);
  }

  boolean delete(String id) {
    boolean known = rows.find(id).isPresent();
    rows.delete(id);
    return known;
  }

  /** The silences of this moment, read once for many alerts. */
  public Muting now() {
    return new Muting(list(), clock.instant());
  }

  /** What is muted at a moment. */
  public record Muting(List<Silence> silences, Instant at) {
    /** The silence that mutes an alert, if any. */
    public Optional<Silence> of(AlertEvent alert) {
      return silences.stream().filter(silence -> silence.mutes(alert, at)).findFirst();
    }
  }

  private static Silence silence(Row row) {
    return Json.read(row.body(), Silence.class);
  }
}
