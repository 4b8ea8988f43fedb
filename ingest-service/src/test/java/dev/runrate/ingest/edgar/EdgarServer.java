package dev.runrate.ingest.edgar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runrate.ingest.format.xbrl.Documents;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays EDGAR, in the shapes that EDGAR's answers have: the index of an issuer with an ETag, its
 * documents, its companyfacts, the list of tickers. It refuses now and then, breaks answers off,
 * lists filings before their documents and before companyfacts has them, and amends its indexes.
 */
final class EdgarServer implements AutoCloseable {
  static final int FIRST_CIK = 900_001;

  /** Of each issuer: quarters as inline XBRL. */
  static final int QUARTERS = 4;

  private static final Pattern INDEX = Pattern.compile("/submissions/CIK(\\d{10})\\.json");
  private static final Pattern OLDER =
      Pattern.compile("/submissions/CIK(\\d{10})-submissions-001\\.json");
  private static final Pattern FACTS =
      Pattern.compile("/api/xbrl/companyfacts/CIK(\\d{10})\\.json");
  private static final Pattern DOCUMENT =
      Pattern.compile("/Archives/edgar/data/(\\d+)/(\\d{18})/([a-z0-9.-]+)");

  private final HttpServer http;
  private final int issuers;
  private final Queue queue = new Queue();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final Set<String> agents = ConcurrentHashMap.newKeySet();
  private volatile boolean amended;
  private volatile int refusals;

  private static final class Queue extends ConcurrentLinkedQueue<Long> {
    private static final long serialVersionUID = 1L;
  }

  EdgarServer(int issuers) throws IOException {
    this.issuers = issuers;
    this.http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::answer);
    http.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  @Override
  public void close() {
    http.stop(0);
  }

  /** From now on every index has one more amendment, in the middle. */
  void amend() {
    amended = true;
  }

  /** The next requests are refused. */
  void refuse(int next) {
    refusals = next;
  }

  // -- what it saw

  List<Long> requestNanos() {
    return queue.stream().sorted().toList();
  }

  Set<String> agents() {
    return agents;
  }

  int asked(String path) {
    AtomicInteger count = asked.get(path);
    return count == null ? 0 : count.get();
  }

  // -- what there is

  static String accession(int cik, int number) {
    return "%010d-25-%06d".formatted(cik, number);
  }

  /** Those that are to be taken of an issuer. */
  Set<String> expected(int cik) {
    Set<String> expected = new TreeSet<>();
    for (int i = 1; i <= QUARTERS; i++) {
      expected.add(accession(cik, i));
    }
    expected.add(accession(cik, 70)); // of companyfacts
    if (amended) {
      expected.add(accession(cik, 50));
    }
    return expected;
  }

  private record Listed(String accession, String form, String filed, String document, int inline) {}

  private List<Listed> listed(int cik) {
    List<Listed> listed = new ArrayList<>();
    listed.add(new Listed(accession(cik, 90), "4", "2025-12-01", "form4.xml", 0));
    listed.add(new Listed(accession(cik, 80), "8-K", "2025-11-20", "co-8k.htm", 1));
    for (int i = QUARTERS; i >= 1; i--) {
      listed.add(
          new Listed(
              accession(cik, i),
              i == 4 ? "10-K" : "10-Q",
              filed(i).toString(),
              "q" + i + ".htm",
              1));
      if (amended && i == 2) {
        listed.add(
            new Listed(accession(cik, 50), "10-Q/A", filed(i).plusDays(9).toString(), "a.htm", 1));
      }
    }
    return listed;
  }

  private static LocalDate end(int quarter) {
    return LocalDate.of(2024, 12, 31).plusMonths(3L * (quarter - 1)).withDayOfMonth(28);
  }

  private static LocalDate filed(int quarter) {
    return end(quarter).plusDays(30);
  }

  // -- answers

