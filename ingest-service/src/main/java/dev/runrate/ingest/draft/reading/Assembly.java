package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Unit;
import dev.runrate.ingest.draft.reading.Lexicon.Cue;
import dev.runrate.ingest.draft.reading.Mentions.CueAt;
import dev.runrate.ingest.draft.reading.Mentions.Sentence;
import dev.runrate.ingest.draft.reading.Mentions.TermAt;
import dev.runrate.ingest.draft.reading.Names.Name;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The last step: ties each amount to who, what and when. It looks in the amount's own clause first,
 * then in what the sentence said before, then in what the paragraph did; the farther it looks, the
 * less it trusts the draft, and each such step is a doubt that says so. An amount that cannot be
 * tied stays open.
 */
final class Assembly {
  // Small words between an amount and what it belongs to.
  private static final Pattern COMPARED =
      Pattern.compile("(?i)compared (?:with|to)|versus|vs\\.?|against|相比|对比");
  private static final Pattern YEAR_AGO = Pattern.compile("(?i)earlier|ago|before|same");
  private static final Pattern OF_IT =
      Pattern.compile(
          "(?i)[ 的了]*(?:新一轮|首轮|战略|股权|种子轮|天使轮|[A-Z]\\+?轮)?"
              + "(?:(?:in|of|worth of|in total|in new|annual|annualized|in annual|in"
              + " annualized|of annualized|of annual|in quarterly|of new|new|in fresh)?"
              + " ?)[ 的'\"“]*");
  private static final Pattern BEHIND_BRACKETS = Pattern.compile("[)）]的?[ ]?");
  private static final Pattern UP_TO = Pattern.compile("至|到|达|为|from|to|at|reach");
  private static final Pattern GROWTH_BEHIND =
      Pattern.compile(
          "(?i)[ 的以上左右]*(?:year-over-year|year-on-year|annual|revenue|yoy|sales|a year)?"
              + " ?(?:的)?(?:同比|收入|营收|速度|高)?[ ]?");
  private static final Pattern THAN =
      Pattern.compile(
          "(?s).*(?:较|比|相比|相较|from|than|over|versus|vs|compared with|compared to|against)"
              + "(?: all of| the| a| that of| its| in|于)* ?");
  private static final Pattern OF_A_YEAR = Pattern.compile("(?i)year|earlier|ago|before");
  private static final Pattern A_YEAR = Pattern.compile("(?:FY)?\\d{4}");
  private static final Pattern WHAT_GROWS =
      Pattern.compile(
          "(?i)[ 的]*(?:year-over-year|year-on-year|annual|increase in|rise in|growth"
              + " in|jump in|gain in|surge in|drop in|decline in|in)?[ ]?");
  private static final Pattern LEVEL = Pattern.compile("至|到|达|为|to");

  private static final Set<Concept> OF_A_COMPANY =
      EnumSet.of(
          Concept.NET_INCOME,
          Concept.ADJUSTED_NET_INCOME,
          Concept.NET_MARGIN,
          Concept.RESEARCH_AND_DEVELOPMENT_EXPENSE,
          Concept.SALES_AND_MARKETING_EXPENSE,
          Concept.CAPITAL_EXPENDITURE,
          Concept.OPERATING_CASH_FLOW,
          Concept.FREE_CASH_FLOW,
          Concept.CASH_BURN,
          Concept.CASH,
          Concept.DEBT,
          Concept.FUNDING_RAISED,
          Concept.VALUATION,
          Concept.EMPLOYEES);

  /**
   * How many characters may lie between an amount and a word right after it that says what it is.
   */
  private static final int ADJACENT = 14;

  private static final int TIME_AFTER = 34;

  private final Mentions mentions;
  private final String text;
  private final LocalDate published;
  private final Map<IssuerId, IssuerProfile> profiles;
  private final Currencies currencies;
  private final Manner manner;
  private final Parts parts;

  private final List<Tied> facts = new ArrayList<>();
  private final Map<Amount, Doubt> open = new LinkedHashMap<>();

  // What was said last.
  private Name subject;
  private int subjectParagraph = -1;
  private When lastWhen;
  private int lastWhenParagraph = -1;
  private IssuerId lastWhenIssuer;
  private TermAt lastTerm;
  private int lastTermSentence = -9;
  private int sentenceNumber;

  Assembly(
      Mentions mentions,
      LocalDate published,
      Map<IssuerId, IssuerProfile> profiles,
      Attributions attributions,
      Parts parts) {
    this.parts = parts;
    this.mentions = mentions;
    this.text = mentions.text;
    this.published = published;
    this.profiles = profiles;
    this.currencies = new Currencies(profiles, text);
    this.manner = new Manner(mentions, published, attributions);
  }

  List<Tied> facts() {
    return facts;
  }

  Map<Amount, Doubt> open() {
    return open;
  }

  void run() {
    for (Sentence sentence : mentions.sentences) {
      read(sentence);
      sentenceNumber++;
    }
    Periods periods = new Periods(text, published, profiles, facts);
    facts.forEach(periods::settle);
  }

  private void read(Sentence sentence) {
    List<Tied> before = new ArrayList<>();
    for (Amount amount : sentence.amounts) {
      if (open.containsKey(amount) || isTied(before, amount)) {
        continue;
      }
      List<Tied> tied = listed(sentence, amount, before);
      if (tied.isEmpty()) {
        Tied one = tie(sentence, amount, before);
        tied = one == null ? List.of() : sharedByAll(sentence, one);
      }
      for (Tied each : tied) {
        each.sentence = sentenceNumber;
        before.add(each);
        facts.add(each);
        open.remove(each.amount);
      }
    }
    remember(sentence);
  }

  private static boolean isTied(List<Tied> before, Amount amount) {
    return before.stream().anyMatch(tied -> tied.amount == amount);
  }

  private Tied leave(Amount amount, String code, String message) {
    open.put(amount, new Doubt(code, message));
    return null;
  }

  private void remember(Sentence sentence) {
    for (When when : sentence.whens) {
      boolean isOpenTime = when.kind() == When.Kind.OPEN;
      if ((when.isDated() || isOpenTime) && sentence.amounts.isEmpty()) {
        lastWhen = when;
        lastWhenParagraph = mentions.layout.paragraph(when.span().start());
        lastWhenIssuer = firstIssuer(sentence);
      }
    }
    for (Name name : sentence.names) {
      if (name.issuer() != null && !name.isAside()) {
        subject = name;
        subjectParagraph = mentions.layout.paragraph(name.start());
        break;
      }
    }
  }

  private static IssuerId firstIssuer(Sentence sentence) {
    return sentence.names.stream()
        .filter(name -> name.issuer() != null && !name.isAside())
        .map(Name::issuer)
        .findFirst()
        .orElse(null);
  }

  // -- one amount

  private Tied tie(Sentence sentence, Amount amount, List<Tied> before) {
    Measure.Kind kind = amount.measure().kind();
    if (kind == Measure.Kind.DURATION || kind == Measure.Kind.THINGS) {
      return leave(amount, "no-concept", "counts what the catalogue does not");
    }
    if (kind == Measure.Kind.POINTS) {
      return leave(amount, "points", "a change in percentage points is not a figure of its own");
    }
    if (isConditional(sentence, amount)) {
      return leave(amount, "conditional", "stated under a condition only");
    }
    Tied translation = translation(sentence, amount, before);
    if (translation != null) {
      return translation;
    }
    Tied compared = compared(sentence, amount, before);
    if (compared != null || open.containsKey(amount)) {
      return compared;
    }
    return switch (kind) {
      case RATIO, CHANGE, MULTIPLE -> ratio(sentence, amount, before);
      default -> level(sentence, amount, before);
    };
  }

