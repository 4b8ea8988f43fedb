package dev.runrate.alert.condition;

import dev.runrate.alert.condition.CelCondition.InvalidConditionException;
import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.alert.rule.CompiledRule.SeverityCase;
import dev.runrate.alert.rule.Condition;
import dev.runrate.alert.rule.Rule;
import dev.runrate.alert.rule.Rule.Comparison;
import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads a rule and compiles its conditions; all faults at once, those of conditions with position.
 */
public final class RuleParser {
  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "description",
          "kind",
          "over",
          "conflicts",
          "minMateriality",
          "compareWith",
          "everyComparison",
          "when",
          "reset",
          "for",
          "severity",
          "severityWhen",
          "certainOnly",
          "transition",
          "context",
          "inhibitedBy",
          "yieldsTo",
          "spans",
          "issuers",
          "segments",
          "labels",
          "enabled",
          // As GET answers, so that its answer can be put.
          "shipped");
  private static final String SLUG = "[a-z0-9][a-z0-9-]{0,99}";
  private static final int MOST_PERIODS = 40;
  private static final int MOST_LIST = 100;

  private final JsonNode node;
  private final List<ContentError> errors = new ArrayList<>();

  private RuleParser(JsonNode node) {
    this.node = node;
  }

  /**
   * @param idOrNull what the URL calls the rule; null where only the body does
   * @throws ProblemException 422 with every fault
   */
  public static CompiledRule parse(JsonNode node, String idOrNull) {
    if (!node.isObject()) {
      throw ProblemException.invalid(List.of(new ContentError("", "type", "a rule is an object")));
    }
    return new RuleParser(node).rule(idOrNull);
  }

  private CompiledRule rule(String idOrNull) {
    errors.addAll(ContentError.unknownMembers(node, MEMBERS));
    String id = node.hasNonNull("id") ? text("id") : idOrNull;
    if (id == null || !id.matches(SLUG)) {
      error("/id", "slug", "a rule has an id of lower-case letters, digits and hyphens");
    } else if (idOrNull != null && !id.equals(idOrNull)) {
      error("/id", "inconsistent", "the URL says " + idOrNull);
    }
    AlertKind kind =
        choice("kind", AlertKind::parse, Arrays.toString(AlertKind.values())).orElse(null);
    List<Metric> over = metrics("over");
    List<Conflict.Type> conflicts =
        choices("conflicts", RuleParser::conflictType, Arrays.toString(Conflict.Type.values()));
    List<Comparison> compareWith =
        choices("compareWith", RuleParser::comparison, Arrays.toString(Comparison.values()));
    if (node.path("over").isEmpty() == node.path("conflicts").isEmpty()) {
      error("/over", "required", "a rule watches either metrics (over) or conflicts");
    }
    BigDecimal minMateriality = minMateriality(!node.path("conflicts").isEmpty());
    Optional<Severity> severity =
        choice("severity", RuleParser::severity, Arrays.toString(Severity.values()));
    Optional<Condition> when =
        conflicts.isEmpty() || node.hasNonNull("when")
            ? condition("/when", required("when"))
            : Optional.of(readings -> Condition.Answer.CERTAINLY);
    Optional<Condition> reset =
        node.hasNonNull("reset") ? condition("/reset", text("reset")) : Optional.empty();
    Map<Severity, String> severityTexts = new EnumMap<>(Severity.class);
    List<SeverityCase> severities = severities(severityTexts);
    Set<SpanLength> spans =
        new HashSet<>(choices("spans", SpanLength::parse, Arrays.toString(SpanLength.values())));
    int forPeriods = forPeriods();
    Map<String, String> labels = labels();
    Optional<Conflict.Type> inhibitedBy =
        node.hasNonNull("inhibitedBy")
            ? choice("inhibitedBy", RuleParser::conflictType, "a type of conflict")
            : Optional.empty();
    List<Metric> context = metrics("context");
    Set<String> yieldsTo = yieldsTo(id);
    Set<String> issuers = new HashSet<>(texts("issuers"));
    Set<String> segments = new HashSet<>(texts("segments"));
    boolean certainOnly = flag("certainOnly", false);
    boolean everyComparison = flag("everyComparison", false);
    boolean enabled = flag("enabled", true);
    String description = node.hasNonNull("description") ? text("description") : null;
    String transition = node.hasNonNull("transition") ? text("transition") : null;
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    Rule rule =
        new Rule(
            id,
            description,
            kind,
            over,
            conflicts,
            minMateriality,
            compareWith,
            everyComparison,
            node.hasNonNull("when") ? text("when") : null,
            node.hasNonNull("reset") ? text("reset") : null,
            forPeriods,
            severity.orElseThrow(),
            severityTexts,
            certainOnly,
            transition,
            context,
            inhibitedBy.orElse(null),
            yieldsTo,
            spans,
            issuers,
            segments,
            labels,
            enabled);
    return new CompiledRule(rule, when.orElseThrow(), reset, severities);
  }

  private Optional<Condition> condition(String pointer, String source) {
    if (source == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(CelCondition.compile(source));
    } catch (InvalidConditionException e) {
      e.problems()
          .forEach(
              problem ->
                  error(
                      pointer,
                      "condition",
                      "line "
                          + problem.line()
                          + ", column "
                          + problem.column()
                          + ": "
                          + problem.message()));
      return Optional.empty();
    }
  }

  /** Worst first: the first that holds decides. */
  private List<SeverityCase> severities(Map<Severity, String> texts) {
    List<SeverityCase> cases = new ArrayList<>();
    JsonNode given = node.path("severityWhen");
    if (given.isMissingNode() || given.isNull()) {
      return cases;
    }
    if (!given.isObject()) {
      error("/severityWhen", "type", "conditions by severity");
      return cases;
    }
    for (Severity severity : List.of(Severity.CRITICAL, Severity.WARNING, Severity.INFO)) {
      JsonNode source = given.path(severity.toString());
      if (source.isString()) {
        texts.put(severity, source.stringValue());
        condition("/severityWhen/" + severity, source.stringValue())
            .ifPresent(condition -> cases.add(new SeverityCase(severity, condition)));
      }
    }
    for (String name : given.propertyNames()) {
      if (severity(name).isEmpty()) {
        error("/severityWhen/" + name, "choice", "info, warning or critical");
      }
    }
    return cases;
  }

  private int forPeriods() {
    JsonNode given = node.path("for");
    if (given.isMissingNode() || given.isNull()) {
      return 1;
    }
    if (!given.isIntegralNumber() || given.intValue() < 1 || given.intValue() > MOST_PERIODS) {
      error("/for", "range", "a number of periods from 1 to " + MOST_PERIODS);
      return 1;
    }
    return given.intValue();
  }

  private BigDecimal minMateriality(boolean overConflicts) {
    JsonNode given = node.path("minMateriality");
    if (given.isMissingNode() || given.isNull()) {
      return BigDecimal.ZERO;
    }
    if (!overConflicts) {
      error("/minMateriality", "inconsistent", "only conflicts have a materiality");
      return BigDecimal.ZERO;
    }
    Optional<BigDecimal> share = number(given);
    if (share.isEmpty() || share.get().signum() < 0 || share.get().compareTo(BigDecimal.ONE) > 0) {
      error("/minMateriality", "range", "a share from 0 to 1: 0.01 is a hundredth");
      return BigDecimal.ZERO;
    }
    return share.get();
  }

  /** Rules, or metrics of rules; whether they are in force may change any day. */
  private Set<String> yieldsTo(String id) {
    List<String> others = texts("yieldsTo");
    for (int i = 0; i < others.size(); i++) {
      String[] parts = others.get(i).split(":", 2);
      if (parts[0].equals(id)) {
        error("/yieldsTo/" + i, "inconsistent", "a rule does not yield to itself");
      } else if (!parts[0].matches(SLUG)) {
        error("/yieldsTo/" + i, "slug", "the id of a rule, or rule:metric");
      } else if (parts.length > 1 && metric(parts[1]).isEmpty()) {
        error("/yieldsTo/" + i, "metric", unknownMetric(parts[1]));
      }
    }
    return new HashSet<>(others);
  }

  /** As a number or, like every amount, as a text. */
  private static Optional<BigDecimal> number(JsonNode given) {
    try {
      return given.isNumber() || given.isString()
          ? Optional.of(new BigDecimal(given.asString()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private List<Metric> metrics(String name) {
    List<Metric> metrics = new ArrayList<>();
    List<String> names = texts(name);
    for (int i = 0; i < names.size(); i++) {
      Optional<Metric> metric = metric(names.get(i));
      if (metric.isEmpty()) {
        error("/" + name + "/" + i, "metric", unknownMetric(names.get(i)));
      }
      metric.ifPresent(metrics::add);
    }
    return metrics;
  }

  /** One that snapshots tell of. */
  static Optional<Metric> metric(String name) {
    return Metric.parse(name).filter(metric -> !metric.followsTheNewest());
  }

  /** For the person who wrote it. */
  static String unknownMetric(String name) {
    return "there is no metric '"
        + name
        + "'"
        + Metric.didYouMean(name)
            .filter(metric -> !metric.followsTheNewest())
            .map(meant -> "; did you mean '" + meant + "'?")
            .orElse("; GET /v1/metrics of metrics-service lists them");
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    JsonNode given = node.path("labels");
    if (given.isObject()) {
      for (var label : given.properties()) {
        labels.put(label.getKey(), label.getValue().asString(""));
      }
    } else if (!given.isMissingNode() && !given.isNull()) {
      error("/labels", "type", "texts by name");
    }
    return labels;
  }

  private boolean flag(String name, boolean otherwise) {
    JsonNode given = node.path(name);
    if (given.isMissingNode() || given.isNull()) {
      return otherwise;
    }
    if (!given.isBoolean()) {
      error("/" + name, "type", "true or false");
      return otherwise;
    }
    return given.booleanValue();
  }

  private String required(String name) {
    if (!node.hasNonNull(name)) {
      error("/" + name, "required", name + " is required");
      return null;
    }
    return text(name);
  }

  private String text(String name) {
    JsonNode given = node.get(name);
    if (!given.isString()) {
      error("/" + name, "type", name + " is a text");
      return null;
    }
    return given.stringValue();
  }

  private List<String> texts(String name) {
    JsonNode given = node.path(name);
    List<String> texts = new ArrayList<>();
    if (given.isMissingNode() || given.isNull()) {
      return texts;
    }
    if (!given.isArray() || given.size() > MOST_LIST) {
      error("/" + name, "type", "a list of at most " + MOST_LIST + " texts");
      return texts;
    }
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).isString()) {
        texts.add(given.get(i).stringValue());
      } else {
        error("/" + name + "/" + i, "type", "a text");
      }
    }
    return texts;
  }

  private <T> Optional<T> choice(String name, Function<String, Optional<T>> parse, String choices) {
    String text = required(name);
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = parse.apply(text);
    if (value.isEmpty()) {
      error("/" + name, "choice", "one of " + choices);
    }
    return value;
  }

  private <T> List<T> choices(String name, Function<String, Optional<T>> parse, String choices) {
    List<T> values = new ArrayList<>();
    List<String> texts = texts(name);
    for (int i = 0; i < texts.size(); i++) {
      Optional<T> value = parse.apply(texts.get(i));
      if (value.isEmpty()) {
        error("/" + name + "/" + i, "choice", "one of " + choices);
      }
      value.ifPresent(values::add);
    }
    return values;
  }

  private static Optional<Conflict.Type> conflictType(String text) {
    return Arrays.stream(Conflict.Type.values()).filter(t -> t.toString().equals(text)).findFirst();
  }

  private static Optional<Comparison> comparison(String text) {
    return Arrays.stream(Comparison.values()).filter(c -> c.toString().equals(text)).findFirst();
  }

  private static Optional<Severity> severity(String text) {
    return Arrays.stream(Severity.values()).filter(s -> s.toString().equals(text)).findFirst();
  }

  private void error(String pointer, String code, String message) {
    errors.add(new ContentError(pointer, code, message));
  }
}
