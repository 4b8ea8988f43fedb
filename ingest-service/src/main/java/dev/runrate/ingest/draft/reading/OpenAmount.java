package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.StatedValue;

/**
 * An amount that was read but could not be tied to an issuer, a concept or a kind of statement; it
 * is never guessed.
 *
 * @param span of the original article
 * @param measure what it counts: a currency's code, {@code ratio}, {@code users}, …
 */
public record OpenAmount(
    Span span, StatedValue stated, String measure, String because, Doubt doubt) {}
