package dev.runrate.ingest.draft;

import dev.runrate.common.event.FilingEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.Plausibility.Finding;
import dev.runrate.common.web.ServiceClient;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.draft.reading.Doubt;
import dev.runrate.ingest.format.FilingParser;
import dev.runrate.ingest.format.ParsedFiling;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the engine doubts about draft facts, before anything is filed: what a filing of them would
 * be refused or doubted for, whom they contradict, figures they do not go together with, sizes that
 * are far from all that is known, and pairs of amounts whose exchange rate cannot be. It asks
 * metrics-service what such a filing would change; where that does not answer, this is a doubt too,
 * not a failure.
 */
@Component
class Engine {
  /** So many issuers of one article are asked about; an article about more is a list of names. */
  private static final int MOST_ISSUERS = 30;

  /** Figures that differ by more than this are of another order, or one of them is a slip. */
  private static final BigDecimal FAR = BigDecimal.valueOf(8);

  /**
   * About how many units of each currency a dollar bought in the last decades: a rate outside is no
   * rate. Loose on purpose: it finds slips of the decimal point, not bad days.
   */
  private static final Map<String, BigDecimal[]> PER_DOLLAR =
      Map.of(
          "CNY", range("5.5", "8.8"),
          "HKD", range("7.5", "8.1"),
          "EUR", range("0.6", "1.3"),
          "GBP", range("0.45", "1.0"),
          "JPY", range("70", "170"),
          "TWD", range("26", "36"),
          "KRW", range("900", "1600"),
          "SGD", range("1.15", "1.9"),
          "INR", range("38", "100"),
          "USD", range("1", "1"));

  private static final Map<String, String> METRICS =
      Map.ofEntries(
          Map.entry("Revenue", "revenue"),
          Map.entry("AnnualRecurringRevenue", "arr"),
          Map.entry("RunRateRevenue", "stated-run-rate"),
          Map.entry("NetIncome", "net-income"),
          Map.entry("AdjustedNetIncome", "adjusted-net-income"),
          Map.entry("ResearchAndDevelopmentExpense", "research-and-development"),
          Map.entry("CapitalExpenditure", "capital-expenditure"),
          Map.entry("Cash", "cash"),
          Map.entry("Valuation", "valuation"),
          Map.entry("Employees", "employees"),
          Map.entry("MonthlyActiveUsers", "monthly-active-users"),
          Map.entry("WeeklyActiveUsers", "weekly-active-users"),
          Map.entry("DailyActiveUsers", "daily-active-users"),
          Map.entry("PayingUsers", "paying-users"),
          Map.entry("TokensPerDay", "tokens-per-day"));

  /**
   * @param doubt that the engine could not be asked; empty where it was
   */
  record Verdict(List<DraftItem> items, Optional<Doubt> doubt) {}

  private final ServiceClient services;
  private final URI metrics;
  private final Duration patience;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  Engine(IngestSettings ingest, DraftSettings settings, ServiceClient services, Clock clock) {
    this.services = services;
    this.metrics = ingest.metricsUrl();
    this.patience = settings.engineTimeout();
    this.clock = clock;
  }

  private static BigDecimal[] range(String low, String high) {
    return new BigDecimal[] {new BigDecimal(low), new BigDecimal(high)};
  }

