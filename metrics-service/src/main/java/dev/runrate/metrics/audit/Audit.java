package dev.runrate.metrics.audit;

import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FiledFact;
import dev.runrate.metrics.factbook.Line;
import dev.runrate.metrics.metric.Conflicts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether figures can be true together. Example: 0.28 x 1.2bn users x 19.99 x 12 is 80.6bn, and the
 * ARR is at most 13bn.
 *
 * @param period that the compared figure is of
 * @param computed what the identity gives; null where it gives nothing
 * @param stated what it is held against; null for a range of rates, or where nothing is known
 * @param arithmetic for a reader: the operands, the result and what it is held against
 * @param reason why it is not computable; null where it is
 * @param doubt what is odd though it can be; null for nothing
 * @param evidence the figures that went into it, the one it is held against last
 */
public record Audit(
    Identity identity,
    SegmentId segment,
    Period period,
    Answer answer,
    Quantity computed,
    Quantity stated,
    String arithmetic,
    String reason,
    String doubt,
    List<Evidence> evidence) {
  public Audit {
    evidence = List.copyOf(evidence);
  }

  public enum Answer {
    /** No point of the intervals satisfies the identity. */
    FAILS,
    HOLDS,
    NOT_COMPUTABLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A figure that went into an audit.
   *
   * @param origins so many independent voices say it
   * @param company so many publishers say something of the same line around that time
   */
  public record Evidence(Line line, Period period, FiledFact fact, int origins, int company) {
    private static final int HALF_YEAR_DAYS = 183;

    /** The best supported first: who is worth most, by most voices, among others, in time. */
    private static final Comparator<Evidence> SUPPORT =
        Comparator.comparing((Evidence e) -> e.fact.filing().source().tier())
            .thenComparing(Evidence::origins, Comparator.reverseOrder())
            .thenComparing(Evidence::company, Comparator.reverseOrder())
            .thenComparing(Evidence::halfYearsLate);

    private long halfYearsLate() {
      long days = fact.filing().source().publishedOn().toEpochDay() - period.end().toEpochDay();
      return Math.max(0, days / HALF_YEAR_DAYS);
    }
  }

  /** The figure that the fewest and the weakest vouch for; several where they are equal. */
  public List<Evidence> leastSupported() {
    if (identity == Identity.EXCHANGE_RATE
        && evidence.getFirst().fact().filing().source().tier()
            == evidence.getLast().fact().filing().source().tier()) {
      // Of a pair, what is not in the issuer's own currency is the translation.
      return List.of(evidence.getLast());
    }
    Optional<Evidence> least = evidence.stream().max(Evidence.SUPPORT);
    return evidence.stream()
        .filter(e -> Evidence.SUPPORT.compare(e, least.orElseThrow()) == 0)
        .toList();
  }

  /** As one of the contradictions of the book; of an audit that fails. */
  public Conflict conflict(FactBook book) {
    Evidence held = evidence.getLast();
    return new Conflicts(book, held.line().segment())
        .audit(held.line(), held.period(), held.fact(), computed, mark() + "; " + leastInWords());
  }

  private String leastInWords() {
    return "least supported: "
        + leastSupported().stream()
            .map(
                e ->
                    e.line().concept()
                        + (e.line().segment().isWhole() ? "" : " of " + e.line().segment())
                        + " by "
                        + (e.fact().filing().source().publisher() == null
                            ? e.fact().filing().id()
                            : e.fact().filing().source().publisher()))
            .collect(Collectors.joining(", "));
  }

  /** What it says of the figures that it marks. */
  public String mark() {
    return "the audit " + identity + " fails: " + arithmetic;
  }
}
