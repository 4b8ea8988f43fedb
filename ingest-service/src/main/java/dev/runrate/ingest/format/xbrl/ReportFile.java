package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.web.Problem.ContentError;
import java.util.List;

/**
 * A report as it was filed: inline XBRL, an instance, xBRL-JSON or a zip of these. It can be read
 * again whenever a user maps one more of its tags, and shown with a number marked.
 *
 * @param bytes unpacked, unless it is a zip of several files
 */
public record ReportFile(byte[] bytes, XbrlFormat format) {
  /** Read to its end, but not yet in the terms of anybody's catalogue. */
  public static final class Open {
    private final XbrlReport report;
    private final Cover cover;

    private Open(XbrlReport report) {
      this.report = report;
      this.cover = Cover.of(report.facts());
    }

    public Cover cover() {
      return cover;
    }

    /** Whether nothing is stated in it, be it taken or not. */
    public boolean isEmpty() {
      return report.facts().isEmpty() && report.errors().isEmpty();
    }

    /** What makes it no report, whatever its tags mean. */
    public List<ContentError> errors() {
      return report.errors();
    }

    public ReadReport with(TagMapping mapping) {
      return Interpretation.of(report, cover, mapping);
    }
  }

  /**
   * @throws UnreadableReportException if it cannot be read to its end or is more than the limits
   *     allow
   */
  public Open open(XbrlLimits limits) throws UnreadableReportException {
    return new Open(XbrlReader.read(bytes, format, limits));
  }

  /** {@link #open} and {@link Open#with} at once. */
  public ReadReport read(TagMapping mapping, XbrlLimits limits) throws UnreadableReportException {
    return open(limits).with(mapping);
  }
}