  private boolean isConditional(Sentence sentence, Amount amount) {
    CueAt cue = cueBefore(sentence, amount, each -> each == Cue.IF);
    return cue != null
        && mentions.clause(amount.number().start()) - mentions.clause(cue.start()) <= 1;
  }

  /** 3.12亿元(约合4500万美元): the same once more, in another currency. */
  private Tied translation(Sentence sentence, Amount amount, List<Tied> before) {
    if (!amount.measure().is(Measure.Kind.MONEY) || before.isEmpty()) {
      return null;
    }
    Tied base = before.getLast();
    Unit currency = amount.measure().currency();
    if (base.unit == null
        || !base.unit.isMoney()
        || currency == null
        || currency.equals(base.unit)
        || base.isGrowth) {
      return null;
    }
    int opens = amount.span().start() - 1;
    while (opens >= 0 && text.charAt(opens) == ' ') {
      opens--;
    }
    String gap = mentions.between(base.amount.span().end(), amount.number().start());
    boolean inBrackets =
        opens >= 0
            && (text.charAt(opens) == '(' || text.charAt(opens) == '（')
            && opens - base.amount.span().end() <= 1;
    boolean bySaying =
        gap.length() <= 14
            && sentence.cues.stream()
                .anyMatch(
                    cue ->
                        cue.cue() == Cue.TRANSLATION
                            && cue.end() - cue.start() > 1
                            && cue.start() >= base.amount.span().end()
                            && cue.end() <= amount.number().start());
    int inside = gap.lastIndexOf('(') >= 0 ? gap.lastIndexOf('(') : gap.lastIndexOf('（');
    boolean bracketed =
        inside >= 0
            && gap.length() - inside <= 12
            && !gap.contains(")")
            && gap.length() <= 30
            && bySayingIn(sentence, base, amount);
    if (!inBrackets && !bySaying && !bracketed) {
      return null;
    }
    Tied same = new Tied(amount);
    same.issuer = base.issuer;
    same.segment = base.segment;
    same.concept = base.concept;
    same.loss = base.loss;
    same.when = base.when;
    same.isPending = base.isPending;
    same.isNow = base.isNow;
    same.every = base.every;
    same.scenario = base.scenario;
    same.basis = base.basis;
    same.attribution = base.attribution;
    same.unit = currency;
    same.stated = signed(amount.stated(), base.loss);
    same.confidence = base.confidence;
    same.doubts.addAll(base.doubts);
    same.evidence.addAll(base.evidence);
    return same;
  }

  /**
   * "…, compared with $395 million and $323 million a year earlier": the levels before, in their
   * order, of another time.
   */
  private Tied compared(Sentence sentence, Amount amount, List<Tied> before) {
    int start = amount.number().start();
    boolean isCompared =
        sentence.cues.stream()
            .anyMatch(
                cue ->
                    cue.cue() == Cue.VERSUS
                        && COMPARED.matcher(words(cue.span())).matches()
                        && cue.end() <= start
                        && mentions.isSameClause(cue.start(), start));
    boolean hasTerm =
        sentence.terms.stream().anyMatch(term -> mentions.isSameClause(term.start(), start));
    if (!isCompared || hasTerm) {
      return null;
    }
    List<Amount> row =
        sentence.amounts.stream()
            .filter(each -> mentions.isSameClause(each.number().start(), start))
            .toList();
    List<Tied> levels =
        before.stream().filter(each -> !row.contains(each.amount) && !each.isGrowth).toList();
    int place = levels.size() - row.size() + row.indexOf(amount);
    When when = null;
    for (When each : sentence.whens) {
      if (each.isDated() && each.span().start() >= amount.number().end()) {
        when = each;
      }
    }
    if (place < 0
        || when == null
        || levels.get(place).amount.measure().kind() != amount.measure().kind()) {
      return leave(amount, "value-before", "compared with it, but of what time is not written");
    }
    Tied base = levels.get(place);
    Tied fact = new Tied(amount);
    fact.issuer = base.issuer;
    fact.segment = base.segment;
    fact.concept = base.concept;
    fact.loss = base.loss;
    fact.basis = base.basis;
    fact.attribution = base.attribution;
    fact.unit = amount.measure().currency() != null ? amount.measure().currency() : base.unit;
    fact.stated = signed(amount.stated(), base.loss);
    boolean isYearAgo = YEAR_AGO.matcher(words(when.span())).find();
    fact.when =
        isYearAgo && base.when != null && base.when.isDated()
            ? base.when.aYearBefore(when.span())
            : when;
    fact.evidence.add(when.span());
    fact.evidence.addAll(base.evidence.subList(1, base.evidence.size()));
    return fact;
  }

  private boolean bySayingIn(Sentence sentence, Tied base, Amount amount) {
    return sentence.cues.stream()
        .anyMatch(
            cue ->
                cue.cue() == Cue.TRANSLATION
                    && cue.start() >= base.amount.span().end()
                    && cue.start() <= amount.number().start());
  }

  // -- levels: money, heads, tokens

  private Tied level(Sentence sentence, Amount amount, List<Tied> before) {
    Term3 found = term(sentence, amount, before, this::isLevelTerm);
    if (found == null) {
      return leave(amount, "no-concept", "nothing beside it says what it is");
    }
    if (found.at.term().again()) {
      TermAt meant = again(sentence, amount, found.at);
      found = meant == null ? found : new Term3(meant, true, meant.start() < found.at.start());
    }
    if (found.at.term().concept() == null) {
      return leave(
          amount, "no-concept", words(found.at.span()) + " is not in the catalogue of concepts");
    }
    if (isValueBefore(sentence, amount, before)) {
      return leave(amount, "value-before", "the value before, and when that was is not written");
    }
    if (isIncrement(sentence, amount, found)) {
      return leave(amount, "change", "a change by so much, not a level");
    }
    Tied fact = new Tied(amount);
    use(fact, found);
    if (!place(sentence, fact, found.at, before)) {
      return leave(amount, "no-issuer", "nobody is named whom it could be of");
    }
    if (!unit(fact, before)) {
      return leave(amount, "unit", "is not counted as " + fact.concept + " is");
    }
    time(sentence, fact, before);
    manner.settle(sentence, fact, before);
    fact.stated = signed(amount.stated(), fact.loss);
    return fact;
  }

  /** A word for a concept, and how far away it was found. */
  private record Term3(TermAt at, boolean isCarried, boolean isFromSentenceBefore) {}

  private void use(Tied fact, Term3 found) {
    fact.concept = found.at.term().concept();
    fact.loss = found.at.term().loss();
    fact.every = found.at.term().every();
    if (found.isFromSentenceBefore) {
      fact.doubt("concept-carried", "what it is was said in a sentence before");
    } else {
      fact.evidence.add(found.at.span());
    }
    lastTerm = found.at;
    lastTermSentence = sentenceNumber;
  }

  /** What 投入 or "that figure" points at: what it is said to be for, or what was spoken of last. */
  private TermAt again(Sentence sentence, Amount amount, TermAt pointing) {
    for (TermAt term : sentence.terms) {
      if (term.start() >= amount.number().end()
          && mentions.isSameClause(term.start(), amount.number().start())
          && term.term().concept() != null
          && isLevelTerm(term, amount)) {
        return term;
      }
    }
    boolean isNear = lastTerm != null && sentenceNumber - lastTermSentence <= 4;
    return isNear && lastTerm.term().concept() != null && isLevelTerm(lastTerm, amount)
        ? lastTerm
        : null;
  }

