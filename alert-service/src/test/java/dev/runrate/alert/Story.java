package dev.runrate.alert;

import dev.runrate.alert.alert.Archive;
import dev.runrate.alert.alert.Judgement;
import dev.runrate.alert.alert.Lines;
import dev.runrate.alert.alert.PeriodId;
import dev.runrate.alert.alert.PeriodKey;
import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.alert.rulebook.RuleBook;
import dev.runrate.alert.rulebook.RuleParser;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.State;
import dev.runrate.common.event.PeriodMetrics;
import dev.runrate.common.event.PeriodView;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Interval;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Quantity;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A timeline: snapshots come in, and what was told is read off. A snapshot is a line:
 *
 * <pre>
 * 2025-Q3 net-income=-150m revenue=300m | ago net-income=-100m | prior ... | forecast revenue=90m..110m
 *     | source NetIncome=-150m/-20m | restated Revenue=100m/90m m=0.0005 | finer | old | revision 3
 * </pre>
 *
 * A figure is {@code -100m} (k, m, bn), {@code -110m..-90m} (bounds, of which one may be missing)
 * or {@code -100m+-0.5m}; behind it may stand {@code @basis}, {@code #CUR} where the unit is not
 * USD, {@code ~how} or {@code ~scenario}, {@code ?} where it is suspect, and {@code /2025-01-31}
 * where it is of a day of its own.
 */
public final class Story {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?<point>[^.@#~?/+]+(?:\\.\\d+)?[kmbn]*)?(?:\\+-(?<half>[\\d.]+[kmbn]*))?"
              + "(?:\\.\\.(?<high>[^@#~?/]*))?(?<flags>[@#~?/].*)?");
  private static final Pattern FLAG = Pattern.compile("([@#~/])([^@#~?/]+)|\\?");

  private final List<CompiledRule> rules;

  /** A year and some weeks, as the service reads them. */
  private static final int WINDOW_DAYS = 400;

  private final boolean forgetful;
  private final Map<PeriodId, Judgement> kept = new LinkedHashMap<>();
  private List<SnapshotEvent> batch = new ArrayList<>();
  private Lines lines;
  private final Archive.InMemory archive = new Archive.InMemory();
  private final Map<String, Long> revisions = new HashMap<>();
  private final List<SnapshotEvent> heard = new ArrayList<>();
  private final List<AlertEvent> messages = new ArrayList<>();
  private List<AlertEvent> last = List.of();

  private Story(List<CompiledRule> rules, boolean forgetful) {
    this.rules = rules;
    this.forgetful = forgetful;
    this.lines = new Lines(rules);
  }

  public static Story of(String... shippedRules) {
    List<CompiledRule> rules = new ArrayList<>();
    for (String id : shippedRules) {
      try (InputStream in = Story.class.getResourceAsStream("/rules/" + id + ".yaml")) {
        rules.add(RuleParser.parse(RuleBook.readYaml(in.readAllBytes()), id));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Story(rules, false);
  }

  public static Story ofWholePack() {
    return of(RuleBook.SHIPPED.toArray(String[]::new));
  }

  public static Story ofYaml(String... yamls) {
    List<CompiledRule> rules = new ArrayList<>();
    for (String yaml : yamls) {
      rules.add(RuleParser.parse(RuleBook.readYaml(yaml.getBytes()), null));
    }
    return new Story(rules, false);
  }

  /** The same rules, nothing heard. */
  public Story fromTheBeginning() {
    return new Story(rules, false);
  }

  /**
   * The same rules, nothing heard; and after each batch everything is put away, and only a window
   * of it taken out again.
   */
  public Story forgetful() {
    return new Story(rules, true);
  }

  /** A metric's figures of a period, a year ago and the period before; null where not known. */
  public Story hears(String metric, String period, String current, String yearAgo, String prior) {
    return hears(metric, period, current, yearAgo, prior, null, List.of());
  }

  public Story hears(
      String metric,
      String period,
      String current,
      String yearAgo,
      String prior,
      String forecast,
      List<Conflict> conflicts) {
    Map<String, PeriodMetrics> others = new HashMap<>();
    others.put("prior", comparable(metric, prior, "before"));
    others.put("ago", comparable(metric, yearAgo, "ago"));
    others.put("forecast", comparable(metric, forecast, "forecast"));
    return hears(
        snapshot(
            period,
            metrics(period, period, current == null ? List.of() : List.of(metric + "=" + current)),
            others,
            conflicts,
            true,
            false,
            0));
  }

  private static PeriodMetrics comparable(String metric, String figure, String label) {
    return figure == null ? null : metrics(label, null, List.of(metric + "=" + figure));
  }

  /** A snapshot as the class comment writes it. */
  public Story hears(String line) {
    return hears(parse(line));
  }

  /** Several in one batch. */
  public Story hearsTogether(List<String> batch) {
    batch.stream().map(this::parse).forEach(this::note);
    return conclude();
  }

  /** The same revision again, or one that comes late. */
  public Story hears(SnapshotEvent event) {
    note(event);
    return conclude();
  }

  private void note(SnapshotEvent event) {
    heard.add(event);
    batch.add(event);
  }

  private Story conclude() {
    if (forgetful) {
      lines = new Lines(rules);
      LocalDate from =
          batch.stream()
              .map(event -> PeriodKey.parse(event.periodKey()).end())
              .min(LocalDate::compareTo)
              .orElseThrow()
              .minusDays(WINDOW_DAYS);
      batch.forEach(
          event ->
              lines.loadedFrom(
                  new PeriodId.Scope(event.issuer().slug(), event.segment().slug()), from));
      kept.forEach(
          (period, judgement) -> {
            if (!period.key().end().isBefore(from)) {
              lines.load(period, judgement);
            }
          });
    }
    batch.forEach(lines::hear);
    batch.clear();
    Set<PeriodId.Scope> wanting = lines.wanting();
    if (!wanting.isEmpty()) {
      kept.forEach(lines::load);
      wanting.forEach(lines::loadedWhole);
    }
    last = lines.conclude(archive, AT);
    lines.stored(last, archive.add(last));
    kept.putAll(lines.changed());
    messages.addAll(last);
    return this;
  }

  // -- reading a line

  private SnapshotEvent parse(String line) {
    String[] parts = line.strip().split("\\s*\\|\\s*");
    List<String> words = List.of(parts[0].split("\\s+"));
    String period = words.getFirst();
    Map<String, PeriodMetrics> others = new HashMap<>();
    List<Conflict> conflicts = new ArrayList<>();
    boolean finer = false;
    boolean newest = true;
    long revision = 0;
    for (int i = 1; i < parts.length; i++) {
      List<String> part = List.of(parts[i].split("\\s+"));
      List<String> rest = part.subList(1, part.size());
      switch (part.getFirst()) {
        case "ago" -> others.put("ago", metrics(yearBefore(period), null, rest));
        case "prior" -> others.put("prior", metrics("the period before", null, rest));
        case "forecast" -> others.put("forecast", metrics(period, null, rest));
        case "finer" -> finer = true;
        case "old" -> newest = false;
        case "revision" -> revision = Long.parseLong(rest.getFirst());
        default -> conflicts.add(conflict(part));
      }
    }
    return snapshot(
        period,
        metrics(period, period, words.subList(1, words.size())),
        others,
        conflicts,
        newest,
        finer,
        revision);
  }

  private static String yearBefore(String period) {
    return Integer.parseInt(period.substring(0, 4)) - 1 + period.substring(4);
  }

  private SnapshotEvent snapshot(
      String period,
      PeriodMetrics current,
      Map<String, PeriodMetrics> others,
      List<Conflict> conflicts,
      boolean newest,
      boolean finer,
      long revisionOrNext) {
    Period dates = ((PeriodExpression.Dated) PeriodExpression.of(period)).period();
    long revision = revisionOrNext == 0 ? revisions.merge(period, 1L, Long::sum) : revisionOrNext;
    return new SnapshotEvent(
        IssuerId.of("test"),
        SegmentId.WHOLE,
        SpanLength.of(dates),
        dates.toString(),
        revision,
        current,
        others.get("prior"),
        others.get("ago"),
        others.get("forecast"),
        conflicts,
        newest,
        finer,
        FilingId.of("f-" + period + "-" + revision),
        AT);
  }

  private static PeriodMetrics metrics(String label, String periodOrNull, List<String> figures) {
    Map<Metric, Figure> metrics = new EnumMap<>(Metric.class);
    Map<Metric, PeriodView> periods = new EnumMap<>(Metric.class);
    for (String each : figures) {
      String[] sides = each.split("=", 2);
      Metric metric = Metric.parse(sides[0]).orElseThrow();
      metrics.put(metric, figure(metric, sides[1], periods));
    }
    PeriodView view = new PeriodView(label, null, LocalDate.EPOCH);
    if (periodOrNull != null) {
      Period dates = ((PeriodExpression.Dated) PeriodExpression.of(periodOrNull)).period();
      view = PeriodView.of(label, dates);
    }
    return new PeriodMetrics(view, metrics, periods);
  }

  private static Figure figure(Metric metric, String text, Map<Metric, PeriodView> periods) {
    Matcher matcher = FIGURE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    Basis basis = Basis.REPORTED;
    Hows how = Hows.REPORTED;
    Scenario scenario = Scenario.ACTUAL;
    Unit unit = unit(metric.toString());
    String suspect = null;
    Matcher flags = FLAG.matcher(matcher.group("flags") == null ? "" : matcher.group("flags"));
    while (flags.find()) {
      String value = flags.group(2);
      switch (flags.group().charAt(0)) {
        case '@' -> basis = Basis.of(value);
        case '#' -> unit = Unit.of(value);
        case '/' -> {
          LocalDate day = LocalDate.parse(value);
          periods.put(metric, new PeriodView(value, day, day));
        }
        case '?' -> suspect = "the quarters add up to another year";
        default -> {
          if (Scenario.parse(value).isPresent()) {
            scenario = Scenario.parse(value).get();
          } else {
            how = how.and(How.parse(value));
          }
        }
      }
    }
    Quantity quantity = quantity(matcher, unit);
    return Figure.known(quantity, how, basis, scenario, null, suspect);
  }

  private static Quantity quantity(Matcher figure, Unit unit) {
    BigDecimal point = number(figure.group("point"));
    if (figure.group("high") != null) {
      return new Quantity(null, new Interval(point, number(figure.group("high"))), unit);
    }
    BigDecimal half = number(figure.group("half"));
    return new Quantity(
        point,
        half == null
            ? Interval.exactly(point)
            : new Interval(point.subtract(half), point.add(half)),
        unit);
  }

  /** 1.5bn; {@code 100m:3} is a third of it. */
  private static BigDecimal number(String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    String digits = text.replaceAll("[kmbn]+$", "");
    return new BigDecimal(digits)
        .scaleByPowerOfTen(
            switch (text.substring(digits.length())) {
              case "k" -> 3;
              case "m" -> 6;
              case "bn" -> 9;
              default -> 0;
            })
        .add(BigDecimal.ZERO.setScale(0));
  }

  private static Unit unit(String metric) {
    if (metric.matches(".*(margin|growth|ratio|share|intensity|conversion).*")) {
      return Unit.RATIO;
    }
    return switch (metric) {
      case "runway-months" -> Unit.MONTHS;
      case "employees" -> Unit.PEOPLE;
      case "monthly-active-users", "paying-users" -> Unit.USERS;
      default -> Unit.of("USD");
    };
  }

  /** {@code source NetIncome=-150m/-20m m=0.5}; {@code #CUR} behind a figure as everywhere. */
  private static Conflict conflict(List<String> words) {
    Concept concept = Concept.parse(words.get(1).split("=")[0]).orElseThrow();
    String[] sides = words.get(1).split("=")[1].split("/");
    String basis = words.stream().filter(w -> w.startsWith("@")).findFirst().orElse("@reported");
    String materiality = words.stream().filter(w -> w.startsWith("m=")).findFirst().orElse("m=0");
    return new Conflict(
        Conflict.Type.parse(words.get(0)),
        concept,
        Basis.of(basis.substring(1)),
        words.contains("~forecast") ? Scenario.FORECAST : Scenario.ACTUAL,
        statement(concept, sides[0], "The Times", "2025-11-02"),
        statement(concept, sides[1], "The Post", "2025-11-01"),
        "",
        new BigDecimal(materiality.substring(2)));
  }

  private static Conflict.Statement statement(
      Concept concept, String text, String publisher, String publishedOn) {
    // Of a metric that is measured alike.
    Metric alike = concept.unitKind() == Unit.Kind.RATIO ? Metric.GROSS_MARGIN : Metric.REVENUE;
    Figure figure = figure(alike, text, new HashMap<>());
    return new Conflict.Statement(
        figure.value(),
        figure.low(),
        figure.high(),
        figure.unit(),
        "f-" + publisher.substring(4),
        Tier.PRESS,
        publisher,
        LocalDate.parse(publishedOn),
        null,
        null,
        null);
  }

  // -- what was told

  /** All that was told so far, in order, without the rule and the metric. */
  public List<String> told() {
    return messages.stream()
        .map(
            alert ->
                alert.state()
                    + " "
                    + alert.period().label()
                    + " "
                    + alert.certainty()
                    + " "
                    + alert.severity()
                    + (alert.historical() ? " historical" : ""))
        .toList();
  }

  /** All that was told so far, in order: {@code raised loss-widening net-income 2025-Q3 ...}. */
  public List<String> toldInFull() {
    return messages.stream()
        .map(
            alert ->
                alert.state()
                    + " "
                    + alert.rule()
                    + " "
                    + alert.metric()
                    + (alert.basis().isReported() ? "" : "@" + alert.basis())
                    + " "
                    + alert.period().label()
                    + " "
                    + alert.certainty()
                    + " "
                    + alert.severity()
                    + (alert.historical() ? " historical" : ""))
        .toList();
  }

  /**
   * What stands in the end: each alert that is raised or resolved, with what it says. What was
   * corrected is a message about a message, and depends on whether that one was ever sent.
   */
  public Map<String, String> standing() {
    Map<String, String> standing = new TreeMap<>();
    for (AlertEvent alert : messages) {
      if (alert.state() == State.CORRECTED) {
        standing.remove(alert.id());
      } else {
        standing.put(alert.id(), alert.state() + " " + alert.severity() + " " + alert.summary());
      }
    }
    return standing;
  }

  public List<SnapshotEvent> heard() {
    return heard;
  }

  public AlertEvent lastAlert() {
    return last.getLast();
  }

  public List<AlertEvent> messages() {
    return messages;
  }
}
