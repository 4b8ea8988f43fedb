package dev.runrate.ingest.filing;

import java.time.Instant;

/** What became of a filing that was handed to the store. */
public sealed interface Recorded {
  /** New, and durable now. */
  record Accepted(Instant at) implements Recorded {}

  /** The same was there already. */
  record Duplicate() implements Recorded {}

  /** The id is taken by a filing that says something else. */
  record Conflicting() implements Recorded {}
}
