package dev.runrate.alert.rulebook;

import dev.runrate.alert.cel.CelCondition;
import dev.runrate.alert.cel.CelCondition.InvalidConditionException;
import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.alert.rule.CompiledRule.SeverityCase;
import dev.runrate.alert.rule.Condition;
import dev.runrate.alert.rule.MetricName;
import dev.runrate.alert.rule.Rule;
import dev.runrate.alert.rule.Rule.Comparison;
import dev.runrate.common.event.AlertEvent.Severity;
import dev.runrate.common.event.AlertKind;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Field;
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

  private final Document document;
  private final Field root;

  private RuleParser(JsonNode json) {
    this.document = Document.of(json);
    this.root = document.root("a rule");
  }

  /**
   * @param idOrNull what the URL calls the rule; null where only the body does
   * @throws ProblemException 422 with every fault
   */
  public static CompiledRule parse(JsonNode json, String idOrNull) {
    RuleParser parser = new RuleParser(json);
    // What is no rule at all is not told what a rule needs.
    return parser.document.valueOrRefusal(() -> parser).rule(idOrNull);
  }

  private CompiledRule rule(String idOrNull) {
    root.knowsOnly(MEMBERS);
    Field idField = root.member("id");
    String id = text(idField).orElse(idOrNull);
    if (id == null || !id.matches(SLUG)) {
      idField.fault("slug", "a rule has an id of lower-case letters, digits and hyphens");
    } else if (idOrNull != null && !id.equals(idOrNull)) {
      idField.fault("inconsistent", "the URL says " + idOrNull);
    }
    Optional<AlertKind> kind = root.required("kind").choice(AlertKind::parse, AlertKind.values());
    List<Metric> over = metrics(root.member("over"));
    boolean overConflicts = root.member("conflicts").size() > 0;
    List<Conflict.Type> conflicts = choices("conflicts", Conflict.Type.values());
    List<Comparison> compareWith = choices("compareWith", Comparison.values());
    if ((root.member("over").size() > 0) == overConflicts) {
      root.member("over").fault("required", "a rule watches either metrics (over) or conflicts");
    }
    BigDecimal minMateriality = minMateriality(root.member("minMateriality"), overConflicts);
    Optional<Severity> severity = choice(root.required("severity"), Severity.values());
    Field when = root.member("when");
    Optional<Condition> condition =
        conflicts.isEmpty() || when.isThere()
            ? condition(root.required("when"))
            : Optional.of(readings -> Condition.Answer.CERTAINLY);
    Optional<Condition> reset = condition(root.member("reset"));
    Map<Severity, String> severityTexts = new EnumMap<>(Severity.class);
    List<SeverityCase> severities = severities(root.member("severityWhen"), severityTexts);
    Set<SpanLength> spans = new HashSet<>(choices("spans", SpanLength.values()));
    int forPeriods = forPeriods(root.member("for"));
    Map<String, String> labels = labels(root.member("labels"));
    Optional<Conflict.Type> inhibitedBy =
        choice(root.member("inhibitedBy"), Conflict.Type.values());
    List<Metric> context = metrics(root.member("context"));
    Set<String> yieldsTo = yieldsTo(root.member("yieldsTo"), id);
    Set<String> issuers = new HashSet<>(texts("issuers"));
    Set<String> segments = new HashSet<>(texts("segments"));
    boolean certainOnly = root.member("certainOnly").flag(false);
    boolean everyComparison = root.member("everyComparison").flag(false);
    boolean enabled = root.member("enabled").flag(true);
    Optional<String> description = text(root.member("description"));
    Optional<String> transition = text(root.member("transition"));
    return document.valueOrRefusal(
        () ->
            new CompiledRule(
                new Rule(
                    id,
                    description.orElse(null),
                    kind.orElseThrow(),
                    over,
                    conflicts,
                    minMateriality,
                    compareWith,
                    everyComparison,
                    text(when).orElse(null),
                    text(root.member("reset")).orElse(null),
                    forPeriods,
                    severity.orElseThrow(),
                    severityTexts,
                    certainOnly,
                    transition.orElse(null),
                    context,
                    inhibitedBy.orElse(null),
                    yieldsTo,
                    spans,
                    issuers,
                    segments,
                    labels,
                    enabled),
                condition.orElseThrow(),
                reset,
                severities));
  }

  private static Optional<Condition> condition(Field field) {
    return text(field)
        .flatMap(
            source -> {
              try {
                return Optional.of(CelCondition.compile(source));
              } catch (InvalidConditionException e) {
                e.problems()
                    .forEach(
                        problem ->
                            field.fault(
                                "condition",
                                "line "
                                    + problem.line()
                                    + ", column "
                                    + problem.column()
                                    + ": "
                                    + problem.message()));
                return Optional.empty();
              }
            });
  }

  /** Worst first: the first that holds decides. */
  private static List<SeverityCase> severities(Field field, Map<Severity, String> texts) {
    List<SeverityCase> cases = new ArrayList<>();
    if (field.isThere() && !field.isObject()) {
      field.fault("type", "conditions by severity");
    }
    for (Severity severity : List.of(Severity.CRITICAL, Severity.WARNING, Severity.INFO)) {
      Field source = field.member(severity.toString());
      text(source).ifPresent(text -> texts.put(severity, text));
      condition(source).ifPresent(condition -> cases.add(new SeverityCase(severity, condition)));
    }
    field
        .members()
        .forEach(
            (name, each) -> {
              if (named(Severity.values(), name).isEmpty()) {
                each.fault("choice", "info, warning or critical");
              }
            });
    return cases;
  }

  private static int forPeriods(Field field) {
    String demand = "a number of periods from 1 to " + MOST_PERIODS;
    int periods = field.whole("range", demand).orElse(1);
    if (periods < 1 || periods > MOST_PERIODS) {
      field.fault("range", demand);
    }
    return periods;
  }

  private static BigDecimal minMateriality(Field field, boolean overConflicts) {
    if (!field.isThere()) {
      return BigDecimal.ZERO;
    }
    if (!overConflicts) {
      field.fault("inconsistent", "only conflicts have a materiality");
      return BigDecimal.ZERO;
    }
    String demand = "a share from 0 to 1: 0.01 is a hundredth";
    Optional<BigDecimal> share = field.amount("range", demand);
    if (share.isPresent()
        && (share.get().signum() < 0 || share.get().compareTo(BigDecimal.ONE) > 0)) {
      field.fault("range", demand);
    }
    return share.orElse(BigDecimal.ZERO);
  }

  /** Rules, or metrics of rules; whether they are in force may change any day. */
  private static Set<String> yieldsTo(Field field, String id) {
    Set<String> others = new HashSet<>();
    for (Field each : elements(field)) {
      text(each)
          .ifPresent(
              other -> {
                others.add(other);
                String[] parts = other.split(":", 2);
                if (parts[0].equals(id)) {
                  each.fault("inconsistent", "a rule does not yield to itself");
                } else if (!parts[0].matches(SLUG)) {
                  each.fault("slug", "the id of a rule, or rule:metric");
                } else if (parts.length > 1 && MetricName.parse(parts[1]).isEmpty()) {
                  each.fault("metric", MetricName.unknown(parts[1]));
                }
              });
    }
    return others;
  }

  private static List<Metric> metrics(Field field) {
    return elements(field).stream().flatMap(each -> metric(each).stream()).toList();
  }

  private static Optional<Metric> metric(Field field) {
    return text(field)
        .flatMap(
            name -> {
              Optional<Metric> metric = MetricName.parse(name);
              if (metric.isEmpty()) {
                field.fault("metric", MetricName.unknown(name));
              }
              return metric;
            });
  }

  private static Map<String, String> labels(Field field) {
    if (field.isThere() && !field.isObject()) {
      field.fault("type", "texts by name");
    }
    Map<String, String> labels = new LinkedHashMap<>();
    field.members().forEach((name, each) -> labels.put(name, each.json().asString("")));
    return labels;
  }

  /** Conditions may be long; the whole rule is bounded. */
  private static Optional<String> text(Field field) {
    return field.text(Body.MOST_SMALL_BYTES);
  }

  private static List<Field> elements(Field field) {
    return field.elements(MOST_LIST, "a list of at most " + MOST_LIST + " texts");
  }

  private List<String> texts(String member) {
    return elements(root.member(member)).stream().flatMap(each -> text(each).stream()).toList();
  }

  private <T> List<T> choices(String member, T[] all) {
    return elements(root.member(member)).stream()
        .flatMap(each -> choice(each, all).stream())
        .toList();
  }

  private static <T> Optional<T> choice(Field field, T[] all) {
    return field.choice(text -> named(all, text), all);
  }

  private static <T> Optional<T> named(T[] all, String name) {
    return Arrays.stream(all).filter(each -> each.toString().equals(name)).findFirst();
  }
}
