package dev.runrate.ingest.format;

import java.io.IOException;

/** Filings one after the other out of a long document. */
public interface FilingReader {
  /**
   * @param line where it begins, from 1
   */
  record Entry(long line, ParsedFiling filing) {}

  /**
   * The next filing, right or wrong; null at the end.
   *
   * @throws IOException if the document cannot be read any further
   */
  Entry next() throws IOException;
}
