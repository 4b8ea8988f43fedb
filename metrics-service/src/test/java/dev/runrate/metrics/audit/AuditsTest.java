package dev.runrate.metrics.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.ExampleFilings;
import dev.runrate.metrics.Issuer;
import dev.runrate.metrics.audit.Audit.Answer;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.ExchangeRates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The contradictions of the shipped examples, and cases by hand. */
class AuditsTest {
  private static final Rates RATES = rates()::between;

  @Test
  void lossThatIsADifferenceOfTwoOtherFiguresFailsWhereAnotherSourceSaysOtherwise() {
    Audit audit = only(example("openai"), Identity.STATED_SUBTRACTION);

    assertThat(audit.answer()).isEqualTo(Answer.FAILS);
    assertThat(audit.arithmetic())
        .contains("4300000000", "6700000000", "-2.4bn USD", "-13.5bn USD");
  }

  @Test
  void moreThanAQuarterOfAllUsersDoNotPayThePriceOutOfSuchAnArr() {
    Audit audit = only(example("openai"), Identity.UNIT_ECONOMICS, "chatgpt", "2025-08-31");

    assertThat(audit.answer()).isEqualTo(Answer.FAILS);
    assertThat(audit.arithmetic())
        .contains("28.0% x 1.2bn users x 19.99", "x 12 = 80.6", "12bn to 13bn USD");
    assertThat(audit.leastSupported())
        .extracting(e -> e.line().concept().label())
        .doesNotContain("AnnualRecurringRevenue");
  }

  @Test
  void runRateAtTheStartOfAYearIsNotAboveItsRevenueIfItGrows() {
    Audit audit = only(example("openai"), Identity.RUN_RATE_OF_YEAR, "", "2023-12-31");

    assertThat(audit.answer()).isEqualTo(Answer.FAILS);
    assertThat(audit.arithmetic()).contains("5.5bn USD", "2024 is 3.7bn USD");
    assertThat(audit.leastSupported())
        .extracting(e -> e.line().concept().label())
        .containsExactly("AnnualRecurringRevenue");
  }

  @Test
  void figureThatFailsIsSuspectAndWhatIsBetterSupportedIsNot() {
    FactBook book = Audits.audited(book("openai"), RATES).book();

    assertThat(suspects(book))
        .anyMatch(
            s -> s.startsWith("AnnualRecurringRevenue 2023-12-31: the audit run-rate-of-year"))
        .anyMatch(s -> s.startsWith("PaidConversion 2025-10-20: the audit unit-economics fails"))
        .noneMatch(s -> s.startsWith("AnnualRecurringRevenue 2025-08-31"))
        .noneMatch(s -> s.startsWith("Revenue 2024"));
  }

  @Test
  void marginsOfTwoSegmentsGiveTheShareOfTheOpenPlatform() {
    Audit audit = only(example("minimax"), Identity.SEGMENT_MIX, "open-platform", "2025-09-30");

    assertThat(audit.answer()).isEqualTo(Answer.HOLDS);
    assertThat(audit.arithmetic()).contains("(23.3% - 4.7%) / (70.0% - 4.7%) = 28.5%");
  }

  @Test
  void eachPairOfAmountsImpliesARate() {
    List<Audit> pairs =
        example("zhipu").stream().filter(a -> a.identity() == Identity.EXCHANGE_RATE).toList();

    assertThat(pairs).extracting(Audit::arithmetic).hasSize(4).doesNotHaveDuplicates();
    assertThat(pairs)
        .filteredOn(a -> a.answer() == Answer.FAILS)
        .singleElement()
        .satisfies(
            a ->
                assertThat(a.arithmetic())
                    .startsWith("312m CNY = 45m USD implies 6.921 to 6.946 CNY for 1 USD"))
        .satisfies(
            a ->
                assertThat(a.leastSupported())
                    .extracting(e -> e.line().unit())
                    .containsExactly(Unit.of("USD")));
  }

  @Test
  void twoQuartersUnderOneLabelAreADoubtAndNoFailure() {
    Audit audit = only(example("alibaba"), Identity.ONE_LABEL);

    assertThat(audit.answer()).isEqualTo(Answer.HOLDS);
    assertThat(audit.doubt()).contains("2025-Q1 may be");
    assertThat(audit.arithmetic()).contains("243.2bn CNY", "30.1bn CNY");
  }

  @Test
  void subscriptionsThatExplainAPartOfTheArrAreADoubt() {
    Audit audit = only(example("cursor"), Identity.UNIT_ECONOMICS);

    assertThat(audit.answer()).isEqualTo(Answer.HOLDS);
    assertThat(audit.arithmetic()).contains("x 12 = 86.", "500m USD");
    assertThat(audit.doubt()).isNotNull();
  }

  @Test
  void growthInWordsIsHeldAgainstGrowthInFigures() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .says(
                "Revenue 2023 100 USD",
                "Revenue 2024 150 USD",
                "RevenueGrowth 2024 0.8~2 ratio",
                "CashGrowth 2024-12-31 0.5~2 ratio",
                "Cash 2023-12-31 100 USD",
                "Cash 2024-12-31 150 USD");

