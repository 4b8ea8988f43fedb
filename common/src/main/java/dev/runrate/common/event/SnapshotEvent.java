package dev.runrate.common.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import java.time.Instant;
import java.util.List;

/**
 * The metrics of one issuer, segment and period changed. The comparable periods stand beside them,
 * so that a consumer can judge the change without asking anybody.
 *
 * @param span length of the period
 * @param periodKey the period's nominal dates, {@code 2025-02-01/2025-04-30}: the same for all who
 *     state the period, even where their 52/53-week dates differ by days
 * @param revision counts the versions of this snapshot from 1; a lower one than seen is old news
 * @param current the period itself; without metrics where nothing is known of it any more
 * @param prior the adjoining period of equal length before (of an instant: the last one with a
 *     metric in common), with those metrics that the period itself has; null where none is known
 * @param yearAgo the same period a year before, with those metrics that the period itself has; null
 *     where none is known
 * @param forecast what was forecast or aimed at for the period; null for nothing
 * @param conflicts statements about the period that cannot both be true
 * @param newest no later period of the issuer's segment has figures (instants and spans apart)
 * @param finer a shorter period that ends with this one has figures too
 * @param causedBy the filing that brought the change about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotEvent(
    IssuerId issuer,
    SegmentId segment,
    SpanLength span,
    String periodKey,
    long revision,
    PeriodMetrics current,
    PeriodMetrics prior,
    PeriodMetrics yearAgo,
    PeriodMetrics forecast,
    List<Conflict> conflicts,
    boolean newest,
    boolean finer,
    FilingId causedBy,
    Instant at) {
  public static final String CHANGED = "dev.runrate.snapshot.changed";

  public boolean isInstant() {
    return span == SpanLength.INSTANT;
  }

  /** Names the snapshot: {@code minimax//2025-01-01/2025-09-30}. */
  public String subject() {
    return issuer + "/" + segment + "/" + periodKey;
  }

  /**
   * @param json of this very event, which is costly to write twice
   */
  public Message message(byte[] json) {
    return new Message(
        Topics.SNAPSHOTS,
        issuer.slug(),
        subject() + ":" + revision,
        CHANGED,
        "metrics-service",
        subject(),
        at,
        json);
  }
}
