package dev.runrate.ingest.format.xbrl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Opens zips: the inline document set that the SEC serves as {@code …-xbrl.zip}, a report package
 * ({@code META-INF/reports/*.xhtml}), a single document zipped. Of the files with facts the inline
 * ones count; where there are none, the instance, and where there is none, the JSON: they say the
 * same. Label files give names to what the filer invented.
 */
final class PackageReader {
  private static final int BUFFER = 64 * 1024;

  /** A file with facts. */
  record Part(String name, XbrlFormat format, byte[] bytes) {}

  private PackageReader() {}

  static long read(byte[] zip, XbrlLimits limits, ReportBuilder report)
      throws UnreadableReportException {
    long bytes = 0;
    for (Part part : parts(zip, limits, report)) {
      switch (part.format) {
        case INLINE, INSTANCE -> XmlReader.read(part.bytes, part.name, limits, report);
        case JSON -> JsonReader.read(part.bytes, part.name, limits, report);
        case PACKAGE -> throw new UnreadableReportException("a zip in a zip is not opened");
      }
      bytes += part.bytes.length;
    }
    return bytes;
  }

  /** The files with facts, in the order of the zip. */
  static List<Part> parts(byte[] zip, XbrlLimits limits, ReportBuilder labels)
      throws UnreadableReportException {
    List<Part> parts = new ArrayList<>();
    long left = limits.bytes();
    int files = 0;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (++files > limits.files()) {
          throw UnreadableReportException.tooLarge("more than " + limits.files() + " files");
        }
        String name = Shown.of(entry.getName());
        String lower = entry.getName().toLowerCase(Locale.ROOT);
        boolean isText = lower.matches(".*\\.(x?html?|xml|xbrl|json)");
        byte[] content = isText ? bounded(in, left) : skip(in, left);
        left -= content.length;
        if (!isText || entry.isDirectory()) {
          continue;
        }
        if (lower.matches(".*lab(-[a-z]{2})?\\.xml")) {
          LabelReader.read(content, name, labels);
          continue;
        }
        Optional<XbrlFormat> format = XbrlFormat.of(content);
        if (format.isPresent() && format.get() != XbrlFormat.PACKAGE) {
          parts.add(new Part(name, format.get(), content));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableReportException("the zip is broken: " + e.getMessage());
    }
    List<Part> chosen = List.of();
    for (XbrlFormat format : List.of(XbrlFormat.INLINE, XbrlFormat.INSTANCE, XbrlFormat.JSON)) {
      if (chosen.isEmpty()) {
        chosen = parts.stream().filter(part -> part.format == format && hasFacts(part)).toList();
      }
    }
    if (chosen.isEmpty()) {
      throw new UnreadableReportException("none of the " + files + " files in the zip has facts");
    }
    return chosen;
  }

  /** Exhibits are pages without facts. */
  private static boolean hasFacts(Part part) {
    return part.format != XbrlFormat.INLINE
        || new String(part.bytes, StandardCharsets.ISO_8859_1).contains("/inlineXBRL");
  }

  private static byte[] bounded(ZipInputStream in, long left)
      throws IOException, UnreadableReportException {
    byte[] content = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
    if (content.length > left) {
      throw tooLarge();
    }
    return content;
  }

  /** Pictures count too: what is unpacked costs time, whatever it is. */
  private static byte[] skip(ZipInputStream in, long left)
      throws IOException, UnreadableReportException {
    byte[] buffer = new byte[BUFFER];
    long skipped = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      skipped += n;
      if (skipped > left) {
        throw tooLarge();
      }
    }
    return new byte[0];
  }

  private static UnreadableReportException tooLarge() {
    return UnreadableReportException.tooLarge("the zip holds more than is taken");
  }
}
