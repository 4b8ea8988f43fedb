package dev.runrate.ingest.filing;

/**
 * A message about a filing: there are at most two, that it was recorded and that it was retracted.
 */
record FilingKey(String id, boolean retraction) {
  static FilingKey recorded(String id) {
    return new FilingKey(id, false);
  }

  static FilingKey retracted(String id) {
    return new FilingKey(id, true);
  }
}
