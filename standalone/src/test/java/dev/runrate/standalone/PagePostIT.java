package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Posting on the page: wrong, then right, tried first, sent, taken back. */
class PagePostIT extends Reader {
  @TempDir Path directory;

  @Test
  void wrongThenTriedThenSentThenRetracted() throws Exception {
    live.post(Live.quarter("page-post", "2024-Q3", "NetIncome", "-100000000", "USD"));
    live.awaitCurrent();
    browser.go("#/post");
    browser.write("[name=issuer]", "page-post");
    browser.write("[name=concept]", "NetIncom");
    browser.write("[name=period]", "2025-Q3");
    browser.write("[name=value]", "-150000000");
    browser.click("[data-key=try]");
    browser.see(".json-errors li", "did you mean NetIncome?");
    browser.see("[name=concept][aria-invalid=true]");
    assertThat(browser.see(".json-errors li").getText()).startsWith("line ").contains("/facts/0");
    assertThat(browser.see("[data-key=send]").isEnabled()).isFalse();

    browser.write("[name=concept]", "NetIncome");
    browser.click("[data-key=try]");
    browser.see(".effect tr", "−150m");
    browser.see(".effect .alert .sentence", "the loss deepened");
    browser.see(".effect", "nothing was stored");
    assertThat(live.get(live.ingest("/v1/filings?issuer=page-post")).path("items")).hasSize(1);

    browser.click("[data-key=send]");
    browser.see(".effect .good", "Accepted");
    browser.click(".effect .good a");
    browser.see("td.figure", "−150m");
    browser.click("[data-key=retract] summary");
    browser.write("[data-key=reason]", "a mistake");
    browser.click("[data-key=retract-now]");
    browser.see(".error", "a mistake");
    live.awaitCurrent();
    browser.go("#/issuer/page-post");
    browser.see("[data-metric=net-income]", "−100m");
  }

  @Test
  void aFileIsTriedBeforeItIsSent() throws Exception {
    Path file = directory.resolve("two.ndjson");
    Files.writeString(
        file,
        Live.quarter("page-file", "2025-Q3", "Revenue", "5", "USD").replace("\n", " ")
            + "\n{\"issuer\": \"page-file\"}\n");
    browser.go("#/post");
    browser.see("[data-key=file]").sendKeys(file.toString());

    browser.see(".effect", "1 would be accepted, 0 are known already, 1 would be rejected");
    browser.see(".effect li", "line 2");
    browser.click("[data-key=bulk]");
    browser.see(".effect", "1 accepted");
  }

  @Test
  void aReportAsItIsFiledIsTriedAndSent() throws Exception {
    Path file = directory.resolve("q3_htm.xml");
    Files.writeString(
        file,
        """
        <xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:us-gaap="http://fasb.org/us-gaap/2025"
          xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:dei="http://xbrl.sec.gov/dei/2025">
        <unit id="usd"><measure>iso4217:USD</measure></unit>
        <context id="q"><entity><identifier scheme="http://www.sec.gov/CIK">0000991199</identifier></entity>
          <period><startDate>2025-07-01</startDate><endDate>2025-09-30</endDate></period></context>
        <dei:EntityRegistrantName contextRef="q">Page Report Inc</dei:EntityRegistrantName>
        <us-gaap:Revenues contextRef="q" unitRef="usd" decimals="-6">77000000</us-gaap:Revenues></xbrl>
        """);
    browser.go("#/post");
    browser.see("[data-key=file]").sendKeys(file.toString());

    browser.see(".effect tr", "77m");
    assertThat(live.get(live.ingest("/v1/filings?issuer=page-report")).path("items")).isEmpty();
    browser.click("[data-key=report]");
    browser.see(".effect .good", "Accepted");
    assertThat(live.get(live.ingest("/v1/filings?issuer=page-report")).path("items")).hasSize(1);
  }
}
