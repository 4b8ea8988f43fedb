package dev.runrate.ingest.draft.reading;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When an article was published that does not say so, as far as its times tell: in the newest year
 * that it names more than once and not as a prospect, after the newest month it names of that year.
 */
final class Dateline {
  private Dateline() {}

  static LocalDate of(Lexicon lexicon, String text, LocalDate today, List<Integer> sentenceEnds) {
    Map<Integer, Integer> years = new TreeMap<>();
    for (When when : Times.find(lexicon, text, today, sentenceEnds)) {
      if (when.isDated() && hasYearInFigures(text, when) && !isProspect(lexicon, text, when)) {
        years.merge(when.start().getYear(), 1, Integer::sum);
      }
    }
    if (years.isEmpty()) {
      return today;
    }
    int newest = years.keySet().stream().max(Integer::compare).orElseThrow();
    int year =
        years.entrySet().stream()
            .filter(each -> each.getValue() >= 2)
            .map(Map.Entry::getKey)
            .max(Integer::compare)
            .orElse(newest);
    if (year > today.getYear()) {
      return today;
    }
    // The relative times are then those of that year.
    LocalDate last = LocalDate.of(year, 1, 1);
    LocalDate yearEnd = LocalDate.of(year, 12, 31);
    for (When when : Times.find(lexicon, text, yearEnd, sentenceEnds)) {
      boolean isWithinTheYear =
          when.isDated()
              && when.isYearWritten()
              && when.end().getYear() == year
              && !isWholeYear(when)
              && when.end().isBefore(yearEnd)
              && !isProspect(lexicon, text, when);
      if (isWithinTheYear && when.end().isAfter(last)) {
        last = when.end();
      }
    }
    LocalDate published = last.getDayOfYear() == 1 ? yearEnd : last;
    return published.isAfter(today) ? today : published;
  }

  private static boolean hasYearInFigures(String text, When when) {
    return text.substring(when.span().start(), when.span().end()).matches(".*(?:19|20)\\d\\d.*");
  }

  private static boolean isWholeYear(When when) {
    return when.start().getDayOfYear() == 1 && when.end().getMonthValue() == 12;
  }

  private static boolean isProspect(Lexicon lexicon, String text, When when) {
    int from = Math.max(0, when.span().start() - 16);
    int to = Math.min(text.length(), when.span().end() + 12);
    for (int i = from; i < to; i++) {
      Words.Found<Lexicon.Cue> cue = lexicon.cues.at(text, i);
      if (cue != null
          && (cue.value() == Lexicon.Cue.FORECAST || cue.value() == Lexicon.Cue.TARGET)) {
        return true;
      }
    }
    return false;
  }
}
