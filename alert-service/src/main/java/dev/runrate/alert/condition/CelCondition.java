package dev.runrate.alert.condition;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.runrate.alert.rule.Condition;
import dev.runrate.alert.rule.Readings;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Metric;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A condition over figures, written in CEL.
 *
 * <p>A figure is an interval, so a comparison has two readings: it certainly holds (at every point)
 * or it possibly holds (at some point). The condition is compiled once and planned twice, once per
 * reading. Both readings are monotone in the comparisons, which is why nothing that could flip one
 * (a negation, an equality, the test of a conditional) may be applied to it.
 */
public final class CelCondition implements Condition {

  private static final int MAX_LENGTH = 2_000;
  private static final int MAX_RECURSION = 32;
  private static final int MAX_NODES = 300;
  private static final Set<String> FIGURE_VARIABLES =
      Set.of("current", "prior", "yearAgo", "forecast");
  private static final Set<String> VARIABLES = Set.of("it", "was", "issuer", "segment", "span");
  private static final Set<String> COMPARISONS = Set.of("_<_", "_<=_", "_>_", "_>=_");
  private static final String WAYS = Arrays.toString(How.values());
  private static final CelType FIGURE = OpaqueType.create("figure");

  private final SortedMap<String, Set<Metric>> reads;
  private final CelRuntime.Program certain;
  private final CelRuntime.Program possible;

  private CelCondition(
      SortedMap<String, Set<Metric>> reads,
      CelRuntime.Program certain,
      CelRuntime.Program possible) {
    this.reads = reads;
    this.certain = certain;
    this.possible = possible;
  }

  /** Compiles and checks {@code source}. */
  public static CelCondition compile(String source) throws InvalidConditionException {
    CelValidationResult result = Environment.COMPILER.compile(source);
    if (result.hasError()) {
      throw new InvalidConditionException(
          result.getErrors().stream().map(Problem::of).distinct().toList());
    }
    try {
      CelAbstractSyntaxTree ast = result.getAst();
      Inspection inspection = new Inspection(source, ast);
      inspection.visit(ast.getExpr(), true);
      if (!inspection.problems.isEmpty()) {
        throw new InvalidConditionException(inspection.problems);
      }
      return new CelCondition(
          inspection.reads,
          Environment.CERTAIN.createProgram(ast),
          Environment.POSSIBLE.createProgram(ast));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("checked condition cannot be planned: " + source, e);
    }
  }

  @Override
  public Answer ask(Readings readings) {
    Map<String, Object> variables = variables(readings);
    Attempt certainly = attempt(certain, variables);
    if (certainly.holds()) {
      return Answer.CERTAINLY;
    }
    if (looksAt(readings).stream().allMatch(CelCondition::isPoint)) {
      // Of points what holds somewhere holds everywhere.
      return certainly.failed() ? Answer.UNKNOWN : Answer.NO;
    }
    Attempt possibly = attempt(possible, variables);
    if (!possibly.failed() && !possibly.holds()) {
      return Answer.NO;
    }
    return certainly.failed() || possibly.failed() ? Answer.UNKNOWN : Answer.POSSIBLY;
  }

