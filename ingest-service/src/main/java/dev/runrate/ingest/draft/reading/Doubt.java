package dev.runrate.ingest.draft.reading;

/**
 * What a reader of a draft should look at before approving it.
 *
 * @param code stable, for machines: {@code period-not-written}
 * @param message for the person who decides
 */
public record Doubt(String code, String message) {}
