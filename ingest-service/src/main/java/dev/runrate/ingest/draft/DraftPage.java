package dev.runrate.ingest.draft;

import dev.runrate.common.event.Json;
import dev.runrate.common.web.Problem;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.draft.DraftItem.Evidence;
import dev.runrate.ingest.draft.DraftRepository.FactRow;
import dev.runrate.ingest.draft.DraftRepository.SummaryRow;
import dev.runrate.ingest.draft.Drafts.Stored;
import dev.runrate.ingest.draft.reading.Doubt;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/**
 * The drafts for people: the article with the spans marked that facts stand on, and the facts
 * beside it, one key each for approve, edit and reject. Whatever an article contains is shown as
 * text: all of it is escaped, marks of direction and what cannot be seen are shown as signs, and
 * the page may load and run nothing but its own two files.
 */
@RestController
@RequestMapping("/drafts")
class DraftPage {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final int MOST_LISTED = 50;

  private final Drafts drafts;

  DraftPage(Drafts drafts) {
    this.drafts = drafts;
  }

  @GetMapping
  ResponseEntity<String> list() {
    StringBuilder page = head("Drafts");
    page.append("<main class=list><section><h1>Drafts</h1><ul>");
    for (SummaryRow row : drafts.list(Long.MAX_VALUE, MOST_LISTED)) {
      JsonNode source = Json.MAPPER.readTree(row.source());
      String title = source.path("title").asString(source.path("publisher").asString(row.id()));
      page.append("<li><a href=\"/drafts/")
          .append(escaped(row.id()))
          .append("\">")
          .append(escaped(title))
          .append("</a> ")
          .append(row.openFacts())
          .append(" open, ")
          .append(row.approvedFacts())
          .append(" approved, ")
          .append(row.rejectedFacts())
          .append(" rejected</li>");
    }
    page.append("</ul></section><section><h2>A new one</h2>")
        .append("<form id=new><label>Published on <input name=publishedOn type=date></label>")
        .append("<label>Publisher <input name=publisher></label>")
        .append("<label>Title <input name=title></label>")
        .append("<label>Tier <select name=tier><option>press<option>issuer<option>regulatory")
        .append("<option>estimate</select></label>")
        .append("<label>Article <textarea name=text rows=16 required></textarea></label>")
        .append("<button>Draft</button><output></output></form></section></main></html>");
    return page(200, page);
  }

  @GetMapping("/{id}")
  ResponseEntity<String> draft(@PathVariable String id) {
    Stored draft;
    try {
      draft = drafts.get(id);
    } catch (ProblemException e) {
      Problem problem = e.problem();
      StringBuilder page = head(problem.title());
      page.append("<main><h1>").append(escaped(problem.detail())).append("</h1></main></html>");
      return page(problem.status(), page);
    }
    List<DraftItem> items =
        draft.facts().stream().map(row -> Json.read(row.body(), DraftItem.class)).toList();
    JsonNode source = Json.MAPPER.readTree(draft.row().source());
    JsonNode reading = Json.MAPPER.readTree(draft.row().reading());
    StringBuilder page = head("Draft");
    page.append("<main data-draft=\"").append(escaped(draft.row().id())).append("\"><header><h1>");
    page.append(escaped(source.path("title").asString("Draft"))).append("</h1><p>");
    page.append(escaped(source.path("publisher").asString(""))).append(" read as of ");
    page.append(escaped(reading.path("published").asString("")));
    for (JsonNode doubt : reading.path("doubts")) {
      page.append("<br><em>").append(escaped(doubt.path("message").asString(""))).append("</em>");
    }
    page.append("</p><p class=keys><kbd>j</kbd> <kbd>k</kbd> next, before; <kbd>a</kbd> approve;")
        .append(
            " <kbd>e</kbd> edit; <kbd>r</kbd> reject; <kbd>A</kbd> approve all that is complete")
        .append("</p><p><label>Published on <input id=publishedOn type=date value=\"")
        .append(escaped(source.path("publishedOn").asString("")))
        .append("\"></label> <a href=\"/drafts\">all drafts</a></p>")
        .append("<output role=status></output></header><div class=both><article dir=auto>");
    article(page, draft.row().article(), draft.facts(), items, reading.path("open"));
    page.append("</article><ol>");
    for (int i = 0; i < items.size(); i++) {
      fact(page, draft.facts().get(i), items.get(i));
    }
    page.append("</ol></div></main></html>");
    return page(200, page);
  }

  private static StringBuilder head(String title) {
    return new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8>")
        .append("<meta name=viewport content=\"width=device-width\"><title>")
        .append(escaped(title))
        .append(" · Runrate</title><link rel=stylesheet href=\"/drafts/view.css\">")
        .append("<script src=\"/drafts/view.js\" defer></script>");
  }

  private static ResponseEntity<String> page(int status, StringBuilder page) {
    return ResponseEntity.status(status)
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .cacheControl(CacheControl.noStore())
        .body(page.toString());
  }

