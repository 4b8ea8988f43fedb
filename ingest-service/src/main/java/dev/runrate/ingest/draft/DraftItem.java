package dev.runrate.ingest.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.ingest.draft.reading.Doubt;
import dev.runrate.ingest.draft.reading.DraftFact;
import dev.runrate.ingest.draft.reading.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A draft fact as it is kept and shown: the members of a fact of a filing as texts, so that what is
 * not complete yet can be held too, and beside them what it stands on.
 *
 * @param segment null for the whole issuer
 * @param period null where none is known yet; so with {@code unit}
 * @param attribution whom the article quotes; null for nobody
 * @param evidence pieces of the article, in order
 * @param confidence from 0 to 1
 * @param read how the amount was read
 * @param doubts of the reading
 * @param engineDoubts of the engine, which holds it against what is known
 * @param edited the members that a person changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DraftItem(
    String issuer,
    String segment,
    String concept,
    String period,
    BigDecimal value,
    BigDecimal low,
    BigDecimal high,
    Integer decimals,
    String unit,
    String scenario,
    String basis,
    String attribution,
    List<Evidence> evidence,
    BigDecimal confidence,
    String read,
    List<Doubt> doubts,
    List<Doubt> engineDoubts,
    List<String> edited) {

  /** Where it stands in the article, and the words there. */
  record Evidence(int start, int end, String text) {
    static Evidence of(Span span, String article) {
      return new Evidence(span.start(), span.end(), article.substring(span.start(), span.end()));
    }
  }

  static DraftItem of(DraftFact fact, String article) {
    StatedValue stated = fact.stated();
    return new DraftItem(
        fact.issuer().slug(),
        fact.segment().orNull(),
        fact.concept().label(),
        fact.period() == null ? null : fact.period().text(),
        stated.value(),
        stated.low(),
        stated.high(),
        stated.decimals(),
        fact.unit() == null ? null : fact.unit().code(),
        fact.scenario().toString(),
        fact.basis().slug(),
        fact.attribution(),
        fact.evidence().stream().map(span -> Evidence.of(span, article)).toList(),
        fact.confidence(),
        fact.because(),
        fact.doubts(),
        List.of(),
        List.of());
  }

  DraftItem withEngineDoubts(List<Doubt> found) {
    return new DraftItem(
        issuer,
        segment,
        concept,
        period,
        value,
        low,
        high,
        decimals,
        unit,
        scenario,
        basis,
        attribution,
        evidence,
        confidence,
        read,
        doubts,
        List.copyOf(found),
        edited);
  }

  DraftItem withEdited(List<String> members) {
    List<String> all = new ArrayList<>(edited);
    members.stream().filter(each -> !all.contains(each)).forEach(all::add);
    return new DraftItem(
        issuer,
        segment,
        concept,
        period,
        value,
        low,
        high,
        decimals,
        unit,
        scenario,
        basis,
        attribution,
        evidence,
        confidence,
        read,
        doubts,
        engineDoubts,
        all);
  }

  boolean isComplete() {
    return period != null && unit != null;
  }

  /** Says the same as the other, whatever it stands on. */
  boolean isSameFact(DraftItem other) {
    return issuer.equals(other.issuer)
        && java.util.Objects.equals(segment, other.segment)
        && concept.equals(other.concept)
        && java.util.Objects.equals(period, other.period)
        && java.util.Objects.equals(unit, other.unit)
        && isSame(value, other.value)
        && isSame(low, other.low)
        && isSame(high, other.high)
        && scenario.equals(other.scenario);
  }

  private static boolean isSame(BigDecimal a, BigDecimal b) {
    return a == null ? b == null : b != null && a.compareTo(b) == 0;
  }
}
