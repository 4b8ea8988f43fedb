package dev.runrate.common.persistence;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Factory;

/**
 * Long texts as a {@code bytea} column keeps them: LZ4, as on the topics, at a fraction of what
 * PostgreSQL's own compression costs. Short ones stay as they are.
 *
 * <pre>
 * {"issuer": ...           a text as it is: JSON never begins with the byte 1
 * 1, length (4 bytes), LZ4 block
 * </pre>
 */
public final class Packed {
  /** PostgreSQL keeps a row up to two kilobytes in its place, uncompressed. */
  private static final int SHORT = 1_000;

  private static final byte PACKED = 1;
  private static final int HEADER = 1 + Integer.BYTES;
  private static final LZ4Factory LZ4 = LZ4Factory.fastestInstance();

  private Packed() {}

  /**
   * @param text in UTF-8, which does not begin with the byte 1
   */
  public static byte[] pack(byte[] text) {
    if (text.length < SHORT) {
      return text;
    }
    var lz4 = LZ4.fastCompressor();
    ByteBuffer packed = ByteBuffer.allocate(HEADER + lz4.maxCompressedLength(text.length));
    packed.put(PACKED).putInt(text.length);
    lz4.compress(ByteBuffer.wrap(text), packed);
    byte[] bytes = new byte[packed.flip().remaining()];
    packed.get(bytes);
    return bytes;
  }

  public static byte[] unpack(byte[] column) {
    if (column.length == 0 || column[0] != PACKED) {
      return column;
    }
    ByteBuffer packed = ByteBuffer.wrap(column).position(1);
    byte[] text = new byte[packed.getInt()];
    LZ4.safeDecompressor().decompress(packed, ByteBuffer.wrap(text));
    return text;
  }
}
