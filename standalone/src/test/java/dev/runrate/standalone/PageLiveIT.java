package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What happens while the page is open. */
class PageLiveIT extends Reader {
  /** As the reader's eye has it: from the end of the post to the figure on the page. */
  private static final String WATCH =
      """
      window.seenAt = null;
      new MutationObserver(() => {
        if (window.seenAt === null && document.body.innerText.includes(arguments[0])) {
          window.seenAt = performance.timeOrigin + performance.now();
        }
      }).observe(document.body, {subtree: true, childList: true, characterData: true});
      """;

  @Test
  void aFigureAppearsWithoutReload() throws Exception {
    live.post(Live.quarter("page-live", "2024-Q3", "Revenue", "111000000", "USD"));
    live.awaitCurrent();
    browser.go("#/issuer/page-live");
    browser.see(".tile", "111m");
    browser.see("#live.is-live");
    browser.js(WATCH, "222m");

    live.post(Live.quarter("page-live", "2025-Q3", "Revenue", "222000000", "USD"));
    long accepted = System.currentTimeMillis();

    browser.see(".tile", "222m");
    long shown = ((Number) browser.js("return window.seenAt")).longValue();
    // A tenth of the time on an idle machine; what a test must not do is fail on a busy one.
    assertThat(shown - accepted).isLessThan(3_000);
    System.out.println("the page showed a new figure " + (shown - accepted) + " ms after the post");
  }

  @Test
  void theLeagueFollowsToo() throws Exception {
    live.post(Live.quarter("page-follow", "2025-Q2", "Revenue", "123000000", "USD"));
    live.awaitCurrent();
    browser.write("[data-key=q]", "page-follow");
    browser.see("[data-issuer=page-follow] td.size", "492m");

    live.post(Live.quarter("page-follow", "2025-Q3", "Revenue", "250000000", "USD"));

    browser.see("[data-issuer=page-follow] td.size", "1bn");
  }

  @Test
  void anAlertComesToTheFeed() throws Exception {
    live.post(Live.quarter("page-alarm", "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.awaitCurrent();
    browser.go("#/alerts?issuer=page-alarm");
    browser.see(".feed .empty");

    live.post(Live.quarter("page-alarm", "2025-Q3", "NetIncome", "-150000000", "USD"));

    browser.see(".alert .sentence", "the loss deepened");
    browser.see(".alert .sentence", "−150m USD");
  }

  @Test
  void aLostConnectionIsToldAndMadeUpFor() throws Exception {
    live.post(Live.quarter("page-lost", "2024-Q3", "Revenue", "100000000", "USD"));
    live.awaitCurrent();
    browser.go("#/issuer/page-lost");
    browser.see(".tile", "100m");
    browser.see("#live.is-live");
    browser.offline(true);
    browser.see("#lost", "The connection is lost");
    assertThat(browser.see("#live").getText()).contains("connection lost");

    live.post(Live.quarter("page-lost", "2025-Q3", "Revenue", "300000000", "USD"));
    live.awaitCurrent();
    browser.offline(false);

    browser.see("#live.is-live");
    browser.see(".tile", "300m");
    assertThat(browser.see("#lost").isDisplayed()).isFalse();
  }
}