  private boolean isLevelTerm(TermAt term, Amount amount) {
    Concept concept = term.term().concept();
    Measure.Kind kind = amount.measure().kind();
    if (concept == null) {
      return term.term().only() == null ? kind != Measure.Kind.TOKENS : kind == term.term().only();
    }
    return switch (kind) {
      case MONEY -> concept.unitKind() == Unit.Kind.MONEY;
      case USERS -> concept.unitKind() == Unit.Kind.USERS;
      case PEOPLE -> concept.unitKind() == Unit.Kind.PEOPLE;
      case HEADS -> concept.unitKind() == Unit.Kind.PEOPLE || concept.unitKind() == Unit.Kind.USERS;
      case TOKENS -> concept.unitKind() == Unit.Kind.TOKENS_PER_DAY;
      case NONE -> isPlainNumberOf(concept, term, amount);
      default -> false;
    };
  }

  /** 月活达9400万, 营收301亿: a number without a measure takes that of the concept. */
  private boolean isPlainNumberOf(Concept concept, TermAt term, Amount amount) {
    if (concept.unitKind() == Unit.Kind.RATIO) {
      return false;
    }
    boolean isLarge = magnitude(amount).precision() - magnitude(amount).scale() > 4;
    boolean isNear =
        Math.max(amount.number().start() - term.end(), term.start() - amount.number().end()) <= 8;
    return concept.unitKind() == Unit.Kind.MONEY ? isLarge : isLarge || isNear;
  }

  private static BigDecimal magnitude(Amount amount) {
    StatedValue stated = amount.stated();
    BigDecimal any =
        stated.value() != null
            ? stated.value()
            : stated.low() != null ? stated.low() : stated.high();
    return any.abs();
  }

  private interface Fits {
    boolean test(TermAt term, Amount amount);
  }

  /** The word that says what the amount is: beside it, before it, in the sentence, before that. */
  private Term3 term(Sentence sentence, Amount amount, List<Tied> before, Fits fits) {
    int start = amount.number().start();
    int end = amount.span().end();
    TermAt after = null;
    TermAt last = null;
    TermAt lastReal = null;
    TermAt later = null;
    TermAt earlier = null;
    for (TermAt term : sentence.terms) {
      if (!fits.test(term, amount) || isInBracketsOnly(sentence, term, start, amount, fits)) {
        continue;
      }
      if (term.start() >= amount.number().end()) {
        if (mentions.isSameClause(term.start(), start)) {
          String gap = mentions.between(end, Math.max(end, term.start()));
          if (after == null && isAdjacent(gap) && term.start() - end <= ADJACENT) {
            after = term;
          } else if (later == null && !hasAmountBetween(sentence, amount, term)) {
            later = term;
          }
        } else if (after == null
            && mentions.layout.depth(start) > 0
            && isRightAfterBrackets(end, term.start())) {
          after = term;
        }
      } else if (term.end() <= start || amount.span().contains(term.span())) {
        if (mentions.isSameClause(term.start(), start)) {
          last = last != null && term.term().again() ? last : term;
        } else {
          earlier = term;
          if (term.term().concept() != null) {
            lastReal = term;
          }
        }
      }
    }
    if (after != null && last != null && isVerbOf(last, after, start)) {
      after = null;
    }
    if (after != null) {
      return new Term3(after, false, false);
    }
    if (last != null) {
      return new Term3(last, false, false);
    }
    if (later != null && (earlier == null || Plain.isLatin(text.charAt(later.start())))) {
      return new Term3(later, false, false);
    }
    if (earlier != null) {
      return new Term3(lastReal != null ? lastReal : earlier, true, false);
    }
    if (later != null) {
      return new Term3(later, false, false);
    }
    boolean mayCarry =
        lastTerm != null
            && sentenceNumber - lastTermSentence == 1
            && mentions.layout.paragraph(lastTerm.start()) == mentions.layout.paragraph(start)
            && fits.test(lastTerm, amount)
            && lastTerm.term().concept() != null
            && amount.measure().is(Measure.Kind.MONEY);
    return mayCarry ? new Term3(lastTerm, true, true) : null;
  }

  /** Of 计算利润率(即毛利率)为70% the brackets are not what it is of. */
  private boolean isInBracketsOnly(
      Sentence sentence, TermAt term, int start, Amount amount, Fits fits) {
    if (mentions.layout.depth(term.start()) <= mentions.layout.depth(start)) {
      return false;
    }
    return sentence.terms.stream()
        .anyMatch(
            other ->
                other.end() <= term.start()
                    && fits.test(other, amount)
                    && mentions.layout.depth(other.start()) <= mentions.layout.depth(start));
  }

  /** "burned $2bn in cash" is of burning. */
  private boolean isVerbOf(TermAt last, TermAt after, int start) {
    Concept what = after.term().concept();
    return (what == Concept.CASH || what == null)
        && last.term().concept() != null
        && start - last.end() <= 16;
  }

  private static boolean isAdjacent(String gap) {
    return OF_IT.matcher(gap).matches();
  }

  private boolean hasAmountBetween(Sentence sentence, Amount amount, TermAt term) {
    return sentence.amounts.stream()
        .anyMatch(
            other ->
                other != amount
                    && other.number().start() >= amount.number().end()
                    && other.number().end() <= term.start());
  }

  /** (A 16亿,B 1.8亿)的研发成本: what stands right behind the brackets. */
  private boolean isRightAfterBrackets(int end, int start) {
    int depth = mentions.layout.depth(end);
    int close = end;
    while (close < start && mentions.layout.depth(close) >= Math.max(1, depth)) {
      close++;
    }
    String gap = mentions.between(Math.min(close, start), start);
    return close < start && BEHIND_BRACKETS.matcher(gap).matches();
  }

  /** "to 298 million from 317 million": of a time before that nobody tells. */
  private boolean isValueBefore(Sentence sentence, Amount amount, List<Tied> before) {
    String lead =
        text.substring(Math.max(0, amount.span().start() - 6), amount.span().start())
            .toLowerCase(Locale.ROOT);
    boolean isFrom = lead.endsWith("from ") || lead.endsWith("从") || lead.endsWith("由");
    return isFrom && !hasOwnWhen(sentence, amount) && (!before.isEmpty() || lead.endsWith("from "));
  }

  /** 增加3亿元 is a change by so much; 增加至3亿元 a level. */
  private boolean isIncrement(Sentence sentence, Amount amount, Term3 found) {
    int start = amount.span().start();
    for (CueAt cue : sentence.cues) {
      boolean grows = cue.cue() == Cue.UP || cue.cue() == Cue.DOWN || cue.cue() == Cue.OTHER_GROWTH;
      if (grows && cue.end() <= amount.number().start() && start - cue.end() <= 5) {
        String word = text.substring(cue.start(), Math.max(amount.number().start(), cue.end()));
        boolean leadsUpTo =
            UP_TO.matcher(word).find()
                || hasAmountIn(sentence, cue.end(), start, amount)
                || word.contains("获得");
        return !leadsUpTo && found.at.end() <= cue.start();
      }
    }
    return false;
  }

  static boolean hasAmountIn(Sentence sentence, int from, int to, Amount but) {
    return sentence.amounts.stream()
        .anyMatch(a -> a != but && a.number().start() >= from && a.number().end() <= to);
  }

  // -- ratios: margins, growths, shares

