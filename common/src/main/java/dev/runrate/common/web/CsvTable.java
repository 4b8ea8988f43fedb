package dev.runrate.common.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** An answer that is a table, as RFC 4180 CSV with a header. */
public final class CsvTable {
  public static final String TYPE = "text/csv";
  private static final MediaType MEDIA_TYPE = MediaType.parseMediaType("text/csv;charset=UTF-8");

  private CsvTable() {}

  /** Whether a request with this Accept header wants CSV rather than JSON. */
  public static boolean isWanted(String accept) {
    return accept != null
        && Arrays.stream(accept.split(",")).anyMatch(type -> type.strip().startsWith(TYPE));
  }

  public static ResponseEntity<String> answer(List<String> header, List<List<Object>> rows) {
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader(header.toArray(String[]::new)).get();
    try (CSVPrinter printer = new CSVPrinter(text, format)) {
      for (List<Object> row : rows) {
        printer.printRecord(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ResponseEntity.ok().contentType(MEDIA_TYPE).body(text.toString());
  }
}
