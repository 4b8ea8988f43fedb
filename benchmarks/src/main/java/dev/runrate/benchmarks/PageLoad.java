package dev.runrate.benchmarks;

import dev.runrate.common.event.Json;
import dev.runrate.standalone.Chromium;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.openqa.selenium.WebElement;

/**
 * The page with thousands of issuers, in a real browser: how soon its table can be used, how it
 * scrolls, and how much is transferred for it.
 */
final class PageLoad {
  private static final int FIRST_YEAR = 2015;
  private static final long SCROLL_MS = 5_000;
  private static final double FRAME_MS = 1_000 / 60.0;

  /** When the first row stands in the table, in milliseconds since the page was asked for. */
  private static final String WATCH =
      """
      window.firstRowAt = null;
      new MutationObserver(() => {
        if (window.firstRowAt === null && document.querySelector('tr[data-issuer]')) {
          window.firstRowAt = performance.now();
        }
      }).observe(document, {subtree: true, childList: true});
      """;

  private static final String SCROLL =
      """
      const [lasting, done] = arguments, table = document.querySelector('.scroll.league');
      const frames = [];
      let last = performance.now(), end = last + lasting;
      const step = (now) => {
        frames.push(now - last);
        last = now;
        table.scrollTop += 45;
        if (now < end) requestAnimationFrame(step);
        else done(frames);
      };
      requestAnimationFrame(step);
      """;

  private static final String TRANSFERRED =
      """
      return [...performance.getEntriesByType('navigation'),
              ...performance.getEntriesByType('resource')]
        .filter((each) => !each.name.includes('stream'))
        .map((each) => [each.name, each.transferSize]);
      """;

  private PageLoad() {}

  static void run(Benchmarks.Options options) throws Exception {
    int issuers = options.number("issuers", 5_000);
    int quarters = options.number("quarters", 40);
    try (Rig rig = new Rig();
        Chromium browser =
            Chromium.start("en-GB")
                .orElseThrow(() -> new IllegalStateException(Chromium.MISSING))) {
      StringBuilder filings = new StringBuilder();
      for (int issuer = 0; issuer < issuers; issuer++) {
        filings.append(filing(issuer, quarters)).append('\n');
      }
      rig.bulk(BodyPublishers.ofString(filings.toString()));
      rig.awaitCurrent();
      URI page = URI.create("http://127.0.0.1:" + rig.metricsPort() + "/");
      say("first table after the load: %d ms", millis(page));
      say("the same again: %d ms", millis(page));
      rig.bulk(BodyPublishers.ofString(filing(0, quarters + 1) + "\n"));
      rig.awaitCurrent();
      say("after one more filing: %d ms", millis(page));
      browser.size(1440, 900);
      browser.cdp("Page.enable", Map.of());
      browser.cdp("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
      for (int round = 0; round < 3; round++) {
        browser.cdp("Network.clearBrowserCache", Map.of());
        browser.open(page.resolve("/?" + round));
        WebElement row = browser.see("tr[data-issuer]");
        say(
            "first row in the browser: %.0f ms (%s)",
            browser.js("return firstRowAt"), row.getText().lines().findFirst().orElse(""));
      }
      transferred(browser);
      scrolled(browser);
    }
  }

  private static void transferred(Chromium browser) {
    long all = 0;
    for (Object each : (List<?>) browser.js(TRANSFERRED)) {
      List<?> entry = (List<?>) each;
      long bytes = ((Number) entry.get(1)).longValue();
      all += bytes;
      say("  %7d bytes  %s", bytes, entry.get(0));
    }
    say("transferred: %d bytes", all);
  }

  private static void scrolled(Chromium browser) {
    List<Double> frames = new ArrayList<>();
    for (Object each : (List<?>) browser.later(SCROLL, SCROLL_MS)) {
      frames.add(((Number) each).doubleValue());
    }
    List<Double> sorted = frames.stream().skip(1).sorted().toList();
    long late = sorted.stream().filter(frame -> frame > 1.5 * FRAME_MS).count();
    say(
        "scrolling: %d frames in %d s, median %.1f ms, 99 of 100 within %.1f ms, %d missed their"
            + " turn",
        sorted.size(),
        SCROLL_MS / 1000,
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 99 / 100),
        late);
  }

  private static long millis(URI page) throws Exception {
    long start = System.nanoTime();
    HttpResponse<Void> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(page.resolve("/v1/issuers?limit=100")).build(),
                HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the league answers " + answer.statusCode());
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** All of an issuer's quarters at once, as a prospectus has them. */
  private static String filing(int issuer, int quarters) {
    SplittableRandom random = new SplittableRandom(issuer);
    long revenue = random.nextLong(1_000_000, 2_000_000_000);
    List<Map<String, String>> facts = new ArrayList<>();
    for (int quarter = 0; quarter < quarters; quarter++) {
      String period = (FIRST_YEAR + quarter / 4) + "-Q" + (quarter % 4 + 1);
      revenue = revenue * random.nextInt(95, 120) / 100;
      facts.add(fact("Revenue", period, revenue));
      facts.add(fact("GrossProfit", period, revenue * random.nextInt(10, 80) / 100));
      facts.add(fact("NetIncome", period, revenue * random.nextInt(-150, 40) / 100));
    }
    return Json.MAPPER.writeValueAsString(
        Map.of(
            "id",
            "page-" + issuer + "-" + quarters,
            "issuer",
            "issuer-" + issuer,
            "source",
            Map.of("tier", "regulatory", "publishedOn", "2025-11-01"),
            "facts",
            facts));
  }

  private static Map<String, String> fact(String concept, String period, long value) {
    return Map.of(
        "concept",
        concept,
        "period",
        period,
        "value",
        BigDecimal.valueOf(value).toPlainString(),
        "unit",
        "USD");
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