  private Tied ratio(Sentence sentence, Amount amount, List<Tied> before) {
    int start = amount.number().start();
    CueAt grows = growthCue(sentence, amount);
    TermAt ratioTerm = ratioTerm(sentence, amount);
    boolean isComplete = amount.measure().is(Measure.Kind.CHANGE);
    if (ratioTerm != null && !isComplete && amount.measure().is(Measure.Kind.RATIO)) {
      boolean growsBetween =
          grows != null
              && grows.start() >= ratioTerm.end()
              && grows.end() <= start
              && mentions.isSameClause(grows.start(), ratioTerm.start());
      boolean growsNearer = grows != null && !mentions.isSameClause(ratioTerm.start(), start);
      if (growsBetween && !UP_TO.matcher(mentions.between(grows.start(), start)).find()) {
        return leave(amount, "change", "a change of a ratio, not the ratio");
      }
      if (!growsNearer) {
        return ratioOf(sentence, amount, ratioTerm, before);
      }
    }
    boolean isTimes =
        amount.measure().is(Measure.Kind.MULTIPLE) && isTimesAYearBefore(sentence, amount);
    if (grows != null || isComplete || isTimes) {
      return growth(sentence, amount, grows, before);
    }
    Tied share = share(sentence, amount, before);
    if (share != null) {
      return share;
    }
    return open.containsKey(amount)
        ? null
        : leave(amount, "no-concept", "nothing beside it says what it is a part of");
  }

  /** The nearest word for a margin, a share or another ratio that the amount can be. */
  private TermAt ratioTerm(Sentence sentence, Amount amount) {
    Term3 found =
        term(
            sentence,
            amount,
            List.of(),
            (term, a) ->
                term.term().concept() != null
                    && term.term().concept().unitKind() == Unit.Kind.RATIO
                    && term.term().concept().growthOf().isEmpty());
    if (found == null || found.isFromSentenceBefore) {
      return null;
    }
    boolean isCarried =
        found.isCarried
            && (mentions.clause(amount.number().start()) - mentions.clause(found.at.start()) > 6
                || hasOwnTerm(sentence, amount));
    return isCarried ? null : found.at;
  }

  private boolean hasOwnTerm(Sentence sentence, Amount amount) {
    return sentence.terms.stream()
        .anyMatch(
            term ->
                mentions.isSameClause(term.start(), amount.number().start())
                    && term.end() <= amount.number().start()
                    && term.term().concept() != null
                    && term.term().concept().unitKind() != Unit.Kind.RATIO);
  }

  private Tied ratioOf(Sentence sentence, Amount amount, TermAt term, List<Tied> before) {
    if (term.term().concept() == Concept.REVENUE_SHARE) {
      Tied share = shareOf(sentence, amount, term, before);
      return share == null && !open.containsKey(amount)
          ? leave(amount, "no-segment", "a share of revenue, but nobody says of what part")
          : share;
    }
    Tied fact = new Tied(amount);
    use(fact, new Term3(term, false, false));
    if (!place(sentence, fact, term, before)) {
      return leave(amount, "no-issuer", "nobody is named whom it could be of");
    }
    fact.unit = Unit.RATIO;
    fact.stated = amount.stated();
    time(sentence, fact, before);
    manner.settle(sentence, fact, before);
    return fact;
  }

  private CueAt growthCue(Sentence sentence, Amount amount) {
    int start = amount.number().start();
    int end = amount.span().end();
    CueAt nearest = null;
    for (CueAt cue : sentence.cues) {
      boolean grows = cue.cue() == Cue.UP || cue.cue() == Cue.DOWN || cue.cue() == Cue.OTHER_GROWTH;
      if (!grows || !mentions.isSameClause(cue.start(), start)) {
        continue;
      }
      if (cue.end() <= start) {
        nearest = cue;
      } else if (nearest == null && cue.start() >= end) {
        String gap = mentions.between(end, cue.start());
        if (gap.length() <= 18 && GROWTH_BEHIND.matcher(gap).matches()) {
          nearest = cue;
        }
      }
    }
    for (CueAt cue : sentence.cues) {
      if (cue.cue() == Cue.OTHER_GROWTH
          && cue.start() >= end
          && cue.start() - end <= 4
          && mentions.isSameClause(cue.start(), start)) {
        // "up 6% sequentially"
        return cue;
      }
    }
    if (nearest == null && mentions.layout.depth(start) > 0) {
      // 增速超越了A(30%)、B(21%): in brackets behind a name.
      for (CueAt cue : sentence.cues) {
        if (cue.cue() == Cue.UP && cue.end() <= start && isOnlyInBrackets(amount)) {
          nearest = cue;
        }
      }
    }
    return nearest;
  }

  private boolean isOnlyInBrackets(Amount amount) {
    int start = amount.span().start();
    int end = amount.span().end();
    return start > 0
        && "(（".indexOf(text.charAt(start - 1)) >= 0
        && end < text.length()
        && ")）".indexOf(text.charAt(end)) >= 0;
  }

  private Tied growth(Sentence sentence, Amount amount, CueAt cue, List<Tied> before) {
    if (cue != null && cue.cue() == Cue.OTHER_GROWTH) {
      return leave(amount, "other-growth", "not a growth over the year before");
    }
    When since = comparedWith(sentence, amount);
    if (since != null && !isAYearBefore(sentence, since)) {
      return leave(amount, "other-growth", "not a growth over the year before");
    }
    int at = cue == null ? amount.span().start() : Math.min(cue.start(), amount.span().start());
    TermAt term = null;
    for (TermAt each : sentence.terms) {
      boolean isBefore =
          each.end() <= at + 2 && mentions.isSameClause(each.start(), amount.number().start());
      boolean isBetween =
          cue != null && each.start() >= cue.end() && each.end() <= amount.number().start();
      if (isBefore || isBetween || (cue != null && cue.span().contains(each.span()))) {
        if (each.term().concept() == null || each.term().concept().unitKind() != Unit.Kind.RATIO) {
          term = each;
        }
      }
    }
    Tied base = null;
    boolean inBrackets = isOnlyInBrackets(amount);
    if (term == null && !inBrackets) {
      TermAt after = adjacentAfter(sentence, amount);
      if (after != null) {
        term = after;
      }
    }
    if (term == null) {
      base = baseOf(before, amount);
      if (base == null && !inBrackets) {
        TermAt inSentence = lastTermBefore(sentence, amount);
        term = inSentence;
      }
    }
    if (term != null && term.term().concept() == null) {
      return leave(
          amount, "no-concept", words(term.span()) + " is not in the catalogue of concepts");
    }
    Concept grown = term != null ? term.term().concept() : base == null ? null : growing(base);
    if (grown == null) {
      return leave(amount, "no-base", "a growth, but nobody says of what");
    }
    Concept concept = growthOf(grown);
    if (concept == null) {
      return leave(amount, "no-concept", "there is no concept for the growth of " + grown);
    }
    boolean isLoss = term != null ? term.term().loss() : base.loss;
    if (isLoss) {
      return leave(amount, "growth-of-loss", "a growth of a loss has no sign that all agree on");
    }
    StatedValue stated = grown(sentence, amount, cue);
    if (stated == null) {
      return leave(amount, "change", "a multiple, but it does not say of what");
    }
    Tied fact = new Tied(amount);
    fact.isGrowth = true;
    fact.concept = concept;
    fact.unit = Unit.RATIO;
    fact.stated = stated;
    if (cue != null) {
      fact.evidence.add(cue.span());
    }
    if (term != null) {
      fact.evidence.add(term.span());
      fact.every = term.term().every();
    }
    if (amount.measure().is(Measure.Kind.MULTIPLE)) {
      fact.doubt("multiple", "growing by and growing to so many times are often confused");
    }
    boolean ofBase = base != null && !hasOwnName(sentence, amount);
    if (ofBase) {
      fact.issuer = base.issuer;
      fact.segment = base.segment;
      fact.basis = base.basis;
      fact.attribution = base.attribution;
      fact.every = base.every;
      fact.evidence.addAll(base.evidence.subList(1, base.evidence.size()));
    } else if (!place(sentence, fact, term, before)) {
      return leave(amount, "no-issuer", "nobody is named whom it could be of");
    }
    Tied compared =
        inBrackets && !before.isEmpty() && before.getLast().isGrowth ? before.getLast() : null;
    if (compared != null && !hasOwnWhen(sentence, amount)) {
      fact.when = compared.when;
      fact.isPending = compared.isPending;
      fact.isNow = compared.isNow;
    } else if (ofBase && (since != null || !hasOwnWhen(sentence, amount))) {
      fact.when = base.when;
      fact.isPending = base.isPending;
      fact.isNow = base.isNow;
      fact.scenario = base.scenario;
    } else {
      time(sentence, fact, before);
    }
    manner.settle(sentence, fact, before);
    return fact;
  }

