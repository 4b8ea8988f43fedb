package dev.runrate.standalone;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader does about alerts and rules. */
class PageAlertsIT extends Reader {

  @BeforeEach
  void raise() throws Exception {
    live.post(Live.quarter("page-care", "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.post(Live.quarter("page-care", "2025-Q3", "NetIncome", "-150000000", "USD"));
    live.awaitCurrent();
    browser.go("#/alerts?issuer=page-care");
    browser.see(".alert .sentence", "the loss deepened");
  }

  @Test
  void seenThenSilencedThenHeardAgain() {
    browser.click("[data-key^='ack '] summary");
    browser.write("[data-key^='ack '] [name=by]", "ann");
    browser.write("[data-key^='ack '] [name=comment]", "known");
    browser.click("[data-key^='ack '] button");
    browser.see(".alert .badge", "seen by ann");

    List<String> others = silences();
    browser.click("[data-key^='silence '] summary");
    browser.write("[data-key^='silence '] [name=by]", "ann");
    browser.write("[data-key^='silence '] [name=comment]", "talking to them");
    browser.set("[data-key^='silence '] [name=until]", "2099-01-01");
    browser.click("[data-key^='silence '] button");
    browser.see(".alert .badge", "silenced");
    String own =
        silences().stream().filter(each -> !others.contains(each)).findFirst().orElseThrow();
    browser.click("[data-key='" + own + "']");
    browser.miss("[data-key='" + own + "']");
  }

  /** Other tests have some too. */
  private List<String> silences() {
    return browser.all("[data-key^='unsilence ']").stream()
        .map(each -> each.getAttribute("data-key"))
        .toList();
  }

  @Test
  void anAlertHasItsHistoryAndItsCause() {
    browser.click(".alert .small a");
    browser.see("h2", "History");
    browser.see(".sides .side", "−150m");
    browser.see(".sides .side", "−100m");
    browser.click("main ol.list a");
    browser.see("h1", "filing");
    browser.see("td.figure", "−150m");
  }

  @Test
  void aRuleIsTriedOnHistory() {
    browser.go("#/rules");
    browser.click("[data-rule=loss-widening] [data-key^='try '] summary");
    browser.write("[data-rule=loss-widening] [name=issuers]", "page-care");
    browser.click("[data-key='run loss-widening']");

    browser.see(".trial p", "raised 1 time");
    browser.see(".trial svg circle");
  }

  @Test
  void aRuleIsSwitchedOffAndOn() {
    browser.go("#/rules");
    browser.click("[data-key='switch runway-low']");
    browser.see("[data-rule=runway-low] .badge", "off");
    browser.click("[data-key='switch runway-low']");
    browser.see("[data-key='switch runway-low'][aria-pressed=true]");
  }
}
