package dev.runrate.ingest.format.xbrl;

/** Reads a report, however it is written down. */
final class XbrlReader {
  private XbrlReader() {}

  /**
   * @param document unpacked, unless it is a zip of several files
   * @throws UnreadableReportException if it cannot be read to its end, or is more than the limits
   *     allow
   */
  static XbrlReport read(byte[] document, XbrlFormat format, XbrlLimits limits)
      throws UnreadableReportException {
    if (document.length > limits.bytes()) {
      throw UnreadableReportException.tooLarge("longer than " + limits.bytes() + " bytes");
    }
    ReportBuilder report = new ReportBuilder(limits);
    long bytes = document.length;
    switch (format) {
      case INLINE, INSTANCE -> XmlReader.read(document, null, limits, report);
      case JSON -> JsonReader.read(document, null, limits, report);
      case PACKAGE -> bytes = PackageReader.read(document, limits, report);
    }
    return report.build(format, bytes);
  }
}
