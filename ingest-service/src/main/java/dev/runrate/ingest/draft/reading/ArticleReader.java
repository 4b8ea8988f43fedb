package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.ingest.draft.reading.Lexicon.Cue;
import dev.runrate.ingest.draft.reading.Mentions.CueAt;
import dev.runrate.ingest.draft.reading.Mentions.TermAt;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an article into draft facts: a function of the text, the day it was published, the lexicon
 * and the profiles, in named steps that each build on those before.
 *
 * <pre>
 * Plain        the text as it is read, whatever script and width it is in
 * Layout       paragraphs, sentences, clauses
 * Times        今年上半年, "the nine months to September"
 * Quantities   500多亿, "12 to 13 billion dollars", with units and currencies
 * Names        issuers, their parts, whoever looks like one
 * Terms, cues  what is spoken of and how it is meant
 * Attributions who is quoted for it
 * Assembly     facts, or open amounts with the reason
 * </pre>
 */
public final class ArticleReader {
  private static final int MOST_EVIDENCE = 12;

  /** More facts than a person will look through; what comes after them is cut off. */
  private static final int MOST_FACTS = 2_000;

  private static final int MOST_OPEN = 5_000;

  private final Lexicon lexicon;

  public ArticleReader(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /**
   * @param publishedOrNull the day of publication; null to take it from the text
   * @param today what it is taken for where the text names no time either
   */
  public Reading read(
      String article, LocalDate publishedOrNull, LocalDate today, List<IssuerProfile> profiles) {
    Plain plain = Plain.of(article, lexicon.script);
    String text = plain.text();
    Layout layout = Layout.of(text);
    LocalDate published =
        publishedOrNull != null
            ? publishedOrNull
            : Dateline.of(lexicon, text, today, layout.sentenceEnds());
    List<When> whens = Times.find(lexicon, text, published, layout.sentenceEnds());
    List<Amount> amounts = Quantities.find(lexicon, text, whens.stream().map(When::span).toList());
    List<Words.Found<Cue>> cues = lexicon.cues.all(text);
    Names vocabulary = Names.of(lexicon, profiles);
    List<Names.Name> names = vocabulary.find(text, cues);
    Mentions mentions =
        new Mentions(
            text,
            layout,
            amounts,
            whens,
            names,
            // 前8个月收入 has 收入 in it, not 月收入.
            lexicon.terms.all(text, whens.stream().map(When::span).toList()).stream()
                .map(found -> new TermAt(new Span(found.start(), found.end()), found.value()))
                .toList(),
            cues.stream()
                .map(found -> new CueAt(new Span(found.start(), found.end()), found.value()))
                .toList());
    Assembly assembly =
        new Assembly(
            mentions,
            published,
            Assembly.byId(profiles),
            Attributions.find(plain, layout),
            new Parts(lexicon.script, text, layout, vocabulary));
    assembly.run();
    return new Reading(
        published,
        publishedOrNull == null,
        facts(assembly, plain, publishedOrNull == null),
        amounts.stream().map(amount -> inOriginal(amount, plain)).toList(),
        open(assembly, plain));
  }

  private static List<DraftFact> facts(Assembly assembly, Plain plain, boolean isGuessed) {
    List<DraftFact> facts = new ArrayList<>();
    for (Tied tied : Assembly.distinct(assembly.facts()).values()) {
      if (facts.size() == MOST_FACTS) {
        break;
      }
      if (isGuessed && tied.when != null && !tied.when.isYearWritten()) {
        tied.doubt("published-guessed", "nobody said when the article was published");
      }
      facts.add(
          new DraftFact(
              tied.issuer,
              tied.segment,
              tied.concept,
              period(tied.period).orElse(null),
              tied.stated,
              tied.unit,
              tied.scenario,
              tied.basis,
              tied.attribution,
              tied.evidence.stream()
                  .map(plain::original)
                  .distinct()
                  .sorted()
                  .limit(MOST_EVIDENCE)
                  .toList(),
              tied.confidence,
              tied.amount.because(),
              tied.doubts));
    }
    return facts;
  }

  private static Optional<PeriodExpression> period(String text) {
    return text != null
            && PeriodExpression.parse(text) instanceof Checked.Valid<PeriodExpression> valid
        ? Optional.of(valid.value())
        : Optional.empty();
  }

  private static Amount inOriginal(Amount amount, Plain plain) {
    return new Amount(
        plain.original(amount.span()),
        plain.original(amount.number()),
        amount.stated(),
        amount.measure(),
        amount.because());
  }

  private static List<OpenAmount> open(Assembly assembly, Plain plain) {
    List<OpenAmount> open = new ArrayList<>();
    assembly
        .open()
        .forEach(
            (amount, doubt) ->
                open.add(
                    new OpenAmount(
                        plain.original(amount.span()),
                        amount.stated(),
                        amount.measure().toString(),
                        amount.because(),
                        doubt)));
    open.sort((a, b) -> a.span().compareTo(b.span()));
    return open.size() > MOST_OPEN ? open.subList(0, MOST_OPEN) : open;
  }
}
