package dev.runrate.ingest.format.xbrl;

/**
 * What a report may measure. The largest 10-Ks are fifty megabytes with ten thousand facts.
 *
 * @param bytes unpacked, all files of a package together
 */
public record XbrlLimits(long bytes, int facts, int contexts, int depth, int files) {
  public static XbrlLimits ofBytes(long bytes) {
    return new XbrlLimits(bytes, 200_000, 200_000, 1_000, 2_000);
  }
}