  /** The time a growth is measured from: 较年初, "from a year earlier"; null where none is written. */
  private When comparedWith(Sentence sentence, Amount amount) {
    for (When when : sentence.whens) {
      if (when.isDated()
          && mentions.isSameClause(when.span().start(), amount.number().start())
          && (isComparison(when) || isOfTimes(when, amount))) {
        return when;
      }
    }
    return null;
  }

  private boolean isOfTimes(When when, Amount amount) {
    return amount.measure().is(Measure.Kind.MULTIPLE)
        && when.span().end() <= amount.number().start()
        && amount.span().start() - when.span().end() <= 2;
  }

  private boolean isComparison(When when) {
    String before =
        text.substring(Math.max(0, when.span().start() - 18), when.span().start())
            .toLowerCase(Locale.ROOT);
    return THAN.matcher(before).matches();
  }

  private boolean isAYearBefore(Sentence sentence, When since) {
    String words = words(since.span());
    boolean isSame = words.contains("同期") || OF_A_YEAR.matcher(words).find();
    boolean isYear = since.label() != null && A_YEAR.matcher(since.label()).matches();
    return isSame || isYear;
  }

  private TermAt adjacentAfter(Sentence sentence, Amount amount) {
    int end = amount.span().end();
    for (TermAt term : sentence.terms) {
      if (term.start() >= end
          && term.start() - end <= 24
          && mentions.isSameClause(term.start(), amount.number().start())
          && WHAT_GROWS.matcher(mentions.between(end, term.start())).matches()) {
        return term;
      }
    }
    return null;
  }

  private TermAt lastTermBefore(Sentence sentence, Amount amount) {
    TermAt last = null;
    for (TermAt term : sentence.terms) {
      if (term.end() <= amount.number().start()
          && (term.term().concept() == null
              || term.term().concept().unitKind() != Unit.Kind.RATIO)) {
        last = term;
      }
    }
    return last;
  }

  /** The last level before; 分别 has been seen to elsewhere. */
  private static Tied baseOf(List<Tied> before, Amount amount) {
    for (int i = before.size() - 1; i >= 0; i--) {
      Tied each = before.get(i);
      if (each.isGrowth || each.concept.unitKind() != Unit.Kind.RATIO) {
        return each;
      }
    }
    return null;
  }

  private static Concept growing(Tied base) {
    return base.isGrowth ? base.concept.growthOf().orElse(null) : base.concept;
  }

  private static Concept growthOf(Concept grown) {
    return Concept.parse(grown.label() + "Growth").orElse(null);
  }

  /** 增长3倍 is +3, 增长到3倍 and 是去年的3倍 are +2; what shrinks is below zero. */
  private StatedValue grown(Sentence sentence, Amount amount, CueAt cue) {
    StatedValue stated = amount.stated();
    boolean down = cue != null && cue.cue() == Cue.DOWN;
    if (amount.measure().is(Measure.Kind.MULTIPLE)) {
      if (cue == null && isTimesAYearBefore(sentence, amount)) {
        return minusOne(stated);
      }
      if (cue == null || down) {
        return null;
      }
      String between =
          cue.end() <= amount.number().start()
              ? mentions.between(cue.end(), amount.number().start())
              : "";
      boolean english = !Plain.isHan(text.charAt(amount.number().end() - 1));
      boolean isLevel =
          english || LEVEL.matcher(between).find() || "至到".indexOf(text.charAt(cue.end() - 1)) >= 0;
      return isLevel ? minusOne(stated) : stated;
    }
    return down ? negated(stated) : stated;
  }

  /** 是去年同期的137倍 */
  private boolean isTimesAYearBefore(Sentence sentence, Amount amount) {
    return sentence.whens.stream()
        .anyMatch(
            when ->
                when.kind() != When.Kind.NOW
                    && when.span().end() <= amount.number().start()
                    && amount.span().start() - when.span().end() <= 2
                    && isAYearBefore(sentence, when));
  }

  private static StatedValue minusOne(StatedValue v) {
    BigDecimal one = BigDecimal.ONE;
    return new StatedValue(
        v.value() == null ? null : v.value().subtract(one),
        v.decimals(),
        v.low() == null ? null : v.low().subtract(one),
        v.high() == null ? null : v.high().subtract(one));
  }

  private static StatedValue negated(StatedValue v) {
    return new StatedValue(
        v.value() == null ? null : v.value().negate(),
        v.decimals(),
        v.high() == null ? null : v.high().negate(),
        v.low() == null ? null : v.low().negate());
  }

  private static StatedValue signed(StatedValue stated, boolean loss) {
    boolean isNegative = stated.value() != null && stated.value().signum() < 0;
    return loss && !isNegative ? negated(stated) : stated;
  }

  // -- shares

  /** 其中84%来自ChatGPT; 海外收入占总收入的75%. */
  private Tied share(Sentence sentence, Amount amount, List<Tied> before) {
    int start = amount.number().start();
    CueAt cue = null;
    for (CueAt each : sentence.cues) {
      if (each.cue() == Cue.SHARE && mentions.isSameClause(each.start(), start)) {
        boolean isNear = each.end() <= start || each.start() - amount.span().end() <= 14;
        if (isNear && (cue == null || each.end() <= start)) {
          cue = each;
        }
      }
    }
    if (cue == null) {
      return null;
    }
    TermAt of = null;
    for (TermAt term : sentence.terms) {
      if (term.term().concept() != null
          && term.term().concept().unitKind() == Unit.Kind.MONEY
          && mentions.isSameClause(term.start(), start)) {
        of = term;
      }
    }
    if (of == null && !before.isEmpty()) {
      Concept last = before.getLast().concept;
      boolean isRevenue =
          last == Concept.REVENUE
              || last == Concept.ANNUAL_RECURRING_REVENUE
              || last == Concept.RUN_RATE_REVENUE
              || last == Concept.REVENUE_SHARE;
      if (!isRevenue) {
        return leave(amount, "share", "a share, but not of revenue");
      }
    } else if (of == null) {
      TermAt last = lastTermBefore(sentence, amount);
      if (last == null || last.term().concept() != Concept.REVENUE) {
        return null;
      }
    } else if (of.term().concept() != Concept.REVENUE
        && of.term().concept() != Concept.ANNUAL_RECURRING_REVENUE) {
      return leave(amount, "share", "a share, but not of revenue");
    }
    return shareOf(sentence, amount, of, before);
  }

