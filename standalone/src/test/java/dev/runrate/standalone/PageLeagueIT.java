package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The league table in a browser: ranked, sorted, filtered, searched, taken back in time. */
class PageLeagueIT extends Reader {
  private static final String ROWS = "table.league tbody tr[data-issuer]";

  private static List<String> issuers() {
    @SuppressWarnings("unchecked")
    List<String> ids =
        (List<String>)
            browser.js(
                "return [...document.querySelectorAll(arguments[0])].map((e) => e.dataset.issuer)",
                ROWS);
    return ids;
  }

  private static void awaitIssuers(String... ids) {
    browser.until(
        "not these alone: " + List.of(ids),
        () -> Optional.of(issuers()).filter(found -> found.equals(List.of(ids))));
  }

  @Test
  void theSentenceIsMadeOfTheFigures() {
    browser.see(".answer", "whose result is known");
    assertThat(browser.texts(".answer").getFirst()).contains("a month").contains("nobody has said");
    complainsOfNothing();
  }

  @Test
  void whatIsScrolledToIsThereOnceAndInOrder() {
    browser.js("document.querySelector('.scroll.league').scrollTop = 1e6");

    browser.until(
        "the last row is not there",
        () ->
            Optional.of(
                    browser.js(
                        "const rows = [...document.querySelectorAll(arguments[0])]"
                            + ".map((e) => Number(e.getAttribute('aria-rowindex')));"
                            + " const all = Number(document.querySelector('table.league')"
                            + ".getAttribute('aria-rowcount'));"
                            + " return rows.at(-1) === all"
                            + " && rows.every((row, i) => !i || row === rows[i - 1] + 1)",
                        ROWS))
                .filter(Boolean.TRUE::equals));
    browser.js("document.querySelector('.scroll.league').scrollTop = 0");
    browser.see(ROWS + "[aria-rowindex='2']");
    assertThat(issuers()).doesNotHaveDuplicates();
  }

  @Test
  void whoHasOnlyAnArrIsRankedByIt() {
    browser.write("[data-key=q]", "o");
    browser.see("[data-issuer=tolan]");
    List<String> ranked = issuers();

    assertThat(ranked.indexOf("anthropic")).isLessThan(ranked.indexOf("tolan")).isNotNegative();
    assertThat(browser.see("[data-issuer=anthropic] td.size").getText()).contains("ARR");
  }

  @Test
  void profitableNotBurningAndUnknownAreThreeThings() {
    browser.write("[data-key=q]", "meitu");
    awaitIssuers("meitu");
    assertThat(browser.see("[data-issuer=meitu] td.margin").getText()).contains("18.2%");
    assertThat(browser.see("[data-issuer=meitu] td.margin .unseen").getDomProperty("textContent"))
        .isEqualTo("profitable");
    assertThat(browser.see("[data-issuer=meitu] td.burn").getText()).isEqualTo("not burning");
    browser.write("[data-key=q]", "cursor");
    awaitIssuers("cursor");
    assertThat(browser.see("[data-issuer=cursor] td.burn").getText()).isEqualTo("unknown");
  }

  @Test
  void aNameInChineseFinds() {
    browser.write("[data-key=q]", "智谱");

    awaitIssuers("zhipu");
    assertThat(browser.address()).contains("q=%E6%99%BA%E8%B0%B1");
  }

  @Test
  void filteredByKindAndCountry() {
    browser.choose("[data-key=kind]", "lab");
    browser.see("[data-issuer=openai]");
    browser.miss("[data-issuer=meitu]");
    browser.choose("[data-key=country]", "CN");
    browser.miss("[data-issuer=openai]");

    assertThat(issuers()).contains("zhipu", "minimax").doesNotContain("openai", "meitu");
  }

  @Test
  void sortedByAnyColumnAndBackAgain() {
    browser.click("[data-key=sort-net-margin]");
    browser.see("th[aria-sort=descending] [data-key=sort-net-margin]");
    assertThat(issuers().indexOf("meitu")).isLessThan(issuers().indexOf("zhipu"));
    browser.click("[data-key=sort-net-margin]");
    browser.see("th[aria-sort=ascending] [data-key=sort-net-margin]");
    assertThat(issuers().indexOf("zhipu")).isLessThan(issuers().indexOf("meitu"));

    browser.back();
    browser.see("th[aria-sort=descending] [data-key=sort-net-margin]");
    browser.back();
    browser.see("th[aria-sort=descending] [data-key=sort-size]");
  }

  @Test
  void theWholePageGoesBackInTime() {
    browser.write("[data-key=q]", "minimax");
    browser.see("[data-issuer=minimax] td.margin", "−348%");
    browser.set("[data-key=knownAt]", "2024-12-31");
    browser.see("#then", "2024-12-31");
    browser.see("[data-issuer=minimax] td.margin", "unknown");

    browser.click("[data-issuer=minimax] th a");
    browser.see("h1", "MiniMax");
    assertThat(browser.address()).contains("knownAt=2024-12-31");
    browser.click("[data-key=now]");
    browser.see(".tile", "−348%");
  }

  @Test
  void whatChangedSinceADaySaysWhatItWas() {
    browser.set("[data-key=since]", "2025-09-01");
    browser.see("[data-issuer=minimax] td.margin", "not yet known");

    assertThat(issuers()).doesNotContain("inflection");
  }

  @Test
  void inDollarsWhatIsTranslatedSaysSo() throws Exception {
    live.loadRates();
    live.awaitCurrent();
    browser.choose("[data-key=currency]", "USD");

    browser.see("[data-issuer=alibaba] td.size .badge.is-translated");
  }

  @Test
  void inChineseEverythingIs() {
    browser.choose("[data-key=language]", "zh");
    browser.see(".question", "AI 赚钱了吗？");
    browser.write("[data-key=q]", "tencent");
    browser.see("[data-issuer=tencent] th a", "腾讯");

    assertThat(browser.see("[data-issuer=tencent] td.size .fig").getText()).isEqualTo("1280亿 元");
    assertThat(browser.js("return document.documentElement.lang")).isEqualTo("zh");
  }

  @Test
  void aPhoneShowsCards() {
    browser.size(390, 844);
    browser.see(ROWS);

    assertThat(
            browser.js(
                "return document.documentElement.scrollWidth <= innerWidth"
                    + " && getComputedStyle(document.querySelector(arguments[0])).display",
                ROWS))
        .isEqualTo("grid");
  }

  @Test
  void anUnknownLinkSaysSo() {
    browser.go("#/nowhere");
    browser.see("h1", "There is no such thing here");
    browser.go("#/issuer/no-such-issuer");
    browser.see("h1", "There is no such thing here");
    browser.see("[role=alert]", "no-such-issuer");
    browser.back();
    browser.back();
    browser.see(ROWS);
  }
}
