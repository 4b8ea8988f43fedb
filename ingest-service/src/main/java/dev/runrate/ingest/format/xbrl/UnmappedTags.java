package dev.runrate.ingest.format.xbrl;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.Unit;
import dev.runrate.ingest.format.sec.TagMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a report says that there is no concept for, and which one it may mean: the tag or concept
 * whose words are most like its own, among those that are measured alike.
 */
final class UnmappedTags {
  private static final int MOST = 2_000;
  private static final Set<String> EMPTY_WORDS =
      Set.of("of", "and", "the", "in", "for", "to", "by", "from", "net", "loss", "total", "member");

  /** Words that make something else of what is otherwise alike. */
  private static final Set<String> TELLING =
      Set.of(
          "financing",
          "investing",
          "interest",
          "finance",
          "tax",
          "deferred",
          "liability",
          "contract",
          "lease",
          "comprehensive",
          "restricted",
          "equivalent",
          "share",
          "securitie",
          "financial");

  /** Of the words of both, more than half must be shared. */
  private static final double LEAST_LIKENESS = 0.5;

  private record Known(Set<String> words, Concept concept) {}

  /** Of each word those that have it: most tags share none with any. */
  private static final Map<String, List<Known>> KNOWN = known();

  private static final class Group {
    XbrlFact best;
    Place place;
    String reason;
    int facts;
  }

  private final Map<XbrlName, Group> groups = new LinkedHashMap<>();
  private final Map<XbrlName, String> labels;
  private final TagMapping mapping;

  UnmappedTags(Map<XbrlName, String> labels, TagMapping mapping) {
    this.labels = labels;
    this.mapping = mapping;
  }

  private static Map<String, List<Known>> known() {
    Map<Set<String>, Concept> byWords = new HashMap<>();
    TagMap.load()
        .concepts()
        .forEach(
            (tag, concept) -> byWords.put(words(tag.substring(tag.indexOf(':') + 1)), concept));
    for (Concept concept : Concept.values()) {
      byWords.put(words(concept.label()), concept);
    }
    Map<String, List<Known>> byWord = new HashMap<>();
    byWords.forEach(
        (words, concept) ->
            words.forEach(
                word ->
                    byWord
                        .computeIfAbsent(word, w -> new ArrayList<>())
                        .add(new Known(words, concept))));
    return byWord;
  }

  void add(XbrlFact fact, Place place, String reason) {
    Group group = groups.computeIfAbsent(fact.concept(), name -> new Group());
    group.facts++;
    if (group.best == null || rank(fact, place) > rank(group.best, group.place)) {
      group.best = fact;
      group.place = place;
      group.reason = reason;
    }
  }

  /** Of the whole before a segment, then the newest, then the longest. */
  private static long rank(XbrlFact fact, Place place) {
    long rank =
        switch (place) {
          case Place.Whole whole -> 2_000_000_000L;
          case Place.Part part -> 1_000_000_000L;
          default -> 0;
        };
    return fact.context().period() instanceof Checked.Valid<Period> valid
        ? rank + valid.value().end().toEpochDay() * 1_000
        : rank;
  }

  List<ReadReport.Unmapped> list() {
    List<ReadReport.Unmapped> list = new ArrayList<>();
    groups.forEach(
        (name, group) -> {
          if (group.place instanceof Place.Whole || group.place instanceof Place.Part) {
            list.add(unmapped(name, group));
          }
        });
    list.sort(
        Comparator.comparing((ReadReport.Unmapped each) -> each.proposal() == null)
            .thenComparing(each -> isStandard(each.tag()))
            .thenComparing(ReadReport.Unmapped::tag));
    return list.size() > MOST ? List.copyOf(list.subList(0, MOST)) : list;
  }

  private static boolean isStandard(String tag) {
    return tag.matches("(us-gaap|ifrs-full|dei|srt|ecd|country|invest|cyd):.*");
  }

  private ReadReport.Unmapped unmapped(XbrlName name, Group group) {
    XbrlFact best = group.best;
    String label = labels.getOrDefault(name, Words.label(name));
    Concept proposal = group.reason.equals("tag") ? proposal(name, label, best) : null;
    return new ReadReport.Unmapped(
        name.toString(),
        label,
        best.number() instanceof Checked.Valid<BigDecimal> valid
            ? valid.value().toPlainString()
            : null,
        best.unit().text(),
        best.context().period() instanceof Checked.Valid<Period> valid
            ? valid.value().toString()
            : null,
        group.place instanceof Place.Part part ? segment(part.member()) : null,
        group.facts,
        proposal == null ? null : proposal.label(),
        group.reason,
        best.id());
  }

  private String segment(XbrlName member) {
    return mapping.segments().containsKey(member.toString())
        ? mapping.segments().get(member.toString()).slug()
        : Words.segment(member).map(segment -> segment.slug()).orElse(null);
  }

  private static Concept proposal(XbrlName name, String label, XbrlFact fact) {
    if (!(fact.unit().unit() instanceof Checked.Valid<Unit> unit)
        || !(fact.context().period() instanceof Checked.Valid<Period> period)) {
      return null;
    }
    boolean isSpan = period.value() instanceof Period.Span;
    Map<Double, Concept> byLikeness = new TreeMap<>(Comparator.reverseOrder());
    for (Set<String> words : new HashSet<>(List.of(words(name.local()), words(label)))) {
      Set<Known> alike = new HashSet<>();
      words.forEach(word -> alike.addAll(KNOWN.getOrDefault(word, List.of())));
      for (Known known : alike) {
        Concept concept = known.concept;
        if (concept.unitKind() == unit.value().kind()
            && (isSpan ? concept.takesSpan() : concept.takesInstant())) {
          double likeness = likeness(words, known.words);
          if (likeness >= LEAST_LIKENESS) {
            byLikeness.merge(likeness, concept, (a, b) -> a.compareTo(b) <= 0 ? a : b);
          }
        }
      }
    }
    return byLikeness.isEmpty() ? null : byLikeness.values().iterator().next();
  }

  private static double likeness(Set<String> a, Set<String> b) {
    if (b.contains("revenue") && !a.contains("revenue")) {
      return 0; // Revenues net of interest expense are no interest expense.
    }
    for (String word : TELLING) {
      if (a.contains(word) && !b.contains(word)) {
        return 0;
      }
    }
    Set<String> shared = new HashSet<>(a);
    shared.retainAll(b);
    Set<String> all = new HashSet<>(a);
    all.addAll(b);
    return all.isEmpty() ? 0 : (double) shared.size() / all.size();
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    for (String word : Words.of(text)) {
      String plain = word.toLowerCase(Locale.ROOT);
      if (!EMPTY_WORDS.contains(plain)) {
        words.add(
            plain.endsWith("s") && plain.length() > 3
                ? plain.substring(0, plain.length() - 1)
                : plain);
      }
    }
    return words;
  }
}