  private Tied shareOf(Sentence sentence, Amount amount, TermAt term, List<Tied> before) {
    Tied fact = new Tied(amount);
    fact.concept = Concept.REVENUE_SHARE;
    fact.unit = Unit.RATIO;
    fact.stated = amount.stated();
    if (term != null) {
      fact.evidence.add(term.span());
    }
    Name part = partOf(sentence, amount);
    if (!place(sentence, fact, null, before)) {
      return leave(amount, "no-issuer", "nobody is named whom it could be of");
    }
    if (part != null) {
      fact.segment = part.segment();
      if (part.issuer() != null) {
        fact.issuer = part.issuer();
      }
      fact.evidence.add(part.span());
    }
    if (fact.segment.isWhole() && !before.isEmpty() && !before.getLast().segment.isWhole()) {
      fact.segment = before.getLast().segment;
      fact.doubt("segment-carried", "the part is that of the amount before");
    }
    if (fact.segment.isWhole()) {
      return leave(amount, "no-segment", "a share of revenue, but nobody says of what part");
    }
    time(sentence, fact, before);
    manner.settle(sentence, fact, before);
    return fact;
  }

  /** The part that has the share: before it in the sentence, or after 来自. */
  private Name partOf(Sentence sentence, Amount amount) {
    int start = amount.number().start();
    Name in = null;
    Name after = null;
    Name earlier = null;
    for (Name name : sentence.names) {
      if (name.segment().isWhole()) {
        continue;
      }
      if (name.end() <= start) {
        if (mentions.isSameClause(name.start(), start)) {
          in = name;
        } else {
          earlier = name;
        }
      } else if (after == null && mentions.isSameClause(name.start(), start)) {
        after = name;
      }
    }
    boolean comesFrom =
        sentence.cues.stream()
            .anyMatch(
                cue ->
                    cue.cue() == Cue.SHARE
                        && cue.start() >= amount.number().end()
                        && mentions.isSameClause(cue.start(), start));
    if (comesFrom && after != null) {
      return after;
    }
    return in != null ? in : earlier != null ? earlier : after;
  }

  // -- who

  /** Whose the fact is. False where nobody is named. */
  private boolean place(Sentence sentence, Tied fact, TermAt term, List<Tied> before) {
    int start = fact.amount.number().start();
    Name issuer = null;
    Name part = null;
    boolean partHere = false;
    boolean whole = false;
    for (Name name : sentence.names) {
      if (name.start() >= start || (name.isAside() && !isBracketOf(name, fact.amount))) {
        continue;
      }
      if (name.issuer() != null) {
        if (!name.isKnown() && issuer != null && issuer.isKnown()) {
          continue;
        }
        issuer = name;
        part = name.segment().isWhole() ? null : name;
      } else if (isSpokenOf(name, term, fact.amount)) {
        part = name;
      }
    }
    for (CueAt cue : sentence.cues) {
      if (cue.cue() == Cue.WHOLE
          && cue.end() <= start + 1
          && mentions.isSameClause(cue.start(), start)
          && (part == null || cue.start() >= part.end())
          && (term == null || cue.start() <= term.start())) {
        whole = true;
      }
    }
    if (term != null && term.term().concept() != null && part != null) {
      String word = text.substring(term.start(), term.end());
      whole |= word.startsWith("总") && part.issuer() == null;
    }
    CueAt somebody = cueBefore(sentence, fact.amount, each -> each == Cue.SOMEBODY);
    if (somebody != null && (issuer == null || issuer.end() <= somebody.start())) {
      return false;
    }
    Name pointedAt = pointedAt(sentence, fact.amount);
    if (pointedAt != null && (issuer == null || pointedAt.start() > issuer.start())) {
      issuer = pointedAt;
    }
    if (issuer == null) {
      issuer = nameAfter(sentence, fact.amount);
      part = issuer == null || issuer.segment().isWhole() ? part : issuer;
    }
    boolean isCarried = issuer == null;
    if (isCarried) {
      issuer = subject;
    }
    if (issuer == null || (isCarried && !mayCarry(sentence, fact.amount))) {
      issuer = stranger(sentence, fact.amount);
      isCarried = false;
      if (issuer == null) {
        return false;
      }
      subject = issuer;
      subjectParagraph = mentions.layout.paragraph(issuer.start());
    }
    fact.issuer = issuer.issuer();
    if (isCarried) {
      if (part == null && !issuer.segment().isWhole() && !whole) {
        fact.segment = issuer.segment();
      }
      if (subjectParagraph != mentions.layout.paragraph(start)) {
        fact.doubt("issuer-carried", "who it is of was said in a paragraph before");
      } else {
        fact.doubt("issuer-carried", "who it is of was said in a sentence before");
      }
    } else {
      fact.evidence.add(issuer.span());
    }
    if (part != null && (isOfTheWhole(sentence, fact, part) || isLeftAlready(fact, part, before))) {
      whole = true;
    }
    if (part != null && !whole) {
      fact.segment = parts.of(issuer.issuer(), part);
      if (part != issuer) {
        fact.evidence.add(part.span());
      }
    }
    if (fact.segment.isWhole() && !whole && term != null) {
      unknownPart(fact, term);
    }
    if (!issuer.isKnown()) {
      fact.doubt(
          "issuer-unknown",
          "nobody has a profile for " + words(issuer.span()) + "; check the id " + issuer.issuer());
    }
    return true;
  }

  /** Who begins the sentence, though nobody knows the name: 某某智行第三季度收入. */
  private Name stranger(Sentence sentence, Amount amount) {
    int start = mentions.layout.sentenceStart(amount.number().start());
    int next = amount.span().start();
    for (When when : sentence.whens) {
      next = Math.min(next, when.span().start());
    }
    for (TermAt term : sentence.terms) {
      next = Math.min(next, term.start());
    }
    for (CueAt cue : sentence.cues) {
      if (cue.start() < next) {
        return null;
      }
    }
    return parts.stranger(start, next);
  }

  /** The sentence went on to the whole company since it named the part. */
  private boolean isLeftAlready(Tied fact, Name part, List<Tied> before) {
    if (before.isEmpty() || mentions.isSameClause(part.start(), fact.amount.number().start())) {
      return false;
    }
    Tied last = before.getLast();
    return last.segment.isWhole()
        && last.issuer.equals(fact.issuer)
        && last.amount.number().start() > part.end();
  }

  /** 快手可灵收入2.5亿元，净利润56亿元: what only a company has is not of its part a clause before. */
  private boolean isOfTheWhole(Sentence sentence, Tied fact, Name part) {
    return OF_A_COMPANY.contains(fact.concept)
        && !mentions.isSameClause(part.start(), fact.amount.number().start())
        && sentence.names.stream()
            .anyMatch(
                name ->
                    name.segment().isWhole()
                        && name.issuer() != null
                        && name.issuer().equals(fact.issuer)
                        && name.end() <= fact.amount.number().start());
  }

  /** 生成式AI业务收入 is a part's, though no lexicon has the part. */
  private void unknownPart(Tied fact, TermAt term) {
    Concept concept = term.term().concept();
    if (concept != Concept.REVENUE && concept != Concept.REVENUE_SHARE) {
      return;
    }
    Span part = parts.before(term.span());
    if (part != null) {
      parts
          .slug(part)
          .ifPresent(
              slug -> {
                fact.segment = SegmentId.of(slug);
                fact.evidence.add(part);
                fact.doubt(
                    "segment-unknown", "nobody has a name for " + words(part) + "; check the id");
              });
    }
  }