  /** The variables, cut down to the metrics read: CEL walks a whole map at every access to it. */
  private Map<String, Object> variables(Readings readings) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("issuer", readings.issuer());
    variables.put("segment", readings.segment());
    variables.put("span", readings.span());
    if (readings.it() != null) {
      variables.put("it", Term.of(readings.metric(), readings.it()));
    }
    if (readings.was() != null) {
      variables.put("was", Term.of(readings.metric(), readings.was()));
    }
    reads.forEach(
        (variable, metrics) -> {
          Map<String, Term> terms = new HashMap<>();
          for (Metric metric : metrics) {
            Figure figure = figures(readings, variable).get(metric);
            if (figure != null) {
              terms.put(metric.toString(), Term.of(metric.toString(), figure));
            }
          }
          variables.put(variable, terms);
        });
    return variables;
  }

  @Override
  public Set<Metric> reads() {
    Set<Metric> all = EnumSet.noneOf(Metric.class);
    reads.values().forEach(all::addAll);
    return all;
  }

  @Override
  public List<Figure> looksAt(Readings readings) {
    if (reads.isEmpty()) {
      return Condition.super.looksAt(readings);
    }
    List<Figure> figures = new ArrayList<>(Condition.super.looksAt(readings));
    reads.forEach(
        (variable, metrics) ->
            metrics.stream()
                .map(figures(readings, variable)::get)
                .filter(Objects::nonNull)
                .forEach(figures::add));
    return figures;
  }

  private static Map<Metric, Figure> figures(Readings readings, String variable) {
    return switch (variable) {
      case "current" -> readings.current();
      case "prior" -> readings.prior();
      case "yearAgo" -> readings.yearAgo();
      case "forecast" -> readings.forecast();
      default -> throw new IllegalArgumentException(variable);
    };
  }

  private static boolean isPoint(Figure figure) {
    return figure.value() != null
        && figure.value().equals(figure.low())
        && figure.value().equals(figure.high());
  }

  private static Attempt attempt(CelRuntime.Program program, Map<String, Object> variables) {
    try {
      return new Attempt((Boolean) program.eval(variables), false);
    } catch (CelEvaluationException e) {
      // A metric that is absent, or figures in two units: no answer, and no fault of anybody's.
      return new Attempt(false, true);
    }
  }

  private record Attempt(boolean holds, boolean failed) {}

  /** A fault in the text of a condition; line and column count from one. */
  public record Problem(int line, int column, String message) {

    private static Problem of(CelIssue issue) {
      CelSourceLocation location = issue.getSourceLocation();
      return new Problem(
          Math.max(location.getLine(), 1),
          Math.max(location.getColumn(), 0) + 1,
          issue.getMessage().startsWith("For input string")
              ? "whole number too large; write it as 1e19"
              : issue.getMessage().replace(" (in container '')", ""));
    }

    @Override
    public String toString() {
      return line + ":" + column + ": " + message;
    }
  }

  /** Thrown for a condition that does not compile. */
  public static final class InvalidConditionException extends Exception {

    private final transient List<Problem> problems;

    private InvalidConditionException(List<Problem> problems) {
      super(String.join("\n", problems.stream().map(Problem::toString).toList()));
      this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
      return problems;
    }
  }

  /** Walks a checked condition: rejects what type checking lets by, and collects what is read. */
  private static final class Inspection {

    private static final Pattern NUMBER = Pattern.compile("[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?");

    private final List<Problem> problems = new ArrayList<>();
    private final SortedMap<String, Set<Metric>> reads = new TreeMap<>();
    private final String source;
    private final CelAbstractSyntaxTree ast;

    private Inspection(String source, CelAbstractSyntaxTree ast) {
      this.source = source;
      this.ast = ast;
    }

    /**
     * Visits {@code expr}.
     *
     * @param monotone whether the condition can only turn true, never false, when {@code expr} does
     */
    private void visit(CelExpr expr, boolean monotone) {
      switch (expr.getKind()) {
        case CONSTANT -> visitConstant(expr);
        case IDENT -> visitIdent(expr);
        case SELECT -> {
          CelExpr.CelSelect select = expr.select();
          if (isFigures(select.operand())) {
            read(select.operand(), select.field(), expr);
          } else {
            visit(select.operand(), false);
          }
        }
        case CALL -> visitCall(expr, expr.call(), monotone);
        case LIST -> {
          for (CelExpr element : expr.list().elements()) {
            if (!isString(element)) {
              report(element, "a list may hold string literals only");
            }
          }
        }
        default -> report(expr, "not supported in a condition: " + expr.getKind());
      }
    }

    private void visitConstant(CelExpr expr) {
      switch (expr.constant().getKind()) {
        case INT64_VALUE, STRING_VALUE, BOOLEAN_VALUE -> {}
        case DOUBLE_VALUE -> {
          if (!isExact(expr)) {
            report(expr, "number cannot be represented exactly; write it with fewer digits");
          }
        }
        default -> report(expr, "literal not supported: " + expr.constant().getKind());
      }
    }

    private void visitIdent(CelExpr expr) {
      String name = expr.ident().name();
      if (FIGURE_VARIABLES.contains(name)) {
        report(expr, "'" + name + "' must be followed by a metric: " + name + "['...']");
      } else if (!VARIABLES.contains(name)) {
        report(expr, "not a variable: '" + name + "'");
      }
    }

    private void visitCall(CelExpr expr, CelExpr.CelCall call, boolean monotone) {
      List<CelExpr> arguments = call.args();
      switch (call.function()) {
        case "_&&_", "_||_" -> arguments.forEach(argument -> visit(argument, monotone));
        case "_?_:_" -> {
          visit(arguments.get(0), false);
          visit(arguments.get(1), monotone);
          visit(arguments.get(2), monotone);
        }
        case "_[_]" -> visitAccess(arguments.get(0), arguments.get(1));
        case "@in" -> {
          if (isFigures(arguments.get(1))) {
            visitAccess(arguments.get(1), arguments.get(0));
          } else {
            arguments.forEach(argument -> visit(argument, false));
          }
        }
        default -> {
          boolean onFigures =
              Stream.concat(call.target().stream(), arguments.stream()).anyMatch(this::isFigure);
          if (onFigures && (call.function().equals("_==_") || call.function().equals("_!=_"))) {
            report(expr, "figures are intervals and cannot be compared by == or !=; use <= or >=");
          } else if (!monotone && COMPARISONS.contains(call.function())) {
            report(
                expr,
                "a comparison of figures may only be combined by && and ||,"
                    + " or be a branch of ?:; nothing else may be applied to it");
          }
          if (call.function().equals("is")) {
            checkWay(arguments.getFirst());
          }
          call.target().ifPresent(target -> visit(target, false));
          arguments.forEach(argument -> visit(argument, false));
        }
      }
    }

    private void visitAccess(CelExpr figures, CelExpr metric) {
      if (!isFigures(figures)) {
        visit(figures, false);
        visit(metric, false);
      } else if (!isString(metric)) {
        report(metric, "the metric must be a string literal");
      } else {
        read(figures, metric.constant().stringValue(), metric);
      }
    }

    private void read(CelExpr figures, String metric, CelExpr place) {
      Optional<Metric> known = RuleParser.metric(metric);
      if (known.isEmpty()) {
        report(place, RuleParser.unknownMetric(metric));
        return;
      }
      reads
          .computeIfAbsent(figures.ident().name(), _ -> EnumSet.noneOf(Metric.class))
          .add(known.get());
    }

    /** {@code it.is('proxy')}: a way that does not exist would silently never hold. */
    private void checkWay(CelExpr way) {
      if (!isString(way)) {
        report(way, "the way must be a string literal");
      } else if (Arrays.stream(How.values())
          .noneMatch(how -> how.toString().equals(way.constant().stringValue()))) {
        report(way, "'" + way.constant().stringValue() + "' is not one of " + WAYS);
      }
    }

    private static boolean isFigures(CelExpr expr) {
      return expr.getKind() == CelExpr.ExprKind.Kind.IDENT
          && FIGURE_VARIABLES.contains(expr.ident().name());
    }

    private boolean isFigure(CelExpr expr) {
      return ast.getType(expr.id()).filter(FIGURE::equals).isPresent();
    }

    private static boolean isString(CelExpr expr) {
      return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
          && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }

    /** Whether the number as written survives its passage through a double. */
    private boolean isExact(CelExpr expr) {
      // a literal is positioned at its first digit, past the sign
      double value = Math.abs(expr.constant().doubleValue());
      Integer offset = ast.getSource().getPositionsMap().get(expr.id());
      if (offset == null || !Double.isFinite(value)) {
        return false;
      }
      Matcher number = NUMBER.matcher(source);
      number.region(source.offsetByCodePoints(0, offset), source.length());
      return number.lookingAt()
          && new BigDecimal(number.group()).compareTo(new BigDecimal(Double.toString(value))) == 0;
    }

    private void report(CelExpr expr, String message) {
      CelSourceLocation location =
          ast.getSource()
              .getOffsetLocation(ast.getSource().getPositionsMap().getOrDefault(expr.id(), 0))
              .orElse(CelSourceLocation.NONE);
      problems.add(new Problem(location.getLine(), location.getColumn() + 1, message));
    }
  }

  /** Compiler and runtimes; immutable, shared, and built on first use. */
  private static final class Environment {

    private static final CelOptions OPTIONS =
        CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_RECURSION)
            .maxParseExpressionNodeCount(MAX_NODES)
            .maxParseErrorRecoveryLimit(5)
            .retainRepeatedUnaryOperators(true)
            .enableComprehension(false)
            .build();

    private static final CelCompiler COMPILER =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardMacros(CelStandardMacro.HAS)
            .setStandardDeclarations(
                CelStandardDeclarations.newBuilder()
                    .filterFunctions(
                        (function, overload) ->
                            switch (function) {
                              case CONDITIONAL,
                                  LOGICAL_NOT,
                                  LOGICAL_OR,
                                  LOGICAL_AND,
                                  EQUALS,
                                  NOT_EQUALS,
                                  IN ->
                                  true;
                              case INDEX ->
                                  overload.celOverloadDecl().overloadId().equals("index_map");
                              default -> false;
                            })
                    .filterIdentifiers(_ -> false)
                    .build())
            .addVar("current", MapType.create(SimpleType.STRING, FIGURE))
            .addVar("prior", MapType.create(SimpleType.STRING, FIGURE))
            .addVar("yearAgo", MapType.create(SimpleType.STRING, FIGURE))
            .addVar("forecast", MapType.create(SimpleType.STRING, FIGURE))
            .addVar("it", FIGURE)
            .addVar("was", FIGURE)
            .addVar("span", SimpleType.STRING)
            .addVar("issuer", SimpleType.STRING)
            .addVar("segment", SimpleType.STRING)
            .addFunctionDeclarations(
                Operation.all(Reading.CERTAIN).stream().map(Operation::declaration).toList())
            .setResultType(SimpleType.BOOL)
            .build();

    private static final CelRuntime CERTAIN = runtime(Reading.CERTAIN);
    private static final CelRuntime POSSIBLE = runtime(Reading.POSSIBLE);

    private static CelRuntime runtime(Reading reading) {
      return CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .setStandardFunctions(
              CelStandardFunctions.newBuilder()
                  .includeFunctions(
                      CelStandardFunctions.StandardFunction.LOGICAL_NOT,
                      CelStandardFunctions.StandardFunction.EQUALS,
                      CelStandardFunctions.StandardFunction.NOT_EQUALS,
                      CelStandardFunctions.StandardFunction.IN,
                      CelStandardFunctions.StandardFunction.INDEX)
                  .build())
          .addFunctionBindings(
              Operation.all(reading).stream()
                  .flatMap(operation -> operation.bindings().stream())
                  .toList())
          .build();
    }
  }

  /** A function of the language: how it is declared, and what it does. */
  private record Operation(CelFunctionDecl declaration, Set<CelFunctionBinding> bindings) {

    private static List<Operation> all(Reading reading) {
      return List.of(
          operator("_+_", "add", FIGURE, Term::plus),
          operator("_-_", "subtract", FIGURE, Term::minus),
          operator("_*_", "multiply", FIGURE, Term::times),
          operator("_/_", "divide", FIGURE, Term::dividedBy),
          operator("_<_", "less", SimpleType.BOOL, reading::less),
          operator("_<=_", "less_equals", SimpleType.BOOL, reading::lessOrEqual),
          operator("_>_", "greater", SimpleType.BOOL, (left, right) -> reading.less(right, left)),
          operator(
              "_>=_",
              "greater_equals",
              SimpleType.BOOL,
              (left, right) -> reading.lessOrEqual(right, left)),
          of(
              "change",
              CelOverloadDecl.newGlobalOverload("change_figure_figure", FIGURE, FIGURE, FIGURE),
              CelFunctionBinding.from(
                  "change_figure_figure", Term.class, Term.class, Term::changeFrom)),
          of(
              "growth",
              CelOverloadDecl.newGlobalOverload("growth_figure_figure", FIGURE, FIGURE, FIGURE),
              CelFunctionBinding.from(
                  "growth_figure_figure", Term.class, Term.class, Term::growthFrom)),
          unary("-_", "negate_figure", Term::negated),
          unary("abs", "abs_figure", Term::magnitude),
          member("value", FIGURE, Term::atValue),
          member("low", FIGURE, Term::atLow),
          member("high", FIGURE, Term::atHigh),
          member("how", SimpleType.STRING, term -> term.how().toString()),
          of(
              "is",
              CelOverloadDecl.newMemberOverload(
                  "figure_is", SimpleType.BOOL, FIGURE, SimpleType.STRING),
              CelFunctionBinding.from("figure_is", Term.class, String.class, Term::is)),
          member("basis", SimpleType.STRING, Term::basis),
          member("unit", SimpleType.STRING, Term::unit));
    }

    private static Operation operator(
        String name, String id, CelType result, BiFunction<Term, Term, Object> body) {
      List<CelOverloadDecl> declarations = new ArrayList<>();
      List<CelFunctionBinding> bindings = new ArrayList<>();
      for (Operand<?> left : Operand.ALL) {
        for (Operand<?> right : Operand.ALL) {
          if (left.type() == FIGURE || right.type() == FIGURE) {
            String overload = id + "_" + left.type().name() + "_" + right.type().name();
            declarations.add(
                CelOverloadDecl.newGlobalOverload(overload, result, left.type(), right.type()));
            bindings.add(bind(overload, left, right, body));
          }
        }
      }
      return new Operation(
          CelFunctionDecl.newFunctionDeclaration(name, declarations),
          CelFunctionBinding.fromOverloads(name, bindings));
    }

    private static <L, R> CelFunctionBinding bind(
        String overload, Operand<L> left, Operand<R> right, BiFunction<Term, Term, Object> body) {
      return CelFunctionBinding.from(
          overload,
          left.javaType(),
          right.javaType(),
          (l, r) -> body.apply(left.toFigure().apply(l), right.toFigure().apply(r)));
    }

    private static Operation unary(String name, String overload, Function<Term, Object> body) {
      return of(
          name,
          CelOverloadDecl.newGlobalOverload(overload, FIGURE, FIGURE),
          CelFunctionBinding.from(overload, Term.class, body::apply));
    }

    private static Operation member(String name, CelType result, Function<Term, Object> body) {
      String overload = "figure_" + name;
      return of(
          name,
          CelOverloadDecl.newMemberOverload(overload, result, FIGURE),
          CelFunctionBinding.from(overload, Term.class, body::apply));
    }

    private static Operation of(
        String name, CelOverloadDecl declaration, CelFunctionBinding binding) {
      return new Operation(
          CelFunctionDecl.newFunctionDeclaration(name, declaration),
          CelFunctionBinding.fromOverloads(name, binding));
    }

    /** A type an operator takes, and how it becomes a figure. */
    private record Operand<T>(CelType type, Class<T> javaType, Function<T, Term> toFigure) {

      private static final List<Operand<?>> ALL =
          List.of(
              new Operand<>(FIGURE, Term.class, Function.identity()),
              new Operand<>(
                  SimpleType.INT, Long.class, value -> Term.number(BigDecimal.valueOf(value))),
              new Operand<>(
                  SimpleType.DOUBLE,
                  Double.class,
                  value -> Term.number(new BigDecimal(Double.toString(value)))));
    }
  }
}
