package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An issuer in a browser: drawn over time, explained, compared, taken home. */
class PageIssuerIT extends Reader {

  @Test
  void intervalsAreBandsAndGapsStayGaps() throws Exception {
    for (String quarter : new String[] {"2024-Q1", "2024-Q2", "2024-Q4"}) {
      live.post(Live.quarter("page-gaps", quarter, "GrossMargin", "0.5", "ratio"));
    }
    live.post(
        """
        {"issuer": "page-gaps", "source": {"tier": "press", "publishedOn": "2025-11-01"},
         "facts": [
           {"concept": "AnnualRecurringRevenue", "period": "2024-12-31", "low": "90", "high": "110",
            "unit": "USD"},
           {"concept": "AnnualRecurringRevenue", "period": "2025-06-30", "low": "150",
            "unit": "USD"}]}
        """);
    live.awaitCurrent();

    browser.go("#/issuer/page-gaps");

    browser.see("[data-chart=page-gaps-margins]");
    assertThat(browser.all("[data-chart=page-gaps-margins] .plot .m-gross-margin path.line"))
        .hasSize(2);
    assertThat(browser.all("[data-chart=page-gaps-arr] .plot .m-arr rect.band")).isNotEmpty();
    assertThat(browser.all("[data-chart=page-gaps-arr] .plot .m-arr path.open")).hasSize(1);
    complainsOfNothing();
  }

  @Test
  void whatIsNotReportedLooksOtherwise() {
    browser.go("#/issuer/minimax");

    browser.see("[data-chart=minimax-revenue] .bar.soft");
    browser.see("[data-chart=minimax-revenue] .bar:not(.soft)");
    browser.see("[data-metric=burn-per-month] .badge.is-proxy");
  }

  @Test
  void severalExplanationsStandOpenAndAreALink() {
    browser.go("#/issuer/zhipu");
    browser.click("[data-metric=net-margin]");
    browser.see("[data-why^=net-margin] .formula", "AdjustedNetIncome / Revenue");
    browser.click("[data-metric=revenue]");
    browser.see("[data-why^='revenue@'] .source", "prospectus");
    String address = browser.address();

    browser.go("#/");
    browser.see("table.league");
    browser.go(address.substring(address.indexOf('#')));

    browser.see("[data-why^=net-margin] .formula");
    browser.see("[data-why^='revenue@'] .source");
    browser.click("[data-why^=net-margin] .close");
    browser.miss("[data-why^=net-margin]");
    browser.see("[data-why^='revenue@']");
  }

  @Test
  void aPointOfAChartExplainsItself() {
    browser.go("#/issuer/openai");
    browser.click("[data-chart=openai-arr] .target[data-point='arr@2025-08-31']");

    browser.see("[data-why='arr@2025-08-31'] .source", "New York Times");
    browser.see("[data-chart=openai-arr] .tip", "12–13bn");
  }

  @Test
  void conflictsShowBothSides() {
    browser.go("#/issuer/openai");

    browser.see(".conflict .winner", "−13.5bn");
    browser.see(".conflict .loser", "−2.4bn");
  }

  @Test
  void aPermalinkPinsBothClocks() {
    browser.go("#/issuer/openai");
    browser.click("[data-chart=openai-arr] .home a");

    browser.see("#then", "recorded by");
    assertThat(browser.address()).contains("knownAt=").contains("recordedAt=");
  }

  @Test
  void aChartIsTakenHomeWithItsColours() {
    browser.go("#/issuer/openai");
    browser.see("[data-chart=openai-arr]");
    // What would be saved, caught on its way.
    browser.js(
        "const make = URL.createObjectURL; URL.createObjectURL = (blob) => {"
            + " window.taken = (window.taken ?? []).concat(blob); return make.call(URL, blob); }");
    browser.click("[data-key='svg openai-arr']");
    browser.click("[data-key='csv openai-arr']");
    Object texts =
        browser.later(
            "const done = arguments[arguments.length - 1];"
                + " Promise.all(window.taken.map((blob) => blob.text())).then(done)");

    assertThat(texts.toString())
        .contains("xmlns=\"http://www.w3.org/2000/svg\"")
        .contains("stroke=\"rgb(")
        .contains("arr,instant,2025-08-31,2025-08-31,2025-08-31,,12000000000,13000000000,USD");
    browser.click("[data-key='png openai-arr']");
    browser.until(
        "no PNG",
        () ->
            Optional.of(
                    browser.js(
                        "return window.taken.some((b) => b.type === 'image/png' && b.size > 5000)"))
                .filter(Boolean.TRUE::equals));
    complainsOfNothing();
  }

  @Test
  void hostileTextStaysText() throws Exception {
    live.post(
        """
        {"issuer": "page-hostile", "source": {"tier": "press", "publishedOn": "2025-11-01",
          "publisher": "<img src=x onerror=document.title='gone'>",
          "title": "<script>document.title='gone'</script>", "url": "javascript:alert(1)"},
         "facts": [{"concept": "Revenue", "period": "2025-Q3", "value": "1", "unit": "USD"}]}
        """);
    live.awaitCurrent();
    browser.go("#/issuer/page-hostile");
    browser.click("[data-metric=revenue]");
    browser.see(".why .source", "<img src=x");

    assertThat(browser.all("main img, main script, a[href^=javascript]")).isEmpty();
    assertThat(browser.js("return document.title")).isEqualTo("page-hostile – Runrate");
  }
}
