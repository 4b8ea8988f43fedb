package dev.runrate.ingest.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are tables, as JSON and as CSV. */
class TableIT extends RunningService {
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  private static final Pattern NEXT = Pattern.compile("<(/v1/[^>]*)>; rel=\"next\"");

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/concepts             |                              | application/json",
        "/v1/concepts             | */*                          | application/json",
        "/v1/concepts             | text/html,*/*;q=0.8          | application/json",
        "/v1/concepts             | application/json             | application/json",
        "/v1/concepts             | text/csv                     | text/csv",
        "/v1/concepts             | text/csv;q=0.5,*/*;q=0.1     | text/csv",
        "/v1/concepts             | text/csv;q=0.5,application/json | application/json",
        "/v1/concepts?format=csv  |                              | text/csv",
        "/v1/concepts?format=csv  | application/json             | text/csv",
        "/v1/concepts?format=json | text/csv                     | application/json",
        "/v1/issuers?format=csv   |                              | text/csv",
        "/v1/filings?format=csv   |                              | text/csv"
      })
  void tableIsAnsweredInTheFormatThatIsAskedFor(String path, String accept, String type) {
    Answer answer = get(path, accept);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    assertThat(answer.body().startsWith("{")).isEqualTo(type.equals("application/json"));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/concepts?format=xml,      'json or csv, not xml'",
    "/v1/concepts?format=,         'json or csv, not '",
    "/v1/concepts?formt=csv,       did you mean format?",
    "/v1/filings/some?format=csv,  There are none."
  })
  void formatThatThereIsNotIsRefused(String path, String detail) {
    Answer answer = get(path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.text("detail")).contains(detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {BROWSER, "text/csv"})
  void refusalIsAProblemWhateverIsAccepted(String accept) {
    Answer answer = get("/v1/filings?limit=0", accept);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void csvSaysWhereItGoesOn() {
    IntStream.range(0, 7)
        .forEach(i -> postFiling(filing("table-paged", "table-" + i, Integer.toString(i + 1))));

    List<String> ids = new ArrayList<>();
    String path = "/v1/filings?issuer=table-paged&limit=3&format=csv";
    int pages = 0;
    while (path != null) {
      Answer page = get(path);
      List<String> lines = page.body().lines().toList();
      lines.subList(1, lines.size()).forEach(line -> ids.add(line.split(",")[0]));
      Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      path = next.matches() ? next.group(1) : null;
      pages++;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(ids).isEqualTo(IntStream.range(0, 7).mapToObj(i -> "table-" + i).toList());
  }

  @Test
  void formulasOfAStrangerAreTextAndComeBackAsTheyWere() {
    String title = "=HYPERLINK('http://evil','click')";
    String filing =
        filing("table-formula", "-table+formula", "-5")
            .replace("\"publisher\"", "\"title\": \"" + title + "\", \"publisher\"")
            .replace("Gazette", "@Gazette");
    assertThat(postFiling(filing).status()).isEqualTo(201);

    String csv = get("/v1/filings?issuer=table-formula", "text/csv").body();

    assertThat(csv)
        .contains("'-table+formula,")
        .contains(",-5,")
        .contains("\"'" + title + "\"")
        .contains(",'@Gazette,");
    Answer again = post("/v1/filings/bulk", CSV, csv);
    assertThat(again.lines().getFirst().path("status").asString()).isEqualTo("duplicate");
    assertThat(again.lines().getFirst().path("id").asString()).isEqualTo("-table+formula");
  }
}
