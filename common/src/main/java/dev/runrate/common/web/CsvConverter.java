package dev.runrate.common.web;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponents;

/** Writes answers that are tables as RFC 4180 CSV with a header. */
final class CsvConverter extends AbstractHttpMessageConverter<Tabular<?>> {
  static final MediaType TYPE = new MediaType("text", "csv", StandardCharsets.UTF_8);

  CsvConverter() {
    super(TYPE);
  }

  @Override
  protected boolean supports(Class<?> type) {
    return type == Tabular.class;
  }

  @Override
  public boolean canRead(Class<?> type, MediaType mediaType) {
    return false;
  }

  @Override
  protected Tabular<?> readInternal(Class<? extends Tabular<?>> type, HttpInputMessage message) {
    throw new UnsupportedOperationException("tables are only answered");
  }

  @Override
  protected void writeInternal(Tabular<?> table, HttpOutputMessage message) throws IOException {
    message.getHeaders().setContentType(TYPE);
    if (table.next() != null) {
      message.getHeaders().set(HttpHeaders.LINK, "<" + next(table.next()) + ">; rel=\"next\"");
    }
    Writer out = new OutputStreamWriter(message.getBody(), StandardCharsets.UTF_8);
    write(table, new CSVPrinter(out, CSVFormat.RFC4180));
    out.flush();
  }

  private static <R> void write(Tabular<R> table, CSVPrinter out) throws IOException {
    out.printRecord(table.columns().names());
    for (R row : table.rows()) {
      out.printRecord(table.columns().cells(row));
    }
  }

  /** This request with another cursor; without the host, which a proxy may call otherwise. */
  private static String next(String cursor) {
    UriComponents uri =
        ServletUriComponentsBuilder.fromCurrentRequest()
            .replaceQueryParam("cursor", cursor)
            .build(true);
    return uri.getPath() + "?" + uri.getQuery();
  }
}
