package dev.runrate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A test in which somebody reads the page: a browser of its own, the system of all. */
abstract class Reader {
  static Live live;
  static Chromium browser;

  /** Skipped, and says so, where there is no browser to try anything in. */
  @BeforeAll
  static void start() throws Exception {
    Optional<Chromium> found = Chromium.start("en-GB");
    assumeTrue(found.isPresent(), Chromium.MISSING);
    browser = found.get();
    live = Live.system();
    live.loadExamples();
    live.awaitCurrent();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
      browser = null;
    }
  }

  /** Each begins with what a new reader sees. */
  @BeforeEach
  void open() {
    browser.offline(false);
    browser.size(1440, 900);
    browser.dark(false);
    browser.open(live.metrics("/"));
    browser.js("localStorage.clear(); sessionStorage.clear()");
    browser.open(live.metrics("/?" + System.nanoTime() + "#/"));
    browser.see("table.league tbody a");
  }

  static void complainsOfNothing() {
    assertThat(browser.log()).filteredOn(line -> line.startsWith("SEVERE")).isEmpty();
  }
}