  /** From a paragraph before only by a pronoun, or where a paragraph goes on about the same. */
  private boolean mayCarry(Sentence sentence, Amount amount) {
    int start = amount.number().start();
    int paragraphs = mentions.layout.paragraph(start) - subjectParagraph;
    boolean hasPronoun =
        sentence.cues.stream()
            .anyMatch(
                cue ->
                    (cue.cue() == Cue.PRONOUN || cue.cue() == Cue.LAST_NAMED)
                        && cue.end() <= start);
    return paragraphs == 0 || (paragraphs <= 2 && hasPronoun);
  }

  /** Whom 该公司 means: the last one named before it, be it by the way. */
  private Name pointedAt(Sentence sentence, Amount amount) {
    Name last = null;
    for (CueAt cue : sentence.cues) {
      if (cue.cue() == Cue.LAST_NAMED && cue.end() <= amount.number().start()) {
        for (Name name : sentence.names) {
          if (name.end() <= cue.start() && name.issuer() != null && name.isKnown()) {
            last = name;
          }
        }
      }
    }
    return last;
  }

  /** 广告 is a part where its revenue is spoken of, not wherever the word stands. */
  private boolean isSpokenOf(Name name, TermAt term, Amount amount) {
    int start = amount.number().start();
    if (term == null) {
      return mentions.isSameClause(name.start(), start)
          || mentions.clause(start) - mentions.clause(name.start()) <= 2;
    }
    if (term.start() >= name.start() && term.start() <= name.end()) {
      return true;
    }
    if (mentions.isSameClause(name.start(), start)) {
      String gap = mentions.between(name.end(), term.start());
      return (term.start() >= name.end() && gap.length() <= 14) || term.end() <= name.start();
    }
    // MiniMax的AI原生产品,月活达到…: what the clause before was about.
    boolean endsClause =
        name.end() < text.length()
                && mentions.clause(name.end() + 1) != mentions.clause(name.start())
            || (name.end() < text.length() && "，,、的".indexOf(text.charAt(name.end())) >= 0);
    return endsClause && mentions.clause(start) - mentions.clause(name.start()) <= 6;
  }

  private boolean isBracketOf(Name name, Amount amount) {
    int start = amount.span().start();
    return isOnlyInBrackets(amount) && start - 1 == name.end();
  }

  /** "$13bn at OpenAI": only where nobody was named before. */
  private Name nameAfter(Sentence sentence, Amount amount) {
    if (subject != null && subjectParagraph == mentions.layout.paragraph(amount.number().start())) {
      return null;
    }
    for (Name name : sentence.names) {
      if (name.issuer() != null
          && !name.isAside()
          && name.start() >= amount.number().end()
          && mentions.isSameClause(name.start(), amount.number().start())) {
        return name;
      }
    }
    return null;
  }

  private boolean hasOwnName(Sentence sentence, Amount amount) {
    return sentence.names.stream()
        .anyMatch(
            name ->
                (!name.isAside() || isBracketOf(name, amount))
                    && name.end() <= amount.number().start()
                    && (mentions.isSameClause(name.start(), amount.number().start())
                        || isBracketOf(name, amount)));
  }

  // -- in what

  private boolean unit(Tied fact, List<Tied> before) {
    Concept concept = fact.concept;
    Amount amount = fact.amount;
    switch (concept.unitKind()) {
      case MONEY -> {
        if (amount.measure().currency() != null) {
          fact.unit = amount.measure().currency();
        } else {
          Currencies.Guess guess =
              currencies.of(
                  fact.issuer, before, mentions.layout.depth(amount.number().start()) > 0);
          fact.unit = guess.currency();
          fact.doubt("currency-not-written", guess.because());
        }
        currencies.seen(fact, mentions.layout.depth(amount.number().start()) > 0);
      }
      case USERS -> fact.unit = Unit.USERS;
      case PEOPLE -> fact.unit = Unit.PEOPLE;
      case TOKENS_PER_DAY -> fact.unit = Unit.TOKENS_PER_DAY;
      default -> {
        return false;
      }
    }
    return true;
  }

  // -- when

  private boolean hasOwnWhen(Sentence sentence, Amount amount) {
    return sentence.whens.stream()
        .anyMatch(
            when ->
                when.isDated()
                    && mentions.isSameClause(when.span().start(), amount.number().start())
                    && (when.span().end() <= amount.number().start()
                        || when.span().start() - amount.span().end() <= TIME_AFTER));
  }

  private void time(Sentence sentence, Tied fact, List<Tied> before) {
    Amount amount = fact.amount;
    int start = amount.number().start();
    int end = amount.span().end();
    When in = null;
    When after = null;
    When earlier = null;
    When bracketed = null;
    When late = null;
    List<When> dated = sentence.whens.stream().filter(When::isDated).toList();
    if (dated.size() == 1
        && dated.getFirst().span().start() >= end
        && Plain.isLatin(text.charAt(dated.getFirst().span().start()))) {
      late = dated.getFirst();
    }
    for (When when : sentence.whens) {
      boolean here = mentions.isSameClause(when.span().start(), start);
      if (fact.isGrowth && here && isComparison(when)) {
        continue;
      }
      if (when.span().end() <= start) {
        if (here) {
          in = isTakenByAnother(before, when, amount) ? in : when;
        } else if (!isTakenByAnother(before, when, amount) || earlier == null) {
          earlier = when;
        }
      } else if (when.span().start() >= amount.number().end() && after == null) {
        boolean noAmountBetween = !hasAmountIn(sentence, end, when.span().start(), amount);
        if (here && noAmountBetween && when.span().start() - end <= TIME_AFTER) {
          after = when;
        } else if (noAmountBetween
            && when.span().start() - end <= 2
            && mentions.layout.depth(when.span().start()) > mentions.layout.depth(start)) {
          bracketed = when;
        } else if (late == null
            && when.isDated()
            && Plain.isLatin(text.charAt(when.span().start()))
            && here) {
          late = when;
        }
      }
    }
    boolean latin =
        !Plain.isHan(text.charAt(amount.number().end() - 1))
            && after != null
            && Plain.isLatin(text.charAt(Math.min(text.length() - 1, end + 1)));
    When chosen =
        bracketed != null
            ? bracketed
            : after != null && (latin || in == null) && after.isDated()
                ? after
                : in != null ? in : earlier != null ? earlier : late;
    if (chosen != null && chosen.kind() == When.Kind.NOW) {
      fact.isNow = true;
      fact.isPending = true;
      fact.evidence.add(chosen.span());
      return;
    }
    if (chosen != null) {
      fact.when = chosen;
      fact.evidence.add(chosen.span());
      if (chosen.isDated()) {
        lastWhen = chosen;
        lastWhenParagraph = mentions.layout.paragraph(start);
        lastWhenIssuer = fact.issuer;
      }
      return;
    }
    boolean mayCarry =
        lastWhen != null
            && lastWhenParagraph == mentions.layout.paragraph(start)
            && (fact.issuer.equals(lastWhenIssuer)
                || (lastWhenIssuer == null && !isAhead(lastWhen)));
    if (mayCarry) {
      fact.when = lastWhen;
      fact.doubt("period-carried", "the time was said in a sentence before");
    } else {
      fact.isPending = true;
    }
  }

  private boolean isAhead(When when) {
    return when.isDated() && when.end().isAfter(published);
  }

