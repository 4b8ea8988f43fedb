package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Scenario;
import dev.runrate.ingest.draft.reading.Lexicon.Cue;
import dev.runrate.ingest.draft.reading.Mentions.CueAt;
import dev.runrate.ingest.draft.reading.Mentions.Sentence;
import java.time.LocalDate;
import java.util.List;

/** How a fact is meant: as what happened or what is hoped for, on which basis, on whose word. */
final class Manner {
  private final Mentions mentions;
  private final LocalDate published;
  private final Attributions attributions;

  Manner(Mentions mentions, LocalDate published, Attributions attributions) {
    this.mentions = mentions;
    this.published = published;
    this.attributions = attributions;
  }

  void settle(Sentence sentence, Tied fact, List<Tied> before) {
    int start = fact.amount.number().start();
    Scenario scenario = scenario(sentence, fact, before);
    if (scenario != null) {
      fact.scenario = scenario;
    }
    if (fact.concept == Concept.NET_INCOME
        || fact.concept == Concept.ADJUSTED_NET_INCOME
        || fact.concept == Concept.NET_INCOME_GROWTH
        || fact.concept == Concept.ADJUSTED_NET_INCOME_GROWTH) {
      basis(sentence, fact, start);
    }
    fact.attribution = attributions.of(fact.amount.span());
  }

  private void basis(Sentence sentence, Tied fact, int start) {
    Cue basis = null;
    for (CueAt cue : sentence.cues) {
      if (cue.start() < start) {
        switch (cue.cue()) {
          case ADJUSTED -> basis = basis == null ? Cue.ADJUSTED : basis;
          case NON_IFRS, NON_GAAP -> basis = cue.cue();
          default -> {
            // Says nothing about the basis.
          }
        }
      }
    }
    boolean isNamedAdjusted =
        fact.concept == Concept.ADJUSTED_NET_INCOME
            || fact.concept == Concept.ADJUSTED_NET_INCOME_GROWTH;
    if (basis == null && !isNamedAdjusted) {
      return;
    }
    if (fact.concept == Concept.NET_INCOME) {
      fact.concept = Concept.ADJUSTED_NET_INCOME;
    } else if (fact.concept == Concept.NET_INCOME_GROWTH) {
      fact.concept = Concept.ADJUSTED_NET_INCOME_GROWTH;
    }
    fact.basis =
        Basis.of(
            basis == Cue.NON_IFRS ? "non-ifrs" : basis == Cue.NON_GAAP ? "non-gaap" : "adjusted");
  }

  private Scenario scenario(Sentence sentence, Tied fact, List<Tied> before) {
    int start = fact.amount.number().start();
    Cue found = null;
    Cue carried = null;
    for (CueAt cue : sentence.cues) {
      boolean isOne =
          cue.cue() == Cue.FORECAST || cue.cue() == Cue.TARGET || cue.cue() == Cue.ESTIMATE;
      if (!isOne || cue.start() > start) {
        continue;
      }
      if (mentions.isSameClause(cue.start(), start)) {
        found = cue.cue();
      } else if (mentions.clause(start) - mentions.clause(cue.start()) <= 2
          && (cue.cue() != Cue.ESTIMATE
              || !Assembly.hasAmountIn(
                  sentence, cue.end(), fact.amount.span().start(), fact.amount))) {
        carried = cue.cue();
      }
    }
    boolean isOfTheSame =
        before.isEmpty()
            || before.getLast().concept == fact.concept
            || before.getLast().scenario == Scenario.ACTUAL;
    boolean isAhead =
        isOfTheSame
            && fact.when != null
            && fact.when.isDated()
            && fact.when.end().isAfter(published);
    if (found == null && carried != null && (isAhead || carried == Cue.ESTIMATE)) {
      found = carried;
    }
    if (found == null && isEstimatedBySomebody(sentence, start)) {
      found = Cue.ESTIMATE;
    }
    if (found == null) {
      return null;
    }
    boolean isOver =
        fact.when != null && fact.when.isDated() && !fact.when.end().isAfter(published);
    return switch (found) {
      case FORECAST -> isOver ? Scenario.ESTIMATE : Scenario.FORECAST;
      case TARGET -> isOver ? null : Scenario.TARGET;
      default -> Scenario.ESTIMATE;
    };
  }

  /** 据某机构估算: it holds for all that the sentence says. */
  private boolean isEstimatedBySomebody(Sentence sentence, int start) {
    for (CueAt cue : sentence.cues) {
      if (cue.cue() == Cue.ESTIMATE && cue.end() <= start) {
        for (CueAt other : sentence.cues) {
          if (other.cue() == Cue.ACCORDING_TO
              && other.end() <= cue.start()
              && cue.start() - other.end() <= 16) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
