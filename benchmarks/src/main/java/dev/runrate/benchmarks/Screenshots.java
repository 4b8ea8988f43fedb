package dev.runrate.benchmarks;

import dev.runrate.standalone.Chromium;
import dev.runrate.standalone.client.Demo;
import dev.runrate.standalone.client.Services;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures of the page with the demo, for the documentation: wide and narrow, light and dark. */
final class Screenshots {
  private record View(String name, String address, String shown, int height) {}

  private static final List<View> VIEWS =
      List.of(
          new View("league", "#/", "table.league .spark", 900),
          new View("issuer", "#/issuer/nvidia", ".charts svg", 1180),
          new View("why", "#/issuer/openai?why=net-margin@2025-H1", ".why .source", 1000),
          new View("alerts", "#/alerts", ".alert", 760));

  private static final int[] WIDTHS = {1440, 390};
  private static final int PHONE = 844;

  private Screenshots() {}

  static void run(Benchmarks.Options options) throws Exception {
    Path to = Path.of(options.text("to", "docs/screenshots"));
    Files.createDirectories(to);
    try (Rig rig = new Rig();
        Chromium browser =
            Chromium.start("en-GB")
                .orElseThrow(() -> new IllegalStateException(Chromium.MISSING))) {
      Services services =
          new Services("127.0.0.1", rig.ingestPort(), rig.metricsPort(), rig.alertsPort());
      Demo.load(services, System.err::println);
      rig.awaitCurrent();
      URI page = URI.create("http://127.0.0.1:" + rig.metricsPort() + "/");
      for (View view : VIEWS) {
        for (int width : WIDTHS) {
          for (boolean isDark : new boolean[] {false, true}) {
            browser.dark(isDark);
            browser.size(width, width < 500 ? PHONE : view.height);
            browser.open(page.resolve("/?" + width + isDark + view.address));
            browser.see(view.shown);
            browser.see("#live.is-live");
            browser.see("main:not([aria-busy])");
            browser.js("document.activeElement.blur()");
            String name = "%s-%d-%s.png".formatted(view.name, width, isDark ? "dark" : "light");
            Files.write(to.resolve(name), browser.picture());
            System.out.println(to.resolve(name));
          }
        }
      }
    }
  }
}
