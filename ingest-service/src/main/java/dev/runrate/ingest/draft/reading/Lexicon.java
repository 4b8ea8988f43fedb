package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What words mean, read from files: each line is a kind, a meaning and the words for it, with tabs
 * between and {@code |} between words:
 *
 * <pre>
 * scale	8	亿
 * before	at-least	超过|突破|more than
 * concept	Revenue	营收|revenue
 * </pre>
 *
 * Files of any number of languages are read into one lexicon, a user's own last: where two give one
 * word a meaning of the same kind, the later counts. docs/drafts.md lists the kinds.
 */
public final class Lexicon {
  /** How a word bounds the number beside it. */
  enum Bound {
    AT_LEAST,
    AT_MOST,
    ABOUT,
    EXACTLY;

    static Bound parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** A number that is one word: a half, doubled, double-digit. */
  record Fixed(Measure.Kind kind, BigDecimal low, BigDecimal point, int decimals) {}

  /**
   * A word for a concept.
   *
   * @param concept null for what the catalogue does not have (market value, share prices): it keeps
   *     an amount from being taken for something else
   * @param loss the word says that an amount is lost: 亏损 12亿 is an income of -12亿
   * @param every the period the word itself has: {@code month} of 月收入; null where it has none
   * @param only the measure it keeps from others, of a word that is no concept; null for any
   * @param again the word only points at what was spoken of before: 投入, "that figure"
   */
  record Term(Concept concept, boolean loss, String every, Measure.Kind only, boolean again) {}

  /** Words that say how a clause is to be understood. */
  enum Cue {
    /** Grows, by the ratio beside it. */
    UP,
    /** Shrinks, by the ratio beside it. */
    DOWN,
    /** Grows from one quarter to the next, or a year on average: no growth of the catalogue's. */
    OTHER_GROWTH,
    /** In 增长20%至319亿元: up to this level, not by this much. */
    TO,
    SHARE,
    FORECAST,
    TARGET,
    ESTIMATE,
    ADJUSTED,
    NON_IFRS,
    NON_GAAP,
    /** Amounts are of the things listed before, each to each: 分别. */
    EACH,
    /** An amount is of all things listed before: 均. */
    ALL,
    /** What follows is only compared with. */
    VERSUS,
    /** The whole company, whatever part was spoken of before. */
    WHOLE,
    /** The same amount in another currency: 约合. */
    TRANSLATION,
    /** Whoever is named before it is quoted: 数据显示. */
    SAYS,
    /** Whoever is named before it gives the money: 领投. */
    BACKS,
    /** Whoever is named after it is quoted: 据. */
    ACCORDING_TO,
    /** If, and what follows from it: nothing is stated. */
    IF,
    /** The last one named, be it only by the way: 该公司. */
    LAST_NAMED,
    /** Somebody who is not named: 某公司. */
    SOMEBODY,
    /** The one spoken of: 其. */
    PRONOUN,
    /** Of the amounts or shares a part: 其中. */
    OF_WHICH
  }

  final Map<Character, Integer> digits = new HashMap<>();
  final Map<Character, Integer> powers = new HashMap<>();
  private final Set<Character> several = new HashSet<>();
  final Words<BigDecimal> numberWords = new Words<>();
  final Words<BigDecimal> decades = new Words<>();
  final Words<Integer> scales = new Words<>();
  final Words<Bound> more = new Words<>();
  final Words<Bound> before = new Words<>();
  final Words<Bound> after = new Words<>();
  final Words<String> filler = new Words<>();
  final Words<String> range = new Words<>();
  final Words<String> between = new Words<>();
  final Words<String> and = new Words<>();
  final Words<String> from = new Words<>();
  final Words<String> minus = new Words<>();
  final Words<Bound> level = new Words<>();
  final Words<String> symbols = new Words<>();
  final Words<Measure> measures = new Words<>();
  final Words<Integer> partOf = new Words<>();
  final Words<Fixed> fixed = new Words<>();
  final Words<String> times = new Words<>();

  /** Between the pieces of one time: "of", 的. */
  final Words<String> timeJoins = new Words<>();

  /** What makes a year, a month, a day or a count of months of a figure. */
  final Words<String> timeMarks = new Words<>();

  final Words<String> first = new Words<>();
  final Words<String> openBefore = new Words<>();
  final Words<String> openAfter = new Words<>();
  final Words<Term> terms = new Words<>();
  final Words<Cue> cues = new Words<>();
  final Set<String> commonWords = new HashSet<>();

  /** Aliases of issuers ({@code openai}) and of segments ({@code openai/chatgpt}). */
  final Map<String, List<String>> aliases = new HashMap<>();

  private final Map<String, Integer> measurePowers = new HashMap<>();
  final Script script;

  private Lexicon(Script script) {
    this.script = script;
  }

  /** A file of a lexicon, with the name that complaints give it. */
  public record File(String name, List<String> lines) {}

  /**
   * @throws IllegalArgumentException naming the file and the line that cannot be read
   */
  public static Lexicon parse(Script script, List<File> files) {
    Lexicon lexicon = new Lexicon(script);
    for (File file : files) {
      for (int i = 0; i < file.lines.size(); i++) {
        String line = file.lines.get(i);
        if (!line.isBlank() && !line.startsWith("#")) {
          lexicon.read(file.name + ":" + (i + 1), line.split("\t"));
        }
      }
    }
    return lexicon;
  }

