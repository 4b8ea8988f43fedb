package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.SegmentId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of a company that no lexicon knows, by how they are spoken of: 生成式AI业务, "X business". */
final class Parts {
  private static final int REACH = 24;
  private static final Pattern CHINESE =
      Pattern.compile(
          "([A-Za-z0-9\\u4e00-\\u9fff&+]{1,10}?(?:业务|产品|板块|服务|分部|部门|平台|应用|市场|地区|解决方案))"
              + "(?:的|总|相关|整体)?$");
  private static final Pattern QUOTED =
      Pattern.compile("[“\"「]([^“”\"「」]{2,12})[”\"」](?:业务|产品|应用)?(?:的)?$");
  private static final Pattern ENGLISH =
      Pattern.compile(
          "([A-Za-z][A-Za-z-]+(?: [A-Za-z][A-Za-z-]+)?)"
              + " (?:business|segment|unit|division|group)(?:'s)? ?$");
  private static final Pattern NOT_A_PART =
      Pattern.compile(
          "(?i)(?:主营|主要|核心|全部|所有|各项|其他|该|此|这|公司|the|its|our|their|whole|entire|total).*");

  private static final Pattern STRANGER =
      Pattern.compile("[\\u4e00-\\u9fff]{2,6}(?<!公司|企业|行业|市场|国内|全球|平台|产品|业务|去年|今年|目前|其中|收入|用户)");

  private final Script script;
  private final String text;
  private final Layout layout;
  private final Names names;

  Parts(Script script, String text, Layout layout, Names names) {
    this.names = names;
    this.script = script;
    this.text = text;
    this.layout = layout;
  }

  /** The part that the word right behind it is of; null where there is none. */
  Span before(Span term) {
    int from = Math.max(0, term.start() - REACH);
    while (from < term.start() && layout.clause(from) != layout.clause(term.start())) {
      from++;
    }
    for (int i = term.start() - 1; i >= from; i--) {
      if ("的年月日季度、其中和".indexOf(text.charAt(i)) >= 0 && i < term.start() - 1) {
        from = i + 1;
        break;
      }
    }
    String before = text.substring(from, term.start());
    for (Pattern pattern : new Pattern[] {QUOTED, CHINESE, ENGLISH}) {
      Matcher matcher = pattern.matcher(before);
      if (matcher.find() && !NOT_A_PART.matcher(matcher.group(1)).matches()) {
        return new Span(from + matcher.start(1), from + matcher.end(1));
      }
    }
    return null;
  }

  /** A name of two to six characters that fills the span, if it can be one. */
  Names.Name stranger(int start, int end) {
    String name = text.substring(start, end).strip();
    int from = text.indexOf(name, start);
    if (!STRANGER.matcher(name).matches() || NOT_A_PART.matcher(name).matches()) {
      return null;
    }
    return script
        .slug(name)
        .map(
            slug ->
                new Names.Name(
                    new Span(from, from + name.length()),
                    IssuerId.of(slug),
                    SegmentId.WHOLE,
                    false,
                    false))
        .orElse(null);
  }

  /** A part that is named, as the issuer itself calls it. */
  SegmentId of(IssuerId issuer, Names.Name part) {
    return names.partOf(issuer, part, text);
  }

  Optional<String> slug(Span part) {
    return script.slug(text.substring(part.start(), part.end()));
  }
}
