package dev.runrate.ingest.format;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Lets no row be longer than it may be; a parser holds all of one, be it a single open quote. */
final class RowReader extends FilterReader {
  /** What a parser reads ahead is no row's. */
  private static final int READ_AHEAD = 64 * 1024;

  private final int most;
  private long left;

  RowReader(Reader in, int mostCharacters) {
    super(in);
    this.most = mostCharacters;
    nextRow();
  }

  /** What comes from now on belongs to another row. */
  void nextRow() {
    left = (long) most + READ_AHEAD;
  }

  @Override
  public int read() throws IOException {
    int character = super.read();
    count(character < 0 ? 0 : 1);
    return character;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, Math.min(length, READ_AHEAD));
    count(count);
    return count;
  }

  private void count(int characters) throws IOException {
    left -= Math.max(characters, 0);
    if (left < 0) {
      throw new IOException("a row has at most " + most + " characters");
    }
  }
}
