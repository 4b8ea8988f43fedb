package dev.runrate.common.event;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/**
 * A figure in JSON, in two forms that are read alike:
 *
 * <pre>
 * {"value": "44062000000", "low": "44062000000", "high": "44062000000", "unit": "USD",
 *  "how": ["reported"], "basis": "reported", "scenario": "actual"}     an answer says everything
 * {"value": "44062000000", "unit": "USD"}                              a message what is unusual
 * {"value": "500", "high": null, "unit": "USD"}                        at least 500
 * </pre>
 *
 * In the short form a bound that is not there is the value, and so unknown where there is no value
 * either; {@code how} is {@code [reported]}, the basis {@code reported}, the scenario {@code
 * actual}.
 */
final class FigureCodec {
  private static final HowsWriter WAYS = new HowsWriter();

  private FigureCodec() {}

  /** Amounts are texts; reason, note and suspect stand where there is one, in either form. */
  static final class Writer extends ValueSerializer<Figure> {
    private final boolean saysEverything;

    Writer(boolean saysEverything) {
      this.saysEverything = saysEverything;
    }

    @Override
    public void serialize(Figure figure, JsonGenerator out, SerializationContext context) {
      out.writeStartObject();
      if (saysEverything || figure.value() != null) {
        amount(out, "value", figure.value());
      }
      bound(out, "low", figure.low(), figure.value());
      bound(out, "high", figure.high(), figure.value());
      out.writeStringProperty("unit", figure.unit().code());
      if (saysEverything || !figure.how().isReported()) {
        out.writeName("how");
        WAYS.serialize(figure.how(), out, context);
      }
      if (saysEverything || !figure.basis().isReported()) {
        out.writeStringProperty("basis", figure.basis().slug());
      }
      if (saysEverything || figure.scenario() != Scenario.ACTUAL) {
        out.writeStringProperty("scenario", figure.scenario().toString());
      }
      text(out, "reason", figure.reason());
      text(out, "note", figure.note());
      text(out, "suspect", figure.suspect());
      out.writeEndObject();
    }

    private void bound(JsonGenerator out, String name, BigDecimal bound, BigDecimal value) {
      if (saysEverything || !Objects.equals(bound, value)) {
        amount(out, name, bound);
      }
    }

    private static void amount(JsonGenerator out, String name, BigDecimal amountOrNull) {
      if (amountOrNull == null) {
        out.writeNullProperty(name);
      } else {
        out.writeStringProperty(name, TextCodec.plain(amountOrNull));
      }
    }

    private static void text(JsonGenerator out, String name, String textOrNull) {
      if (textOrNull != null) {
        out.writeStringProperty(name, textOrNull);
      }
    }
  }

  /** A list, however many there are. */
  static final class HowsWriter extends ValueSerializer<Hows> {
    @Override
    public void serialize(Hows value, JsonGenerator out, SerializationContext context) {
      out.writeStartArray();
      value.list().forEach(how -> out.writeString(how.toString()));
      out.writeEndArray();
    }
  }

  static final class Reader extends ValueDeserializer<Figure> {
    @Override
    public Figure deserialize(JsonParser in, DeserializationContext context) {
      BigDecimal value = null;
      BigDecimal low = null;
      BigDecimal high = null;
      boolean lowIsSaid = false;
      boolean highIsSaid = false;
      Unit unit = null;
      Hows how = Hows.REPORTED;
      Basis basis = Basis.REPORTED;
      Scenario scenario = Scenario.ACTUAL;
      String reason = null;
      String note = null;
      String suspect = null;
      if (in.currentToken() != JsonToken.START_OBJECT) {
        return (Figure) context.handleUnexpectedToken(Figure.class, in);
      }
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "value" -> value = TextCodec.AMOUNT.deserialize(in, context);
          case "low" -> {
            low = TextCodec.AMOUNT.deserialize(in, context);
            lowIsSaid = true;
          }
          case "high" -> {
            high = TextCodec.AMOUNT.deserialize(in, context);
            highIsSaid = true;
          }
          case "unit" -> unit = TextCodec.UNIT.deserialize(in, context);
          case "how" -> how = hows(in, context);
          case "basis" -> basis = TextCodec.BASIS.deserialize(in, context);
          case "scenario" -> scenario = TextCodec.SCENARIO.deserialize(in, context);
          case "reason" -> reason = in.getString();
          case "note" -> note = in.getString();
          case "suspect" -> suspect = in.getString();
          default -> in.skipChildren();
        }
      }
      return new Figure(
          value,
          lowIsSaid ? same(low, value) : value,
          highIsSaid ? same(high, value) : value,
          unit,
          how,
          basis,
          scenario,
          reason,
          note,
          suspect);
    }

    /** A list; messages from before there were several ways have the one as a text. */
    private static Hows hows(JsonParser in, DeserializationContext context) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        return Hows.of(TextCodec.HOW.deserialize(in, context));
      }
      List<How> ways = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        ways.add(TextCodec.HOW.deserialize(in, context));
      }
      return Hows.of(ways);
    }

    /** An exact figure is one number, which makes computing with it cheaper. */
    private static BigDecimal same(BigDecimal bound, BigDecimal value) {
      return bound != null && bound.equals(value) ? value : bound;
    }
  }
}
