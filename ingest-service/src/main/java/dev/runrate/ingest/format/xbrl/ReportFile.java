package dev.runrate.ingest.format.xbrl;

/**
 * A report as it was filed: inline XBRL, an instance, xBRL-JSON or a zip of these. It can be read
 * again whenever a user maps one more of its tags, and shown with a number marked.
 *
 * @param bytes unpacked, unless it is a zip of several files
 */
public record ReportFile(byte[] bytes, XbrlFormat format) {
  /**
   * @throws UnreadableReportException if it cannot be read to its end or is more than the limits
   *     allow
   */
  public ReadReport read(TagMapping mapping, XbrlLimits limits) throws UnreadableReportException {
    return Interpretation.of(XbrlReader.read(bytes, format, limits), mapping);
  }
}