  private void read(String where, String[] columns) {
    if (columns.length != 3) {
      throw new IllegalArgumentException(
          where + ": a kind, a meaning and words, with one tab between each");
    }
    try {
      for (String word : columns[2].split("\\|")) {
        String folded = Plain.fold(word, script);
        if (!folded.isBlank()) {
          add(columns[0].strip(), columns[1].strip(), folded.strip(), word.strip());
        }
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          where + ": " + columns[0] + " " + columns[1] + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void add(String kind, String meaning, String word, String asWritten) {
    switch (kind) {
      case "digit" -> {
        if (isCharacter(word)) {
          digits.put(word.charAt(0), Integer.valueOf(meaning));
        } else {
          numberWords.add(word, new BigDecimal(meaning));
        }
      }
      case "power" -> {
        if (isCharacter(word)) {
          powers.put(word.charAt(0), Integer.valueOf(meaning));
        } else {
          numberWords.add(word, BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(meaning)));
        }
      }
      case "several" -> {
        if (isCharacter(word)) {
          several.add(word.charAt(0));
        } else {
          decades.add(word, new BigDecimal(meaning));
        }
      }
      case "scale" -> scales.add(word, Integer.valueOf(meaning));
      case "more" -> more.add(word, Bound.parse(meaning));
      case "before" -> before.add(word, Bound.parse(meaning));
      case "after" -> after.add(word, Bound.parse(meaning));
      case "level" -> level.add(word, Bound.parse(meaning));
      case "filler" -> filler.add(word, word);
      case "minus" -> minus.add(word, word);
      case "range" -> range.add(word, word);
      case "between" -> between.add(word, word);
      case "and" -> and.add(word, word);
      case "from" -> from.add(word, word);
      case "symbol" -> symbols.add(word, Unit.of(meaning).code());
      case "currency" -> measures.add(word, Measure.money(meaning));
      case "percent" -> {
        measures.add(word, Measure.RATIO);
        measurePowers.put(word.toLowerCase(Locale.ROOT), Integer.valueOf(meaning));
      }
      case "points" -> {
        measures.add(word, Measure.of(Measure.Kind.POINTS));
        measurePowers.put(word.toLowerCase(Locale.ROOT), Integer.valueOf(meaning));
      }
      case "count" -> measures.add(word, Measure.of(kindOf(meaning)));
      case "part-of" -> partOf.add(word, Integer.valueOf(meaning));
      case "fixed" -> fixed.add(word, fixed(meaning));
      case "time" -> time(meaning, word);
      case "concept" -> terms.add(word, term(meaning));
      case "cue" -> cues.add(word, Cue.valueOf(meaning.toUpperCase(Locale.ROOT).replace('-', '_')));
      case "name" -> aliases.computeIfAbsent(meaning, k -> new ArrayList<>()).add(asWritten);
      case "no-name" -> commonWords.add(word.toLowerCase(Locale.ROOT));
      default -> throw new IllegalArgumentException("there is no such kind");
    }
  }

  private void time(String meaning, String word) {
    switch (meaning) {
      case "join" -> timeJoins.add(word, word);
      case "year-mark", "month-mark", "day-mark", "months" -> timeMarks.add(word, meaning);
      case "first" -> first.add(word, word);
      case "open-before" -> openBefore.add(word, word);
      case "open-after" -> openAfter.add(word, word);
      default -> times.add(word, meaning);
    }
  }

  private static boolean isCharacter(String word) {
    return word.length() == 1 && (Plain.isHan(word.charAt(0)) || word.equals("〇"));
  }

  private static Measure.Kind kindOf(String meaning) {
    return Measure.Kind.valueOf(meaning.toUpperCase(Locale.ROOT));
  }

  /** {@code change 1} is one point, {@code ratio 0.1+} a lower bound. */
  private static Fixed fixed(String meaning) {
    String[] parts = meaning.split(" ");
    boolean atLeast = parts[1].endsWith("+");
    BigDecimal value = new BigDecimal(atLeast ? parts[1].replace("+", "") : parts[1]);
    return new Fixed(
        kindOf(parts[0]),
        atLeast ? value : null,
        atLeast ? null : value,
        Math.max(1, value.scale()));
  }

  /**
   * {@code NetIncome loss}, {@code Revenue every=month}, {@code -} for what is no concept, {@code -
   * as=tokens} for what is none of that measure, {@code - again} for what was spoken of before.
   */
  private static Term term(String meaning) {
    String[] parts = meaning.split(" ");
    Concept concept = null;
    if (!parts[0].equals("-")) {
      Optional<Concept> known = Concept.parse(parts[0]);
      concept =
          known.orElseThrow(() -> new IllegalArgumentException("there is no concept " + parts[0]));
    }
    boolean loss = false;
    String every = null;
    Measure.Kind only = null;
    boolean again = false;
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].equals("loss")) {
        loss = true;
      } else if (parts[i].startsWith("every=")) {
        every = parts[i].substring("every=".length());
      } else if (parts[i].startsWith("as=")) {
        only = kindOf(parts[i].substring("as=".length()));
      } else if (parts[i].equals("again")) {
        again = true;
      } else {
        throw new IllegalArgumentException("what is " + parts[i] + "?");
      }
    }
    return new Term(concept, loss, every, only, again);
  }

  /** -1 where the character is no digit. */
  int digit(char c) {
    return digits.getOrDefault(c, -1);
  }

  /** The power of ten that the character stands for; 0 where it is none. */
  int power(char c) {
    return powers.getOrDefault(c, 0);
  }

  boolean isSeveral(char c) {
    return several.contains(c);
  }

  /** By which power of ten a number before this measure is multiplied: -2 for percent. */
  int power(String measure) {
    return measurePowers.getOrDefault(measure.toLowerCase(Locale.ROOT), 0);
  }
}
