package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.ingest.draft.reading.Lexicon.Cue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The step that finds who is spoken of: issuers by the names and aliases of their profiles and of
 * the lexicon, their parts, and names that look like a company's but that nobody knows, which are
 * kept apart: whoever approves the draft decides.
 */
final class Names {
  /**
   * Somebody who is named.
   *
   * @param issuer null for a part that any issuer may have: 海外, "cloud business"
   * @param segment {@link SegmentId#WHOLE} for the issuer itself
   * @param isKnown by a profile or by the lexicon
   * @param isAside only compared with, or only quoted
   */
  record Name(Span span, IssuerId issuer, SegmentId segment, boolean isKnown, boolean isAside) {
    int start() {
      return span.start();
    }

    int end() {
      return span.end();
    }
  }

  private record Target(IssuerId issuer, SegmentId segment, boolean startsWithCapital) {}

  private static final Pattern LATIN_NAME =
      Pattern.compile(
          "[A-Z][A-Za-z0-9]*[A-Za-z](?:[.-][A-Z][A-Za-z]+)?(?: [A-Z][A-Za-z0-9]+){0,2}");

  private static final Pattern HAN_NAME =
      Pattern.compile(
          "(?<=^|[\\n。，,；;、：:“”])([\\u4e00-\\u9fff]{2,4}(?:科技|智能|集团|股份|机器人|网络|医疗|半导体))");

  private static final String NOT_A_NAME = "这该多其各两三几本一某全我那诸众此";
  private static final int MOST_UNKNOWN = 2_000;

  private final Lexicon lexicon;
  private final Words<Target> known = new Words<>();

  /** What an issuer's own name of a part says behind the issuer's name: of 微软智能云 智能云. */
  private final Map<String, SegmentId> ownParts = new HashMap<>();

  private Names(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** A profile's names come after the lexicon's: whoever put it knows better. */
  static Names of(Lexicon lexicon, List<IssuerProfile> profiles) {
    Names names = new Names(lexicon);
    lexicon.aliases.forEach((target, words) -> words.forEach(word -> names.add(target, word)));
    lexicon.aliases.forEach(
        (target, words) -> words.forEach(word -> names.addOwnPart(target, word)));
    for (IssuerProfile profile : profiles) {
      String id = profile.id().slug();
      if (profile.name() != null) {
        // Cursor (Anysphere): both are names.
        for (String part : profile.name().split("[()（）]")) {
          names.add(id, part.strip());
        }
      }
      profile.names().values().forEach(name -> names.add(id, name));
      profile.aliases().forEach(alias -> names.add(id, alias));
    }
    return names;
  }

  private void add(String target, String word) {
    String folded = Plain.fold(word, lexicon.script).strip();
    if (folded.length() < 2) {
      return;
    }
    int slash = target.indexOf('/');
    String issuer = slash < 0 ? target : target.substring(0, slash);
    known.add(
        folded,
        new Target(
            issuer.equals("*") ? null : IssuerId.of(issuer),
            SegmentId.of(slash < 0 ? null : target.substring(slash + 1)),
            Character.isUpperCase(folded.charAt(0))));
  }

  private void addOwnPart(String target, String word) {
    int slash = target.indexOf('/');
    if (slash <= 0 || target.startsWith("*")) {
      return;
    }
    String issuer = target.substring(0, slash);
    String folded = Plain.fold(word, lexicon.script);
    for (String alias : lexicon.aliases.getOrDefault(issuer, List.of())) {
      String name = Plain.fold(alias, lexicon.script);
      if (folded.startsWith(name) && folded.length() > name.length() + 1) {
        ownParts.putIfAbsent(
            issuer + ":" + folded.substring(name.length()).strip(),
            SegmentId.of(target.substring(slash + 1)));
      }
    }
  }

  /** The part, by the issuer's own name for it if it has one. */
  SegmentId partOf(IssuerId issuer, Name part, String text) {
    return part.issuer() != null
        ? part.segment()
        : ownParts.getOrDefault(
            issuer + ":" + text.substring(part.start(), part.end()), part.segment());
  }

  List<Name> find(String text, List<Words.Found<Cue>> cues) {
    List<Name> names = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      Words.Found<Target> found = known.beforeYear(text, i);
      if (found != null
          && (!found.value().startsWithCapital || Character.isUpperCase(text.charAt(i)))) {
        Target target = found.value();
        names.add(
            new Name(
                new Span(i, found.end()),
                target.issuer,
                target.segment,
                true,
                isAside(text, i, found.end())));
        i = found.end() - 1;
      }
    }
    names.addAll(unknown(text, names, cues));
    names.sort(Comparator.comparing(Name::span));
    return names;
  }

