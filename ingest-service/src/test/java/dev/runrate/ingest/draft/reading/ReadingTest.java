package dev.runrate.ingest.draft.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.ingest.draft.Lexicons;
import dev.runrate.ingest.issuer.WellKnown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole sentences to facts: the table is {@code draft/sentences.txt}. */
class ReadingTest {
  private static final LocalDate DAY = LocalDate.of(2025, 11, 10);
  private static final ArticleReader READER = new ArticleReader(Lexicons.shipped());
  private static final List<IssuerProfile> PROFILES = WellKnown.load().all();

  static Stream<Arguments> sentences() {
    List<Arguments> all = new ArrayList<>();
    List<String> facts = new ArrayList<>();
    String sentence = null;
    for (String line : table()) {
      if (line.startsWith("  ")) {
        facts.add(line.strip());
      } else {
        if (sentence != null) {
          all.add(Arguments.of(sentence, List.copyOf(facts)));
        }
        sentence = line;
        facts.clear();
      }
    }
    all.add(Arguments.of(sentence, List.copyOf(facts)));
    return all.stream();
  }

  private static List<String> table() {
    try (var in = ReadingTest.class.getResourceAsStream("/draft/sentences.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reading read(String text) {
    return READER.read(text, DAY, DAY, PROFILES);
  }

  private static List<String> facts(String text) {
    return read(text).facts().stream().map(ReadingTest::show).toList();
  }

  private static String show(DraftFact fact) {
    StatedValue stated = fact.stated();
    return fact.issuer()
        + (fact.segment().isWhole() ? "" : "/" + fact.segment())
        + " "
        + fact.concept()
        + " "
        + (fact.period() == null ? "?" : fact.period().text())
        + " "
        + (stated.value() != null
            ? stated.value().toPlainString()
            : text(stated.low()) + ".." + text(stated.high()))
        + " "
        + (fact.unit() == null ? "?" : fact.unit())
        + (fact.scenario() == Scenario.ACTUAL ? "" : " " + fact.scenario())
        + (fact.basis().isReported() ? "" : " " + fact.basis());
  }

  private static String text(BigDecimal value) {
    return value == null ? "" : value.toPlainString();
  }

  private static List<String> doubts(DraftFact fact) {
    return fact.doubts().stream().map(Doubt::code).toList();
  }

  @ParameterizedTest
  @MethodSource
  void sentences(String sentence, List<String> facts) {
    assertThat(facts(sentence)).containsExactlyElementsOf(facts);
  }

  @Test
  void traditionalCharactersAreReadAsSimplifiedOnes() {
    assertThat(facts("騰訊第二季度總營收1845億元，同比增長15%；資本開支為191億元。"))
        .isEqualTo(facts("腾讯第二季度总营收1845亿元，同比增长15%；资本开支为191亿元。"))
        .hasSize(3);
  }

  @Test
  void whatCannotBeSeenChangesNothingAndEvidenceStaysInItsPlace() {
    String text = "智谱\u200b去年营收为４.\u206037亿\ufeff元。";

    Reading reading = read(text);

    assertThat(reading.facts())
        .map(ReadingTest::show)
        .containsExactly("zhipu Revenue 2024 437000000 CNY");
    assertThat(reading.facts().getFirst().evidence())
        .map(span -> text.substring(span.start(), span.end()))
        .containsExactly("智谱", "去年", "营收", "为４.\u206037亿\ufeff元");
  }

  @Test
  void whatIsTakenFromAroundAnAmountIsADoubt() {
    List<DraftFact> facts = read("阶跃星辰去年收入4170万美元。公司今年前9个月亏损2.05亿，毛利率约31%。").facts();

    assertThat(facts)
        .map(ReadingTest::show)
        .containsExactly(
            "stepfun Revenue 2024 41700000 USD",
            "stepfun NetIncome 2025-9M -205000000 USD",
            "stepfun GrossMargin 2025-9M 0.31 ratio");
    assertThat(doubts(facts.get(0))).isEmpty();
    assertThat(doubts(facts.get(1))).containsExactly("issuer-carried", "currency-not-written");
    assertThat(facts.get(1).confidence()).isLessThan(facts.get(0).confidence());
  }

  @Test
  void whatCannotBeTiedIsLeftOpenWithItsReason() {
    Reading reading = read("腾讯股价上涨12%，市值达5万亿港元；腾讯营收环比增长3%。某公司营收5亿元。");

    assertThat(reading.facts()).isEmpty();
    assertThat(reading.open())
        .map(each -> each.doubt().code())
        .containsExactly("no-concept", "no-concept", "other-growth", "no-issuer");
  }

  @Test
  void anIssuerNobodyKnowsIsNamedAndDoubted() {
    DraftFact fact = read("Quill AI's ARR hit $50 million in June.").facts().getFirst();

    assertThat(fact.issuer()).isEqualTo(IssuerId.of("quill-ai"));
    assertThat(doubts(fact)).contains("issuer-unknown");
  }

  @Test
  void profilesNameIssuersToo() {
    IssuerProfile profile =
        new IssuerProfile(
            IssuerId.of("acme"),
            null,
            Map.of("zh", "顶点智造"),
            List.of("Apex"),
            null,
            null,
            null,
            null,
            null);

    assertThat(READER.read("顶点智造去年营收2亿元，Apex今年毛利率40%。", DAY, DAY, List.of(profile)).facts())
        .map(fact -> fact.issuer().slug())
        .containsExactly("acme", "acme");
  }

  @Test
  void whoIsQuotedIsTold() {
    assertThat(read("据《南方日报》报道，智谱去年营收3亿元。").facts().getFirst().attribution()).isEqualTo("《南方日报》");
    assertThat(
            read("OpenAI's revenue was $4 billion in 2024, according to The Information.")
                .facts()
                .getFirst()
                .attribution())
        .isEqualTo("The Information");
  }

  @Test
  void anArticleWithoutADateIsDatedByItsOwnTimes() {
    Reading reading =
        READER.read(
            "2025年上半年，智谱营收1.9亿元，2025年8月又融资。去年营收3.1亿元，预计2027年盈利。",
            null,
            LocalDate.of(2026, 5, 1),
            PROFILES);

    assertThat(reading.isPublishedGuessed()).isTrue();
    assertThat(reading.published()).isEqualTo("2025-08-31");
    assertThat(reading.facts()).map(ReadingTest::show).contains("zhipu Revenue 2024 310000000 CNY");
  }

  @Test
  void aUserExtendsTheLexicon(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("own.tsv"),
        "concept\tRevenue\t流水进项\nname\tzhipu/glasses\t智谱眼镜\nbefore\tat-least\t妥妥超\n");
    ArticleReader reader = new ArticleReader(Lexicons.with(directory));

    assertThat(reader.read("智谱眼镜去年流水进项妥妥超2亿元。", DAY, DAY, PROFILES).facts())
        .map(ReadingTest::show)
        .containsExactly("zhipu/glasses Revenue 2024 200000000.. CNY");
  }

  @Test
  void aLexiconThatCannotBeReadSaysWhere(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("own.tsv"), "# mine\nconcept\tTurnover\t营业流水\n");

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Lexicons.with(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("own.tsv:2")
        .hasMessageContaining("Turnover");
  }

  static Stream<String> hostile() {
    return Stream.of(
        "1",
        "1,",
        "9 ",
        "亿",
        "一亿",
        "七八",
        "(",
        "“",
        "(营收(",
        "\u202e5\u200b亿",
        "营收5亿元 腾讯 ",
        "revenue $5m OpenAI up 5% in 2024 ",
        "Acme AI's Bolt's Qux ",
        "A ",
        "2025年",
        "5%",
        "据",
        "according to the ",
        "1/2/",
        "百分之",
        "三分之",
        "from 5 to ",
        "百度、京东各自即分别投了7亿、8亿，",
        "revenue was $5m, compared with $4m and $3m, ",
        "\ud83d",
        "٣");
  }

  /** 200 KB of it. The bound is loose, for slow machines; what grows with the square breaks it. */
  @ParameterizedTest
  @MethodSource
  void hostile(String piece) {
    String text = piece.repeat(200_000 / piece.getBytes(StandardCharsets.UTF_8).length);

    Reading reading =
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> read(text), "too slow");

    assertThat(reading.facts()).hasSizeLessThanOrEqualTo(2_000);
    for (DraftFact fact : reading.facts()) {
      assertThat(fact.evidence()).isNotEmpty().allMatch(span -> span.end() <= text.length());
    }
  }

  @Test
  void readingIsAFunctionOfItsInput() {
    String text = String.join("\n", table());

    assertThat(read(text)).isEqualTo(read(text));
  }
}
