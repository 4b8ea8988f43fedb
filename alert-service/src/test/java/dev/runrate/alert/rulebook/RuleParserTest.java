package dev.runrate.alert.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runrate.alert.rule.CompiledRule;
import dev.runrate.common.web.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as people write them, and what they are told where they slipped. */
class RuleParserTest {
  private static final String METRICS =
      """
      id: mine
      kind: loss-widening
      over: [net-income]
      compareWith: [yearAgo]
      when: it < was
      severity: warning
      """;
  private static final String CONFLICTS =
      """
      id: mine
      kind: source-conflict
      conflicts: [source]
      severity: warning
      """;

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          over: [net-incme]             | /over/0    | there is no metric 'net-incme'; did you mean 'net-income'?
          over: [revenue, netIncome]    | /over/1    | there is no metric 'netIncome'; did you mean 'net-income'?
          over: [weather]               | /over/0    | there is no metric 'weather'; GET /v1/metrics
          context: [loss-ration]        | /context/0 | did you mean 'loss-ratio'?
          when: it < current['cahs']    | /when      | line 1, column 14: there is no metric 'cahs'; did you mean 'cash'?
          reset: prior['arrr'] > 1      | /reset     | did you mean 'arr'?
          severityWhen: {critical: "current['csh'] < 1"} | /severityWhen/critical | did you mean 'cash'?
          minMateriality: 0.01          | /minMateriality | only conflicts have a materiality
          everyComparison: maybe        | /everyComparison | true or false
          yieldsTo: [mine]              | /yieldsTo/0 | does not yield to itself
          "yieldsTo: ['other:net-incme']" | /yieldsTo/0 | did you mean 'net-income'?
          yieldsTo: ['Other Rule']      | /yieldsTo/0 | the id of a rule
          """,
      quoteCharacter = '"')
  void slipsAreRefusedWithTheirPlace(String line, String pointer, String message) {
    refuses(with(METRICS, line), pointer, message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"1.5", "-0.1", "little", "[1]"})
  void materialityIsAShare(String share) {
    refuses(with(CONFLICTS, "minMateriality: " + share), "/minMateriality", "a share from 0 to 1");
  }

  @Test
  void materialityIsANumberOrAText() {
    assertThat(parse(with(CONFLICTS, "minMateriality: 0.01")).rule().minMateriality())
        .isEqualByComparingTo("0.01");
    assertThat(parse(with(CONFLICTS, "minMateriality: '0.02'")).rule().minMateriality())
        .isEqualByComparingTo("0.02");
    assertThat(parse(CONFLICTS).rule().minMateriality()).isZero();
  }

  @Test
  void rulesOverMetricsNeedACondition() {
    refuses(METRICS.replace("when: it < was\n", ""), "/when", "when is required");
  }

  @Test
  void rulesThatListWhomTheyYieldToAreTaken() {
    CompiledRule rule = parse(with(METRICS, "yieldsTo: [other, 'third:net-margin']"));

    assertThat(rule.rule().yieldsTo("other", "anything")).isTrue();
    assertThat(rule.rule().yieldsTo("third", "net-margin")).isTrue();
    assertThat(rule.rule().yieldsTo("third", "gross-margin")).isFalse();
  }

  /** The line in place of the one with the same member. */
  private static String with(String rule, String line) {
    String member = line.substring(0, line.indexOf(':') + 1);
    List<String> others = rule.lines().filter(each -> !each.startsWith(member)).toList();
    return String.join("\n", others) + "\n" + line + "\n";
  }

  private static CompiledRule parse(String yaml) {
    return RuleParser.parse(RuleBook.readYaml(yaml.getBytes()), null);
  }

  private static void refuses(String yaml, String pointer, String message) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().errors())
                    .anySatisfy(
                        error -> {
                          assertThat(error.pointer()).isEqualTo(pointer);
                          assertThat(error.message()).contains(message);
                        }));
  }
}