  /** Whoever is compared with is not who the sentence is about, nor is who is quoted. */
  private boolean isAside(String text, int start, int end) {
    int at = start > 0 && text.charAt(start - 1) == ' ' ? start - 1 : start;
    Words.Found<Cue> before = lexicon.cues.before(text, at);
    if (before != null && (before.value() == Cue.VERSUS || before.value() == Cue.ACCORDING_TO)) {
      return true;
    }
    int next = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
    Words.Found<Cue> after = lexicon.cues.at(text, next);
    return after != null
        && (after.value() == Cue.BACKS
            || (after.value() == Cue.SAYS && text.startsWith("数据", end)));
  }

  private List<Name> unknown(String text, List<Name> names, List<Words.Found<Cue>> cues) {
    Set<Integer> taken = new HashSet<>();
    names.forEach(name -> addAll(taken, name.start(), name.end()));
    Map<String, Integer> counts = new HashMap<>();
    List<Name> candidates = new ArrayList<>();
    Matcher latin = LATIN_NAME.matcher(text);
    while (latin.find() && candidates.size() < MOST_UNKNOWN) {
      if (isFree(taken, latin.start(), latin.end()) && isNameLike(text, latin)) {
        counts.merge(latin.group(), isInside(text, latin.start()) ? 2 : 1, Integer::sum);
        add(candidates, text, latin.start(), latin.end());
      }
    }
    candidates.removeIf(
        name ->
            counts.getOrDefault(text.substring(name.start(), name.end()), 0) < 2
                && !isMarked(text, name));
    Matcher han = HAN_NAME.matcher(text);
    while (han.find() && candidates.size() < MOST_UNKNOWN) {
      if (isFree(taken, han.start(1), han.end(1))
          && NOT_A_NAME.indexOf(text.charAt(han.start(1))) < 0) {
        add(candidates, text, han.start(1), han.end(1));
      }
    }
    return candidates;
  }

  private void add(List<Name> candidates, String text, int start, int end) {
    lexicon
        .script
        .slug(text.substring(start, end))
        .ifPresent(
            slug ->
                candidates.add(
                    new Name(
                        new Span(start, end),
                        IssuerId.of(slug),
                        SegmentId.WHOLE,
                        false,
                        isAside(text, start, end) || isSpeaker(text, end))));
  }

  private boolean isSpeaker(String text, int end) {
    int at = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
    Words.Found<Cue> after = lexicon.cues.at(text, at);
    return after != null && after.value() == Cue.SAYS;
  }

  private boolean isNameLike(String text, Matcher name) {
    String words = name.group();
    for (String word : words.split(" ")) {
      if (lexicon.commonWords.contains(word.toLowerCase(java.util.Locale.ROOT))
          && (words.startsWith(word) || !word.equals("AI"))) {
        return false;
      }
    }
    return words.length() >= 3
        && lexicon.terms.at(text, name.start()) == null
        && lexicon.times.at(text, name.start()) == null
        && lexicon.symbols.at(text, name.start()) == null
        && !isGloss(text, name.start())
        && (name.start() == 0
            || (!Plain.isLatin(text.charAt(name.start() - 1))
                && !Plain.isDigit(text.charAt(name.start() - 1))
                && text.charAt(name.start() - 1) != '-'));
  }

  /** 张三(Jane Doe): the same name once more. */
  private static boolean isGloss(String text, int start) {
    return start > 1
        && "(（".indexOf(text.charAt(start - 1)) >= 0
        && Plain.isHan(text.charAt(start - 2));
  }

  /** Inside a sentence a capital is a name's; at its start it may be anything's. */
  private static boolean isInside(String text, int start) {
    int at = start - 1;
    while (at >= 0
        && (text.charAt(at) == ' ' || text.charAt(at) == '"' || text.charAt(at) == '“')) {
      at--;
    }
    return at >= 0 && ".!?\n。！？".indexOf(text.charAt(at)) < 0;
  }

  /** Followed by 's, or with a capital inside. */
  private static boolean isMarked(String text, Name name) {
    String words = text.substring(name.start(), name.end());
    return text.startsWith("'s", name.end())
        || words.endsWith(" AI")
        || words.chars().skip(1).anyMatch(c -> c >= 'A' && c <= 'Z');
  }

  private static boolean isFree(Set<Integer> taken, int start, int end) {
    return !taken.contains(start) && !taken.contains(end - 1);
  }

  private static void addAll(Set<Integer> taken, int start, int end) {
    for (int i = start; i < end; i++) {
      taken.add(i);
    }
  }
}
