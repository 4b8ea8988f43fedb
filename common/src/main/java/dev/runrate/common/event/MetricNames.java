package dev.runrate.common.event;

import dev.runrate.common.fact.DidYouMean;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names by which messages call their metrics. metrics-service computes them and has the
 * definitions; whoever names a metric elsewhere, in a rule for example, is held to this list.
 */
public final class MetricNames {
  /** In the order of the catalogue, but for those that no message carries. */
  private static final List<String> ALL =
      List.of(
          "revenue",
          "run-rate-revenue",
          "stated-run-rate",
          "arr",
          "net-new-arr",
          "revenue-growth-yoy",
          "revenue-growth-qoq",
          "revenue-growth-hoh",
          "gross-profit",
          "gross-margin",
          "operating-margin",
          "operating-income",
          "net-income",
          "net-margin",
          "adjusted-net-income",
          "loss-ratio",
          "research-and-development",
          "research-intensity",
          "sales-and-marketing",
          "compute-expense",
          "compute-share",
          "compute-margin",
          "revenue-share",
          "revenue-outside",
          "capital-expenditure",
          "capex-intensity",
          "operating-cash-flow",
          "free-cash-flow",
          "cash-burn",
          "burn-per-month",
          "burn-multiple",
          "cash",
          "debt",
          "backlog",
          "funding-raised",
          "runway-months",
          "rule-of-40",
          "magic-number",
          "monthly-active-users",
          "weekly-active-users",
          "daily-active-users",
          "paying-users",
          "paid-conversion",
          "revenue-per-paying-user",
          "employees",
          "revenue-per-employee",
          "tokens-per-day",
          "price",
          "valuation",
          "valuation-to-run-rate",
          "valuation-to-arr");

  private static final Set<String> KNOWN = Set.copyOf(ALL);

  private MetricNames() {}

  public static List<String> all() {
    return ALL;
  }

  public static boolean isKnown(String name) {
    return KNOWN.contains(name);
  }

  /**
   * The name that was perhaps meant by one that is not known: the same words in another order or
   * writing ({@code netIncome}, {@code margin-gross}), or a slip of the pen ({@code net-incme}).
   */
  public static Optional<String> didYouMean(String name) {
    String words = words(name);
    for (String known : ALL) {
      if (sorted(words).equals(sorted(known))) {
        return Optional.of(known);
      }
    }
    return DidYouMean.nearest(words, ALL);
  }

  private static String words(String name) {
    return name.strip()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .replaceAll("[\\s_-]+", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static Set<String> sorted(String words) {
    return new TreeSet<>(List.of(words.split("-")));
  }
}
