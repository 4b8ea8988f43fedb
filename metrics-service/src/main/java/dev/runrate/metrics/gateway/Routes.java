package dev.runrate.metrics.gateway;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which neighbour answers what. Paths mean here what they mean there, so a route is no more than
 * the beginning of a path.
 */
final class Routes {
  private static final List<String> OF_INGEST =
      List.of("/v1/filings", "/v1/drafts", "/drafts", "/v1/fx-rates", "/v1/concepts", "/v1/whatif");

  private static final List<String> OF_ALERTS =
      List.of("/v1/alerts", "/v1/rules", "/v1/silences", "/v1/subscriptions");

  /** The profile of one issuer; all that lies below it are figures, and those are here. */
  private static final String ISSUERS = "/v1/issuers/";

  private final URI ingest;
  private final URI alerts;

  Routes(URI ingest, URI alerts) {
    this.ingest = ingest;
    this.alerts = alerts;
  }

  /** Empty for what is answered here. */
  Optional<URI> of(String path) {
    if (isBelow(OF_INGEST, path) || isProfile(path)) {
      return Optional.of(ingest);
    }
    return isBelow(OF_ALERTS, path) ? Optional.of(alerts) : Optional.empty();
  }

  private static boolean isBelow(List<String> roots, String path) {
    return roots.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }

  private static boolean isProfile(String path) {
    return path.startsWith(ISSUERS)
        && path.length() > ISSUERS.length()
        && path.indexOf('/', ISSUERS.length()) < 0;
  }

  /**
   * Whether a path is as plain as all of ours are. One that a server could read in another way than
   * it is read here (dots that climb, what is encoded twice) is passed on to nobody.
   */
  static boolean isPlain(String path) {
    return path.chars().allMatch(c -> c > ' ' && c < 127 && ";\\".indexOf(c) < 0)
        && !path.contains("//")
        && !path.contains("..")
        && !path.contains("/./")
        && !path.toLowerCase(Locale.ROOT).matches(".*%(2e|2f|5c|25|00).*");
  }
}
