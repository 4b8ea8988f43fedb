package dev.runrate.ingest.format;

import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Sha256;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Identity from content: the same filing sent again is the same, whoever sends it and in whatever
 * format. The hash is over a canonical text of everything but the id, which is written here, member
 * by member, and by nobody else: it does not follow what messages and answers look like. A member
 * that filings get one day is to be added at the end, and only where it is not the default, so that
 * the filings that are known keep their identity.
 *
 * <pre>
 * {"id":"unknown","issuer":"nvidia","form":"10-Q","source":{...},"facts":[]}{"concept":...}
 * {"concept":...}                                                the facts, a line each, sorted
 * </pre>
 */
final class ContentId {
  static final FilingId UNKNOWN = FilingId.of("unknown");
  private static final int ID_DIGITS = 32;
  private static final JsonFactory JSON = new JsonFactory();

  private ContentId() {}

  static String hash(Filing filing) {
    // A filing is a set of facts: the same in another order is the same.
    List<String> facts = filing.facts().stream().map(ContentId::canonical).sorted().toList();
    return HexFormat.of().formatHex(Sha256.of(frame(filing) + String.join("\n", facts)));
  }

  private static String frame(Filing filing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeStringProperty("id", UNKNOWN.text());
      out.writeStringProperty("issuer", filing.issuer().slug());
      text(out, "form", filing.form());
      out.writeObjectPropertyStart("source");
      out.writeStringProperty("tier", filing.source().tier().toString());
      text(out, "publisher", filing.source().publisher());
      text(out, "title", filing.source().title());
      text(out, "url", filing.source().url());
      out.writeStringProperty("publishedOn", filing.source().publishedOn().toString());
      out.writeEndObject();
      text(out, "supersedes", filing.supersedes() == null ? null : filing.supersedes().text());
      out.writeArrayPropertyStart("facts");
      out.writeEndArray();
      out.writeEndObject();
    }
    return text.toString();
  }

  private static String canonical(Fact fact) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeStringProperty("concept", fact.concept().label());
      text(out, "segment", fact.segment().isWhole() ? null : fact.segment().slug());
      out.writeStringProperty("period", fact.period().text());
      amount(out, "value", fact.stated().value());
      if (fact.stated().decimals() != null) {
        out.writeNumberProperty("decimals", fact.stated().decimals());
      }
      amount(out, "low", fact.stated().low());
      amount(out, "high", fact.stated().high());
      out.writeStringProperty("unit", fact.unit().code());
      text(out, "scenario", fact.scenario() == Scenario.ACTUAL ? null : fact.scenario().toString());
      text(out, "basis", fact.basis().isReported() ? null : fact.basis().slug());
      text(out, "tag", fact.tag());
      out.writeEndObject();
    }
    return text.toString();
  }

  private static void amount(JsonGenerator out, String name, BigDecimal amountOrNull) {
    text(out, name, amountOrNull == null ? null : amountOrNull.toPlainString());
  }

  private static void text(JsonGenerator out, String name, String textOrNull) {
    if (textOrNull != null) {
      out.writeStringProperty(name, textOrNull);
    }
  }

  static FilingId fromHash(String hash) {
    return FilingId.of("sha256-" + hash.substring(0, ID_DIGITS));
  }
}