  /**
   * The article, cut wherever a span begins or ends; each piece names the facts that stand on it.
   */
  private static void article(
      StringBuilder page,
      String article,
      List<FactRow> rows,
      List<DraftItem> items,
      JsonNode openAmounts) {
    record Mark(int start, int end, int number) {}
    List<Mark> marks = new ArrayList<>();
    TreeSet<Integer> cuts = new TreeSet<>(List.of(0, article.length()));
    for (int i = 0; i < items.size(); i++) {
      for (Evidence evidence : items.get(i).evidence()) {
        marks.add(new Mark(evidence.start(), evidence.end(), rows.get(i).number()));
        cuts.add(evidence.start());
        cuts.add(evidence.end());
      }
    }
    List<Mark> open = new ArrayList<>();
    for (JsonNode amount : openAmounts) {
      open.add(new Mark(amount.path("start").asInt(0), amount.path("end").asInt(0), 0));
      cuts.add(open.getLast().start);
      cuts.add(open.getLast().end);
    }
    marks.sort((a, b) -> Integer.compare(a.start, b.start));
    List<Mark> active = new ArrayList<>();
    int next = 0;
    Integer from = cuts.pollFirst();
    for (Integer to : cuts) {
      while (next < marks.size() && marks.get(next).start <= from) {
        active.add(marks.get(next++));
      }
      int at = from;
      active.removeIf(mark -> mark.end <= at);
      String text = escaped(article.substring(from, to));
      if (!active.isEmpty()) {
        page.append("<mark data-facts=\"")
            .append(
                active.stream()
                    .map(mark -> String.valueOf(mark.number))
                    .distinct()
                    .collect(Collectors.joining(" ")))
            .append("\">")
            .append(text)
            .append("</mark>");
      } else if (open.stream().anyMatch(mark -> mark.start <= at && at < mark.end)) {
        page.append("<span class=open>").append(text).append("</span>");
      } else {
        page.append(text);
      }
      from = to;
    }
  }

  private static void fact(StringBuilder page, FactRow row, DraftItem item) {
    page.append("<li tabindex=0 data-number=").append(row.number());
    page.append(" class=\"").append(escaped(row.status())).append("\"><h2>");
    page.append(escaped(item.issuer()));
    if (item.segment() != null) {
      page.append(" / ").append(escaped(item.segment()));
    }
    page.append(" · ").append(escaped(item.concept())).append("</h2><p class=value>");
    page.append(escaped(amount(item))).append(" <span class=unit>");
    page.append(escaped(item.unit() == null ? "currency?" : item.unit())).append("</span> · ");
    page.append(escaped(item.period() == null ? "period?" : item.period())).append(" · ");
    page.append(escaped(item.scenario()));
    if (!item.basis().equals("reported")) {
      page.append(" · ").append(escaped(item.basis()));
    }
    page.append("</p>");
    if (item.attribution() != null) {
      page.append("<p class=by>by ").append(escaped(item.attribution())).append("</p>");
    }
    page.append("<blockquote dir=auto>");
    page.append(
        item.evidence().stream()
            .map(each -> escaped(each.text()))
            .collect(Collectors.joining(" … ")));
    page.append("</blockquote><ul class=doubts>");
    doubts(page, item.engineDoubts(), "engine");
    doubts(page, item.doubts(), "reading");
    page.append("</ul><p class=decide><span class=status>").append(escaped(row.status()));
    page.append("</span> <button data-do=approve>approve</button>")
        .append(" <button data-do=edit>edit</button> <button data-do=reject>reject</button></p>")
        .append("<form class=edit hidden>");
    input(page, "issuer", item.issuer());
    input(page, "segment", item.segment());
    input(page, "concept", item.concept());
    input(page, "period", item.period());
    input(page, "value", plain(item.value()));
    input(page, "decimals", item.decimals() == null ? null : item.decimals().toString());
    input(page, "low", plain(item.low()));
    input(page, "high", plain(item.high()));
    input(page, "unit", item.unit());
    input(page, "scenario", item.scenario());
    input(page, "basis", item.basis());
    page.append("<button>save</button></form></li>");
  }

  private static void doubts(StringBuilder page, List<Doubt> doubts, String kind) {
    for (Doubt doubt : doubts) {
      page.append("<li class=").append(kind).append(">");
      page.append(escaped(doubt.message())).append("</li>");
    }
  }

  private static void input(StringBuilder page, String name, String valueOrNull) {
    page.append("<label>").append(name).append(" <input name=").append(name);
    page.append(" value=\"").append(escaped(valueOrNull == null ? "" : valueOrNull));
    page.append("\"></label>");
  }

  private static String amount(DraftItem item) {
    if (item.value() != null) {
      return plain(item.value());
    }
    return item.low() == null
        ? "at most " + plain(item.high())
        : item.high() == null
            ? "at least " + plain(item.low())
            : plain(item.low()) + " to " + plain(item.high());
  }

  private static String plain(BigDecimal value) {
    return value == null ? null : value.toPlainString();
  }

  /** Safe between tags and within quoted attributes; signs for what would hide or turn the text. */
  static String escaped(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    text.chars().forEach(c -> seen.append(isHidden((char) c) ? '\u2423' : (char) c));
    return HtmlUtils.htmlEscape(seen.toString(), StandardCharsets.UTF_8.name());
  }

  private static boolean isHidden(char c) {
    return (c >= '\u200b' && c <= '\u200f')
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2060' && c <= '\u206f')
        || c == '\ufeff'
        || (Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r');
  }

  @GetMapping("/view.js")
  ResponseEntity<byte[]> script() throws IOException {
    return file("view.js", "text/javascript");
  }

  @GetMapping("/view.css")
  ResponseEntity<byte[]> style() throws IOException {
    return file("view.css", "text/css");
  }

  private static ResponseEntity<byte[]> file(String name, String type) throws IOException {
    try (InputStream in = DraftPage.class.getResourceAsStream("/draft/view/" + name)) {
      return ResponseEntity.ok()
          .header("Content-Type", type + ";charset=utf-8")
          .header("X-Content-Type-Options", "nosniff")
          .body(in.readAllBytes());
    }
  }
}
