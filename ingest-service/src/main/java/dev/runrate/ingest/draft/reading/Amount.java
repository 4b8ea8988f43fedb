package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.StatedValue;

/**
 * A number of the text, read exactly: 500多亿 is at least 50000000000, 12 to 13 billion is from
 * 12000000000 to 13000000000, 约3.12亿 is 312000000 to the nearest million.
 *
 * @param span of the plain text, with the words that bound it
 * @param number the part of it that is the number itself
 * @param stated its value or bounds, in the measure's unit
 * @param because how it was read, for people
 */
public record Amount(Span span, Span number, StatedValue stated, Measure measure, String because) {
  Amount with(Measure other) {
    return new Amount(span, number, stated, other, because);
  }
}