  private void answer(HttpExchange exchange) throws IOException {
    queue.add(System.nanoTime());
    String path = exchange.getRequestURI().getPath();
    agents.add(String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")));
    int time = asked.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
    try (exchange) {
      synchronized (this) {
        if (refusals > 0) {
          refusals--;
          exchange.getResponseHeaders().set("Retry-After", "1");
          exchange.sendResponseHeaders(refusals % 2 == 0 ? 429 : 403, -1);
          return;
        }
      }
      Matcher index = INDEX.matcher(path);
      Matcher older = OLDER.matcher(path);
      Matcher facts = FACTS.matcher(path);
      Matcher document = DOCUMENT.matcher(path);
      if (index.matches()) {
        index(exchange, Integer.parseInt(index.group(1)), time);
      } else if (older.matches()) {
        send(exchange, 200, columns(List.of(old(Integer.parseInt(older.group(1))))));
      } else if (facts.matches()) {
        facts(exchange, Integer.parseInt(facts.group(1)), time);
      } else if (document.matches()) {
        document(exchange, Integer.parseInt(document.group(1)), document.group(3), time);
      } else if (path.equals("/files/company_tickers.json")) {
        send(
            exchange,
            200,
            "{\"0\": {\"cik_str\": "
                + FIRST_CIK
                + ", \"ticker\": \"FIRST\", \"title\": \"First\"}}");
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static Listed old(int cik) {
    return new Listed(accession(cik, 70), "10-Q", "2024-05-01", "old.htm", 0);
  }

  private void index(HttpExchange exchange, int cik, int time) throws IOException {
    String etag = "\"" + cik + (amended ? "-2" : "-1") + "\"";
    if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    String body =
        """
        {"cik": "%010d", "name": "ISSUER %d INC", "filings": {"recent": %s,
         "files": [{"name": "CIK%010d-submissions-001.json", "filingCount": 1, "filingFrom": "2024-05-01", "filingTo": "2024-05-01"}]}}
        """
            .formatted(cik, cik, columns(listed(cik)), cik);
    exchange.getResponseHeaders().set("ETag", etag);
    if (cik % 10 == 3 && time == 1) {
      // As long as it says, but cut.
      send(exchange, 200, body.substring(0, body.length() / 2));
    } else {
      send(exchange, 200, body);
    }
  }

  private static String columns(List<Listed> listed) {
    return """
    {"accessionNumber": %s, "form": %s, "filingDate": %s, "primaryDocument": %s,
     "isXBRL": %s, "isInlineXBRL": %s}
    """
        .formatted(
            texts(listed.stream().map(Listed::accession).toList()),
            texts(listed.stream().map(Listed::form).toList()),
            texts(listed.stream().map(Listed::filed).toList()),
            texts(listed.stream().map(Listed::document).toList()),
            listed.stream().map(each -> each.form().equals("4") ? 0 : 1).toList(),
            listed.stream().map(Listed::inline).toList());
  }

  private static String texts(List<String> texts) {
    return "[\"" + String.join("\", \"", texts) + "\"]";
  }

  /** The first time it does not have the filing yet. */
  private void facts(HttpExchange exchange, int cik, int time) throws IOException {
    String accession = time == 1 ? accession(cik, 60) : accession(cik, 70);
    send(
        exchange,
        200,
        """
        {"cik": %d, "entityName": "ISSUER %d INC", "facts": {"us-gaap": {"Revenues": {"units": {"USD": [
          {"start": "2024-01-01", "end": "2024-03-31", "val": 7000000, "accn": "%s", "form": "10-Q",
           "filed": "2024-05-01"}]}}}}}
        """
            .formatted(cik, cik, accession));
  }

  private void document(HttpExchange exchange, int cik, String name, int time) throws IOException {
    if (name.equals("q1.htm") && cik % 10 == 5 && time == 1) {
      // Listed before it is there.
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    byte[] body = report(cik, name).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      if (name.equals("q2.htm") && cik % 10 == 7 && time == 1) {
        // Shorter than it says.
        out.write(body, 0, body.length / 2);
        out.flush();
        exchange.close();
      } else {
        out.write(body);
      }
    } catch (IOException e) {
      // What was broken off cannot be closed in order.
    }
  }

  private static String report(int cik, String name) {
    boolean isAmendment = name.equals("a.htm");
    int quarter = isAmendment ? 2 : name.startsWith("q") ? name.charAt(1) - '0' : 0;
    String facts =
        quarter == 0
            ? ""
            : Documents.revenue(
                "p", "id=\"f-1\" decimals=\"-6\" scale=\"6\"", Integer.toString(100 + quarter));
    LocalDate end = end(Math.max(1, quarter));
    return Documents.inline(
            Documents.context(
                    "p", Documents.span(end.minusMonths(3).plusDays(1).toString(), end.toString()))
                + Documents.CONTEXTS
                + Documents.UNITS,
            facts)
        .replace("0000001234", "%010d".formatted(cik))
        .replace("Example Corp", "Issuer " + cik + " Inc")
        .replace(
            ">10-Q<",
            quarter == 0 ? ">8-K<" : quarter == 4 ? ">10-K<" : isAmendment ? ">10-Q/A<" : ">10-Q<");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  int lastCik() {
    return FIRST_CIK + issuers - 1;
  }
}
