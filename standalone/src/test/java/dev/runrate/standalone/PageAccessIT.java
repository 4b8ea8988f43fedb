package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The page for everyone: by keyboard alone, by screen reader, in both themes, with a key. */
class PageAccessIT extends Reader {
  private static String axe;

  @BeforeAll
  static void readAxe() throws Exception {
    try (InputStream script = PageAccessIT.class.getResourceAsStream("/axe.min.js")) {
      axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'#/', 'table.league tbody a'",
    "'#/issuer/openai?why=net-margin@2025-H1', .why .source",
    "'#/issuer/minimax', .charts svg",
    "'#/alerts?state=all', .alert",
    "'#/rules', .rule",
    "'#/post', textarea",
    "'#/filing/article-004-openai', td.figure",
    "'#/nowhere', h1",
  })
  void axeFindsNothing(String view, String shown) {
    for (boolean isDark : new boolean[] {false, true}) {
      for (int width : new int[] {1440, 390}) {
        browser.dark(isDark);
        browser.size(width, 900);
        browser.go(view);
        browser.see(shown);
        browser.see("main:not([aria-busy])");
        browser.js(axe);
        Object found =
            browser.later(
                "const done = arguments[arguments.length - 1]; axe.run().then((r) =>"
                    + " done(r.violations.map((v) => v.id + ': ' + v.help + ' '"
                    + " + v.nodes.slice(0, 3).map((n) => n.html + ' ' + n.failureSummary))))");
        assertThat((List<?>) found).as("%s, dark: %s, %s px", view, isDark, width).isEmpty();
      }
    }
  }

  @Test
  void byKeyboardAloneFromTheLeagueToASource() {
    browser.js("document.activeElement.blur()");
    browser.press(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("To the content");
    browser.js("document.querySelector('[data-key=q]').focus()");
    browser.press("zhipu");
    browser.until(
        "more than zhipu and its like",
        () -> Optional.of(browser.texts("tbody tr[data-issuer]")).filter(rows -> rows.size() < 5));
    tabTo("row-zhipu");
    browser.press(Keys.ENTER);
    browser.see("h1", "Zhipu");
    tabTo("tile net-margin");
    browser.press(Keys.ENTER);
    browser.see(".why .source", "prospectus");
    assertThat(browser.focused().getDomAttribute("data-why")).startsWith("net-margin@");
    browser.press(Keys.TAB);
    browser.press(Keys.ENTER);
    browser.miss(".why");
  }

  /** Tabs, as often as it takes. */
  private static void tabTo(String key) {
    for (int i = 0; i < 80; i++) {
      if (key.equals(browser.focused().getDomAttribute("data-key"))) {
        return;
      }
      browser.press(Keys.TAB);
    }
    throw new AssertionError("no way to " + key + " by Tab");
  }

  @Test
  void theChosenThemeStays() {
    browser.choose("[data-key=theme]", "dark");
    String dark = (String) browser.js("return getComputedStyle(document.body).backgroundColor");
    browser.open(live.metrics("/?again#/"));
    browser.see("table.league");

    assertThat(browser.js("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo(dark)
        .isNotEqualTo("rgb(251, 251, 249)");
  }

  @Test
  void aKeyGoesAlongWithEveryRequestAndTheStreams() {
    browser.cdp("Network.enable", Map.of());
    browser.js(
        "const ask = window.fetch; window.asked = []; window.fetch = (url, options) => {"
            + " window.asked.push(url + ' ' + options.headers.Authorization);"
            + " return ask(url, options); }");
    browser.click("[data-key=key] summary");
    browser.write("[name=key]", "secret");
    browser.click(".keyform button");
    browser.until(
        "no request with the key",
        () ->
            Optional.of(browser.js("return window.asked.some((a) => a.endsWith('Bearer secret'))"))
                .filter(Boolean.TRUE::equals));
    assertThat(browser.js("return localStorage.getItem('apiKey')")).isNull();
    assertThat(browser.js("return sessionStorage.getItem('apiKey')")).isEqualTo("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "401, These services ask for an API key",
    "403, The key does not allow this",
    "429, Too many requests"
  })
  void aRefusalIsToldInWords(int status, String words) {
    browser.js(
        "const ask = window.fetch; window.fetch = (url, options) => String(url).includes('rules')"
            + " ? Promise.resolve(new Response('{}', {status: arguments[0]})) : ask(url, options)",
        status);
    browser.go("#/rules");

    browser.see("main [role=alert]", words);
  }
}