  /** The same facts, each with what is to be doubted about it. */
  Verdict doubts(List<DraftItem> items, LocalDate published) {
    List<List<Doubt>> doubts = new ArrayList<>();
    items.forEach(item -> doubts.add(new ArrayList<>()));
    exchangeRates(items, doubts);
    Map<String, List<Integer>> byIssuer = new TreeMap<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).isComplete()) {
        byIssuer.computeIfAbsent(items.get(i).issuer(), issuer -> new ArrayList<>()).add(i);
      }
    }
    Optional<Doubt> unasked =
        byIssuer.size() <= MOST_ISSUERS
            ? Optional.empty()
            : Optional.of(
                new Doubt(
                    "engine-not-asked",
                    "the article is about "
                        + byIssuer.size()
                        + " issuers; the first "
                        + MOST_ISSUERS
                        + " were held against what is known"));
    int asked = 0;
    for (Map.Entry<String, List<Integer>> each : byIssuer.entrySet()) {
      Optional<Filing> filing = judged(items, each.getKey(), each.getValue(), published, doubts);
      if (filing.isPresent() && asked < MOST_ISSUERS && !isUnreachable(unasked)) {
        asked++;
        try {
          known(filing.get(), each.getValue(), items, doubts);
          sizes(each.getKey(), each.getValue(), items, doubts);
        } catch (IOException e) {
          unasked =
              Optional.of(
                  new Doubt(
                      "engine-unreachable",
                      "metrics-service does not answer: nothing was held against what is known"));
        }
      }
    }
    List<DraftItem> judged = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      judged.add(items.get(i).withEngineDoubts(doubts.get(i)));
    }
    return new Verdict(judged, unasked);
  }

  private static boolean isUnreachable(Optional<Doubt> doubt) {
    return doubt.filter(each -> each.code().equals("engine-unreachable")).isPresent();
  }

  /** What the checks of every filing say; the filing of those facts that none of them refuses. */
  private Optional<Filing> judged(
      List<DraftItem> items,
      String issuer,
      List<Integer> places,
      LocalDate published,
      List<List<Doubt>> doubts) {
    List<Integer> kept = new ArrayList<>(places);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (int round = 0; round < 2 && !kept.isEmpty(); round++) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("issuer", issuer);
      node.putObject("source")
          .put("tier", "press")
          .put("publishedOn", (published.isAfter(today) ? today : published).toString());
      for (int place : kept) {
        node.withArray("facts").add(fact(items.get(place)));
      }
      switch (FilingParser.parse(node, today)) {
        case ParsedFiling.Valid valid -> {
          for (Finding finding : valid.doubts()) {
            if (finding.fact() >= 0) {
              add(doubts.get(kept.get(finding.fact())), finding.code(), finding.message());
            }
          }
          places.retainAll(kept);
          return Optional.of(valid.filing());
        }
        case ParsedFiling.Invalid invalid -> {
          List<Integer> refused = new ArrayList<>();
          invalid
              .errors()
              .forEach(
                  error -> {
                    String[] parts = error.pointer().split("/");
                    if (parts.length > 2 && parts[1].equals("facts")) {
                      int place = kept.get(Integer.parseInt(parts[2]));
                      refused.add(place);
                      add(doubts.get(place), error.code(), error.message());
                    }
                  });
          if (refused.isEmpty()) {
            return Optional.empty();
          }
          kept.removeAll(refused);
        }
      }
    }
    return Optional.empty();
  }

  private static void add(List<Doubt> doubts, String code, String message) {
    Doubt doubt = new Doubt(code, message);
    if (!doubts.contains(doubt)) {
      doubts.add(doubt);
    }
  }

  private static ObjectNode fact(DraftItem item) {
    ObjectNode all = (ObjectNode) Json.MAPPER.valueToTree(item);
    ObjectNode fact = Json.MAPPER.createObjectNode();
    for (String member : Drafts.EDITABLE) {
      if (!member.equals("issuer") && all.hasNonNull(member)) {
        fact.set(member, all.get(member));
      }
    }
    return fact;
  }

  /**
   * Conflicts that a filing of the facts would have a part in, and figures that would be suspect.
   */
  private void known(
      Filing filing, List<Integer> places, List<DraftItem> items, List<List<Doubt>> doubts)
      throws IOException {
    byte[] event = Json.MAPPER.writeValueAsBytes(FilingEvent.recorded(filing, clock.instant()));
    JsonNode answer =
        send(
            request("/internal/dry-run")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(event))
                .build());
    String id = filing.id().text();
    for (JsonNode snapshot : answer.path("snapshots")) {
      for (JsonNode conflict : snapshot.path("conflicts")) {
        JsonNode winner = conflict.path("winner");
        JsonNode loser = conflict.path("loser");
        boolean wins = winner.path("filing").asString("").equals(id);
        boolean loses = loser.path("filing").asString("").equals(id);
        if (wins || loses) {
          JsonNode own = wins ? winner : loser;
          JsonNode other = wins ? loser : winner;
          for (int place : places) {
            if (items.get(place).concept().equals(conflict.path("concept").asString(""))
                && isSegment(items.get(place), snapshot)
                && isStatement(items.get(place), own)) {
              add(
                  doubts.get(place),
                  conflict.path("type").asString("").equals("identity") ? "identity" : "conflict",
                  "against " + shown(other) + ": " + conflict.path("why").asString(""));
            }
          }
        }
      }
      snapshot
          .path("current")
          .path("metrics")
          .properties()
          .forEach(
              metric -> {
                String suspect = metric.getValue().path("suspect").asString("");
                for (int place : places) {
                  if (!suspect.isEmpty()
                      && metric.getKey().equals(METRICS.get(items.get(place).concept()))
                      && isSegment(items.get(place), snapshot)
                      && isStatement(items.get(place), metric.getValue())) {
                    add(doubts.get(place), "suspect", suspect);
                  }
                }
              });
    }
  }

  private static boolean isSegment(DraftItem item, JsonNode snapshot) {
    String segment = item.segment() == null ? "" : item.segment();
    return segment.equals(snapshot.path("segment").asString(""));
  }

  private static boolean isStatement(DraftItem item, JsonNode statement) {
    return item.value() != null
        ? isSame(item.value(), statement.path("value"))
        : isSame(item.low(), statement.path("low")) && isSame(item.high(), statement.path("high"));
  }

  private static boolean isSame(BigDecimal a, JsonNode b) {
    return a == null
        ? b.isMissingNode() || b.isNull()
        : b.isString() && a.compareTo(new BigDecimal(b.stringValue())) == 0;
  }

  private static String shown(JsonNode statement) {
    String value = statement.path("value").asString("");
    String amount =
        value.isEmpty()
            ? statement.path("low").asString("…") + " to " + statement.path("high").asString("…")
            : value;
    String publisher = statement.path("publisher").asString("");
    return amount
        + " "
        + statement.path("unit").asString("")
        + (publisher.isEmpty() ? "" : " by " + publisher)
        + (statement.hasNonNull("publishedOn")
            ? " of " + statement.path("publishedOn").asString("")
            : "");
  }

  /** Held against the newest that is known of the same line: so many times as much is a slip. */
  private void sizes(
      String issuer, List<Integer> places, List<DraftItem> items, List<List<Doubt>> doubts)
      throws IOException {
    Map<String, JsonNode> bySegment = new HashMap<>();
    for (int place : places) {
      DraftItem item = items.get(place);
      String metric = METRICS.get(item.concept());
      BigDecimal amount = item.value() != null ? item.value() : item.low();
      if (metric == null || amount == null || amount.signum() == 0) {
        continue;
      }
      String segment = item.segment() == null ? "" : item.segment();
      if (!bySegment.containsKey(segment)) {
        bySegment.put(segment, newest(issuer, segment));
      }
      JsonNode figure = bySegment.get(segment).path("metrics").path(metric);
      BigDecimal known = number(figure.path("value"));
      if (known != null
          && known.signum() != 0
          && figure.path("unit").asString("").equals(item.unit())
          && isFar(amount.abs(), known.abs())) {
        add(
            doubts.get(place),
            "order-of-magnitude",
            "the newest known is "
                + known.toPlainString()
                + " "
                + item.unit()
                + " of "
                + figure.path("period").path("label").asString(""));
      }
    }
  }

  private static BigDecimal number(JsonNode node) {
    return node.isString() ? new BigDecimal(node.stringValue()) : null;
  }

  private static boolean isFar(BigDecimal a, BigDecimal b) {
    return a.compareTo(b.multiply(FAR)) > 0 || b.compareTo(a.multiply(FAR)) > 0;
  }

  private JsonNode newest(String issuer, String segment) throws IOException {
    return send(
        HttpRequest.newBuilder(
                metrics.resolve(
                    "/v1/issuers/"
                        + issuer
                        + "/snapshot"
                        + (segment.isEmpty() ? "" : "?segment=" + segment)))
            .timeout(patience)
            .GET()
            .build());
  }

  private HttpRequest.Builder request(String pathAndQuery) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(metrics.resolve(pathAndQuery)).timeout(patience);
    services.authorization().ifPresent(each -> request.header("Authorization", each));
    return request;
  }

  /** What is not known of an issuer (404) is an answer too. */
  private JsonNode send(HttpRequest request) throws IOException {
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 404) {
        return Json.MAPPER.createObjectNode();
      }
      if (answer.statusCode() != 200) {
        throw new IOException("answered " + answer.statusCode());
      }
      return Json.MAPPER.readTree(answer.body());
    } catch (JacksonException e) {
      throw new IOException("answered what is not JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** 3.12亿元(约合4500万美元) has a rate in it; one that never was shows a slip in one of the two. */
  private static void exchangeRates(List<DraftItem> items, List<List<Doubt>> doubts) {
    for (int i = 0; i + 1 < items.size(); i++) {
      DraftItem a = items.get(i);
      DraftItem b = items.get(i + 1);
      if (!isPair(a, b)) {
        continue;
      }
      BigDecimal[] perDollarOfA = PER_DOLLAR.get(a.unit());
      BigDecimal[] perDollarOfB = PER_DOLLAR.get(b.unit());
      if (perDollarOfA == null || perDollarOfB == null || b.value().signum() == 0) {
        continue;
      }
      BigDecimal rate = a.value().divide(b.value(), 6, RoundingMode.HALF_EVEN);
      BigDecimal least = perDollarOfA[0].divide(perDollarOfB[1], 6, RoundingMode.FLOOR);
      BigDecimal most = perDollarOfA[1].divide(perDollarOfB[0], 6, RoundingMode.CEILING);
      if (rate.compareTo(least) < 0 || rate.compareTo(most) > 0) {
        String message =
            a.value().toPlainString()
                + " "
                + a.unit()
                + " and "
                + b.value().toPlainString()
                + " "
                + b.unit()
                + " would be "
                + rate.stripTrailingZeros().toPlainString()
                + " for one, between "
                + least.stripTrailingZeros().toPlainString()
                + " and "
                + most.stripTrailingZeros().toPlainString()
                + " it has been";
        add(doubts.get(i), "exchange-rate", message);
        add(doubts.get(i + 1), "exchange-rate", message);
      }
    }
  }

  private static boolean isPair(DraftItem a, DraftItem b) {
    return a.value() != null
        && b.value() != null
        && a.unit() != null
        && b.unit() != null
        && !a.unit().equals(b.unit())
        && a.issuer().equals(b.issuer())
        && a.concept().equals(b.concept())
        && java.util.Objects.equals(a.segment(), b.segment())
        && java.util.Objects.equals(a.period(), b.period())
        && a.scenario().equals(b.scenario());
  }
}
