package dev.runrate.common.event;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/**
 * A fact in JSON, flat: its value stands beside its period, as the filing wrote it, and what is
 * usual (the whole, actual, reported) is not said.
 *
 * <pre>
 * {"concept": "Revenue", "period": "2025-04-28/2025-07-27", "value": "46743000000", "decimals": -6,
 *  "unit": "USD", "tag": "us-gaap:Revenues"}
 * </pre>
 */
final class FactCodec {
  private FactCodec() {}

  static final class Writer extends ValueSerializer<Fact> {
    @Override
    public void serialize(Fact fact, JsonGenerator out, SerializationContext context) {
      out.writeStartObject();
      out.writeStringProperty("concept", fact.concept().label());
      if (!fact.segment().isWhole()) {
        out.writeStringProperty("segment", fact.segment().slug());
      }
      out.writeStringProperty("period", fact.period().text());
      StatedValue stated = fact.stated();
      amount(out, "value", stated.value());
      if (stated.decimals() != null) {
        out.writeNumberProperty("decimals", stated.decimals());
      }
      amount(out, "low", stated.low());
      amount(out, "high", stated.high());
      out.writeStringProperty("unit", fact.unit().code());
      if (fact.scenario() != Scenario.ACTUAL) {
        out.writeStringProperty("scenario", fact.scenario().toString());
      }
      if (!fact.basis().isReported()) {
        out.writeStringProperty("basis", fact.basis().slug());
      }
      if (fact.tag() != null) {
        out.writeStringProperty("tag", fact.tag());
      }
      out.writeEndObject();
    }

    private static void amount(JsonGenerator out, String name, BigDecimal value) {
      if (value != null) {
        out.writeStringProperty(name, Texts.plain(value));
      }
    }
  }

  /** Reads what {@link Writer} wrote; what users send goes through the filing parser. */
  static final class Reader extends ValueDeserializer<Fact> {
    @Override
    public Fact deserialize(JsonParser in, DeserializationContext context) {
      Concept concept = null;
      SegmentId segment = SegmentId.WHOLE;
      PeriodExpression period = null;
      BigDecimal value = null;
      Integer decimals = null;
      BigDecimal low = null;
      BigDecimal high = null;
      Unit unit = null;
      Scenario scenario = Scenario.ACTUAL;
      Basis basis = Basis.REPORTED;
      String tag = null;
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "concept" -> concept = Texts.CONCEPT.deserialize(in, context);
          case "segment" -> segment = Texts.SEGMENT.deserialize(in, context);
          case "period" -> period = Texts.PERIOD.deserialize(in, context);
          case "value" -> value = Texts.AMOUNT.deserialize(in, context);
          case "decimals" -> decimals = in.getIntValue();
          case "low" -> low = Texts.AMOUNT.deserialize(in, context);
          case "high" -> high = Texts.AMOUNT.deserialize(in, context);
          case "unit" -> unit = Texts.UNIT.deserialize(in, context);
          case "scenario" -> scenario = Texts.SCENARIO.deserialize(in, context);
          case "basis" -> basis = Texts.BASIS.deserialize(in, context);
          case "tag" -> tag = in.getString();
          default -> in.skipChildren();
        }
      }
      return new Fact(
          concept,
          segment,
          period,
          new StatedValue(value, decimals, low, high),
          unit,
          scenario,
          basis,
          tag);
    }
  }
}
