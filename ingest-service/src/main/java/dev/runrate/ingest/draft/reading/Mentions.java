package dev.runrate.ingest.draft.reading;

import dev.runrate.ingest.draft.reading.Lexicon.Cue;
import dev.runrate.ingest.draft.reading.Lexicon.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Everything that the steps found in a text, sentence by sentence. */
final class Mentions {
  /** A word for a concept at its place. */
  record TermAt(Span span, Term term) {
    int start() {
      return span.start();
    }

    int end() {
      return span.end();
    }
  }

  record CueAt(Span span, Cue cue) {
    int start() {
      return span.start();
    }

    int end() {
      return span.end();
    }
  }

  /** What one sentence has, each in order. */
  static final class Sentence {
    final List<Amount> amounts = new ArrayList<>();
    final List<When> whens = new ArrayList<>();
    final List<Names.Name> names = new ArrayList<>();
    final List<TermAt> terms = new ArrayList<>();
    final List<CueAt> cues = new ArrayList<>();
  }

  final String text;
  final Layout layout;
  final List<Sentence> sentences = new ArrayList<>();

  Mentions(
      String text,
      Layout layout,
      List<Amount> amounts,
      List<When> whens,
      List<Names.Name> names,
      List<TermAt> terms,
      List<CueAt> cues) {
    this.text = text;
    this.layout = layout;
    for (int i = 0; i < layout.sentenceEnds().size(); i++) {
      sentences.add(new Sentence());
    }
    deal(amounts, Amount::number, sentence -> sentence.amounts);
    deal(whens, When::span, sentence -> sentence.whens);
    deal(names, Names.Name::span, sentence -> sentence.names);
    deal(terms, TermAt::span, sentence -> sentence.terms);
    deal(cues, CueAt::span, sentence -> sentence.cues);
  }

  private <T> void deal(List<T> all, Function<T, Span> span, Function<Sentence, List<T>> to) {
    for (T each : all) {
      to.apply(sentences.get(layout.sentence(span.apply(each).start()))).add(each);
    }
  }

  int clause(int i) {
    return layout.clause(i);
  }

  boolean isSameClause(int i, int j) {
    return layout.clause(i) == layout.clause(j);
  }

  String between(int end, int start) {
    return end <= start ? text.substring(end, start) : "";
  }
}