    assertThat(Audits.of(issuer.book(), Rates.NONE))
        .extracting(a -> a.identity() + " " + a.period() + " " + a.answer())
        .containsExactly("growth 2024-01-01/2024-12-31 fails", "growth 2024-12-31 holds");
  }

  @Test
  void whatAnyoneStatesHasASayBeforeAnAuditFails() {
    Issuer issuer =
        new Issuer()
            .filed("2024-02-01")
            .says("Revenue 2023 100 USD")
            .filed("2025-02-01")
            .says("Revenue 2023 120 USD", "Revenue 2024 180 USD")
            .filed("2025-02-02")
            .by(Tier.PRESS, "Paper")
            .says("RevenueGrowth 2024 0.8~2 ratio");

    assertThat(Audits.of(issuer.book(), Rates.NONE))
        .filteredOn(a -> a.identity() == Identity.GROWTH)
        .extracting(Audit::answer)
        .containsExactly(Answer.HOLDS);
  }

  @Test
  void weakestFactIsNamedAndItAloneIsMarked() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .says("Revenue 2024 100 USD", "cloud/Revenue 2024 90 USD")
            .filed("2025-03-01")
            .by(Tier.PRESS, "Paper")
            .says("cloud/RevenueShare 2024 0.3~2 ratio");

    Audits.Audited audited = Audits.audited(issuer.book());

    assertThat(audited.failing()).hasSize(1);
    assertThat(suspects(audited.book()))
        .singleElement()
        .asString()
        .startsWith(
            "RevenueShare 2024-01-01/2024-12-31: the audit segment-share fails: 30.0% x 100");
    assertThat(audited.failing().getFirst().conflict(audited.book()).why())
        .contains("least supported: RevenueShare of cloud by Paper");
  }

  @Test
  void marginThatNoRestCanReachFails() {
    Issuer issuer =
        new Issuer()
            .filed("2025-02-01")
            .says(
                "GrossMargin 2024 0.9~2 ratio",
                "cloud/GrossMargin 2024 0.2~2 ratio",
                "cloud/RevenueShare 2024 0.5~2 ratio");

    assertThat(Audits.of(issuer.book(), Rates.NONE))
        .filteredOn(a -> a.answer() == Answer.FAILS)
        .extracting(Audit::arithmetic)
        .containsExactly(
            "50.0% of revenue at a margin of 20.0%, the rest at 100% at most, gives at most 60.6%;"
                + " GrossMargin is 90.0%");
  }

  @Test
  void bookWithoutFactsHasNoAudits() {
    assertThat(Audits.of(new Issuer().book(), RATES)).isEmpty();
    assertThat(Audits.audited(new Issuer().book()).failing()).isEmpty();
  }

  @Test
  void oneFigureIsLeastSupportedOnlyIfItIsTheReason() {
    for (String issuer : ExampleFilings.read().stream().map(f -> f.issuer().slug()).toList()) {
      for (Audit audit : example(issuer)) {
        assertThat(audit.reason() == null)
            .as(issuer + " " + audit)
            .isEqualTo(audit.answer() != Answer.NOT_COMPUTABLE);
        assertThat(audit.evidence()).isNotEmpty().containsAll(audit.leastSupported());
      }
    }
  }

  private static Audit only(List<Audit> audits, Identity identity) {
    List<Audit> found = audits.stream().filter(a -> a.identity() == identity).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Audit only(List<Audit> audits, Identity identity, String segment, String end) {
    return only(
        audits.stream()
            .filter(
                a ->
                    a.segment().slug().equals(segment)
                        && a.period().end().toString().equals(end)
                        && a.answer() != Answer.NOT_COMPUTABLE)
            .toList(),
        identity);
  }

  private static List<String> suspects(FactBook book) {
    List<String> suspects = new ArrayList<>();
    book.lines()
        .forEach(
            line ->
                book.candidates(line)
                    .forEach(
                        (period, c) -> {
                          if (c.suspect() != null) {
                            suspects.add(line.concept() + " " + period + ": " + c.suspect());
                          }
                        }));
    return suspects;
  }

  private static List<Audit> example(String issuer) {
    return Audits.of(book(issuer), RATES);
  }

  private static FactBook book(String issuer) {
    List<FilingRecord> records =
        ExampleFilings.read().stream()
            .filter(filing -> filing.issuer().slug().equals(issuer))
            .map(filing -> new FilingRecord(filing, Instant.EPOCH, null))
            .toList();
    return FactBook.of(IssuerProfile.unknown(IssuerId.of(issuer)), records, AsOf.NOW);
  }

  /** The shipped table of the ECB. */
  static ExchangeRates rates() {
    Path file = Path.of("..", "examples", "eurofxref.csv.gz");
    List<ExchangeRates.Rate> rates = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      List<String> currencies = List.of(in.readLine().split(","));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] cells = line.split(",");
        for (String currency : List.of("USD", "CNY")) {
          String rate = cells[currencies.indexOf(currency)].strip();
          if (!rate.equals("N/A")) {
            rates.add(
                new ExchangeRates.Rate(
                    LocalDate.parse(cells[0]), Unit.of(currency), new BigDecimal(rate)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExchangeRates.of(rates);
  }
}
