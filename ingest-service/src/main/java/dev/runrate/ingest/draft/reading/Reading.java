package dev.runrate.ingest.draft.reading;

import java.time.LocalDate;
import java.util.List;

/**
 * What was read from an article.
 *
 * @param published the day that its relative times were dated by
 * @param isPublishedGuessed nobody said that day; it was taken from the times in the text
 * @param facts in the order of their amounts
 * @param amounts every amount that was read, tied or not, in the order of the text; spans are of
 *     the original article
 * @param open those of them that no fact was made of, with the reason
 */
public record Reading(
    LocalDate published,
    boolean isPublishedGuessed,
    List<DraftFact> facts,
    List<Amount> amounts,
    List<OpenAmount> open) {
  public Reading {
    facts = List.copyOf(facts);
    amounts = List.copyOf(amounts);
    open = List.copyOf(open);
  }
}
