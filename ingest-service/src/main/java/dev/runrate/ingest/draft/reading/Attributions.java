package dev.runrate.ingest.draft.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The step that finds whom an article quotes: 据《纽约时报》报道, "according to The Information". */
final class Attributions {
  private static final int MOST = 5_000;
  private static final Pattern CHINESE =
      Pattern.compile(
          "(?:据|根据|援引|按照)(《[^《》]{1,30}》|[^，,。；;：\\n]{2,20}?)"
              + "(?:的)?(?:报道|数据|披露|统计|报告|消息|估算|测算|透露|公布|显示|称|预测|研究|，|,)");
  private static final Pattern CHINESE_SAYS = Pattern.compile("数据显示|报道称|透露|披露|估算|报告显示|表示|曾表示|称");

  /** Who stands right before the word for saying. */
  private static final Pattern CHINESE_SPEAKER =
      Pattern.compile(
          "(《[^《》]{1,30}》|[A-Za-z][A-Za-z .]{1,30}|(?<=^|[，,。；;\\n"
              + "])[\\u4e00-\\u9fff]{2,8})(?:曾|的)?$");

  private static final int REACH = 36;

  private static final Pattern ENGLISH =
      Pattern.compile(
          "(?i:according to|citing|as reported by|data from|estimates (?:by|from)|per) ("
              + "(?:[A-Z][\\w&'-]*(?:\\.[\\w]+)*|the|of|people|a|an|person|sources?|familiar|with|matter|report|filing|prospectus|documents?|analysts?|at|and|"
              + " )+)");
  private static final Pattern ENGLISH_SAYS =
      Pattern.compile(
          "((?:The )?[A-Z][\\w&'-]*(?: [A-Z][\\w&'-]*){0,3})"
              + " (?:estimates|estimated|reported|reports|said|says|calculates|reckons)");

  private record At(Span span, String who) {}

  private final Layout layout;
  private final Map<Integer, List<At>> bySentence = new HashMap<>();

  private Attributions(Layout layout) {
    this.layout = layout;
  }

  static Attributions find(Plain plain, Layout layout) {
    Attributions attributions = new Attributions(layout);
    Matcher says = CHINESE_SAYS.matcher(plain.text());
    for (int found = 0; found < MOST && says.find(); found++) {
      int from = Math.max(0, says.start() - REACH);
      Matcher speaker = CHINESE_SPEAKER.matcher(plain.text()).region(from, says.start());
      if (speaker.find()) {
        attributions.add(plain, from, speaker.start(1), speaker.end(1));
      }
    }
    for (Pattern pattern : List.of(CHINESE, ENGLISH_SAYS, ENGLISH)) {
      Matcher matcher = pattern.matcher(plain.text());
      for (int found = 0; found < MOST && matcher.find(); found++) {
        attributions.add(plain, matcher.start(), matcher.start(1), matcher.end(1));
      }
    }
    return attributions;
  }

  private void add(Plain plain, int at, int start, int end) {
    String who = plain.words(new Span(start, end)).strip();
    bySentence
        .computeIfAbsent(layout.sentence(start), k -> new ArrayList<>())
        .add(new At(new Span(Math.min(at, start), end), who));
  }

  /** Whom the sentence quotes for what stands at the span; null where nobody. */
  String of(Span span) {
    At nearest = null;
    for (At at : bySentence.getOrDefault(layout.sentence(span.start()), List.of())) {
      if (nearest == null
          || Math.abs(at.span.start() - span.start())
              <= Math.abs(nearest.span.start() - span.start())) {
        nearest = at;
      }
    }
    return nearest == null ? null : nearest.who;
  }
}