  /** In "5.5 billion at the end of 2023 to 13 billion", 2023 is the first amount's. */
  private boolean isTakenByAnother(List<Tied> before, When when, Amount amount) {
    if (Plain.isHan(text.charAt(when.span().end() - 1))) {
      return false;
    }
    return before.stream()
        .anyMatch(
            fact ->
                fact.when == when
                    && fact.amount != amount
                    && fact.amount.span().end() <= when.span().start()
                    && mentions.isSameClause(
                        fact.amount.number().start(), amount.number().start()));
  }

  // -- lists

  /** A、B分别达到7亿、8亿; 2023财年到2025财年分别为4%、5%、8%; 同比分别增长23%、59%. */
  private List<Tied> listed(Sentence sentence, Amount amount, List<Tied> before) {
    CueAt each = null;
    int start = amount.number().start();
    for (CueAt cue : sentence.cues) {
      if (cue.cue() == Cue.EACH && mentions.isSameClause(cue.start(), start)) {
        each = cue;
      }
    }
    if (each == null) {
      return List.of();
    }
    CueAt sign = each;
    boolean isBefore = sign.end() <= start;
    List<Amount> row =
        sentence.amounts.stream()
            .filter(a -> mentions.isSameClause(a.number().start(), start))
            .filter(a -> isBefore == (a.number().start() >= sign.end()))
            .filter(a -> a.measure().kind() == amount.measure().kind() || !isBefore)
            .toList();
    if (row.size() < 2 || row.getFirst() != amount) {
      return List.of();
    }
    int at = isBefore ? sign.start() : row.getFirst().span().start();
    List<Name> names = lastNames(sentence, at, row.size());
    List<When> whens = lastWhens(sentence, at, row.size());
    if (amount.measure().is(Measure.Kind.RATIO)
        && growthCue(sentence, amount) != null
        && levels(before).size() >= row.size()) {
      List<Tied> levels = levels(before);
      List<Tied> last = levels.subList(levels.size() - row.size(), levels.size());
      List<Tied> tied = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Tied growth =
            growth(sentence, row.get(i), growthCue(sentence, row.get(i)), List.of(last.get(i)));
        if (growth == null) {
          return List.of();
        }
        tied.add(growth);
      }
      return tied;
    }
    List<Tied> tied = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Tied one = tie(sentence, row.get(i), before);
      if (one == null) {
        continue;
      }
      if (names.size() == row.size()) {
        one.issuer = names.get(i).issuer() == null ? one.issuer : names.get(i).issuer();
        one.segment = names.get(i).segment();
        one.evidence.add(names.get(i).span());
      }
      if (whens.size() == row.size()) {
        one.when = whens.get(i);
        one.isPending = false;
        one.evidence.add(whens.get(i).span());
      }
      tied.add(one);
    }
    return tied;
  }

  private static List<Tied> levels(List<Tied> before) {
    return before.stream()
        .filter(tied -> !tied.isGrowth && tied.concept.unitKind() != Unit.Kind.RATIO)
        .toList();
  }

  private List<Name> lastNames(Sentence sentence, int before, int count) {
    List<Name> names =
        sentence.names.stream().filter(name -> name.end() <= before && !name.isAside()).toList();
    if (names.size() < count) {
      return List.of();
    }
    List<Name> last = names.subList(names.size() - count, names.size());
    for (int i = 0; i + 1 < last.size(); i++) {
      if (last.get(i + 1).start() - last.get(i).end() > 8) {
        return List.of();
      }
    }
    return last;
  }

  /** The times before, or the years from the first to the last of two. */
  private List<When> lastWhens(Sentence sentence, int before, int count) {
    List<When> whens =
        sentence.whens.stream()
            .filter(when -> when.span().end() <= before && when.isDated())
            .toList();
    int n = whens.size();
    if (n >= 2
        && whens.get(n - 1).start().getYear() - whens.get(n - 2).start().getYear() == count - 1
        && whens.get(n - 1).span().start() - whens.get(n - 2).span().end() <= 4
        && isYear(whens.get(n - 2))
        && isYear(whens.get(n - 1))) {
      List<When> all = new ArrayList<>();
      When first = whens.get(n - 2);
      When last = whens.get(n - 1);
      for (int i = 0; i < count; i++) {
        int year = first.start().getYear() + i;
        all.add(
            new When(
                i == 0 ? first.span() : last.span(),
                When.Kind.SPAN,
                LocalDate.of(year, 1, 1),
                LocalDate.of(year, 12, 31),
                false,
                (last.isFiscal() ? "FY" : "") + year,
                true));
      }
      return all;
    }
    return n >= count ? whens.subList(n - count, n) : List.of();
  }

  private static boolean isYear(When when) {
    return when.label() != null && A_YEAR.matcher(when.label()).matches();
  }

  /** A、B、C均超过100亿: the same of each. */
  private List<Tied> sharedByAll(Sentence sentence, Tied one) {
    int start = one.amount.number().start();
    CueAt all = null;
    for (CueAt cue : sentence.cues) {
      if (cue.cue() == Cue.ALL && cue.end() <= start && mentions.isSameClause(cue.start(), start)) {
        all = cue;
      }
    }
    if (all == null) {
      return List.of(one);
    }
    List<Name> names = new ArrayList<>();
    for (Name name : sentence.names) {
      if (name.end() <= all.start() && name.issuer() != null && !name.isAside()) {
        if (!names.isEmpty() && name.start() - names.getLast().end() > 5) {
          names.clear();
        }
        names.add(name);
      }
    }
    if (names.size() < 2) {
      return List.of(one);
    }
    List<Tied> each = new ArrayList<>();
    for (Name name : names) {
      Tied copy = new Tied(one.amount);
      copy.issuer = name.issuer();
      copy.segment = name.segment();
      copy.concept = one.concept;
      copy.loss = one.loss;
      copy.isGrowth = one.isGrowth;
      copy.when = one.when;
      copy.isPending = one.isPending;
      copy.isNow = one.isNow;
      copy.every = one.every;
      copy.stated = one.stated;
      copy.unit = one.unit;
      copy.scenario = one.scenario;
      copy.basis = one.basis;
      copy.attribution = one.attribution;
      copy.confidence = one.confidence;
      copy.doubts.addAll(one.doubts);
      copy.evidence.addAll(one.evidence);
      copy.evidence.add(name.span());
      each.add(copy);
    }
    return each;
  }

  // -- words

  private CueAt cueBefore(Sentence sentence, Amount amount, Predicate<Cue> which) {
    CueAt last = null;
    for (CueAt cue : sentence.cues) {
      if (which.test(cue.cue()) && cue.end() <= amount.number().start()) {
        last = cue;
      }
    }
    return last;
  }

  private String words(Span span) {
    return text.substring(span.start(), span.end());
  }

  /** Two drafts of the same, said twice, are one. */
  static Map<List<Object>, Tied> distinct(List<Tied> facts) {
    Map<List<Object>, Tied> distinct = new LinkedHashMap<>();
    for (Tied fact : facts) {
      List<Object> key = new ArrayList<>();
      key.add(fact.issuer);
      key.add(fact.segment);
      key.add(fact.concept);
      key.add(fact.period);
      key.add(fact.stated);
      key.add(fact.unit);
      key.add(fact.scenario);
      key.add(fact.basis);
      Tied same = distinct.putIfAbsent(key, fact);
      if (same != null && !Objects.equals(same, fact)) {
        same.evidence.addAll(fact.evidence);
      }
    }
    return distinct;
  }

  static Map<IssuerId, IssuerProfile> byId(List<IssuerProfile> profiles) {
    Map<IssuerId, IssuerProfile> byId = new HashMap<>();
    profiles.forEach(profile -> byId.put(profile.id(), profile));
    return byId;
  }
}
