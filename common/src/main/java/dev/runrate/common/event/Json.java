package dev.runrate.common.event;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The one way in which Runrate writes and reads JSON, in messages and in answers: names and
 * identifiers as texts, amounts as texts with all their digits (a JSON number would be read as a
 * binary one by most of the world), dates in ISO 8601.
 */
public final class Json {
  /** Deeper than any filing; far less than what would exhaust the stack. */
  private static final int MAX_DEPTH = 50;

  /** Digits of a number as written; an amount has at most 60 by the filing's own rules. */
  private static final int MAX_NUMBER_LENGTH = 200;

  /** One text: titles, reasons, a rule's condition. */
  private static final int MAX_STRING_LENGTH = 100_000;

  public static final JsonMapper MAPPER = mapper();

  private Json() {}

  /** Where reading failed, for the person who wrote it; empty where nobody knows. */
  public static String where(JacksonException e) {
    return e.getLocation() == null || e.getLocation().getLineNr() < 1
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }

  private static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(MAX_STRING_LENGTH)
                    .build())
            // {"value": 1, "value": 2} has no one meaning, so it has none.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return JsonMapper.builder(factory)
        .addModule(values())
        .addMixIn(Filing.class, WithoutNulls.class)
        .addMixIn(Source.class, WithoutNulls.class)
        .addMixIn(Conflict.class, WithoutNulls.class)
        .addMixIn(Conflict.Statement.class, WithoutNulls.class)
        // Records are their components; what is...() tells beside those is for Java.
        .changeDefaultVisibility(
            visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  private static SimpleModule values() {
    SimpleModule module = new SimpleModule("runrate");
    module.addSerializer(BigDecimal.class, new AmountAsText());
    module.addSerializer(Figure.class, new FigureWriter());
    module.addSerializer(Fact.class, new FactWriter());
    module.addDeserializer(Fact.class, new FactReader());
    text(module, IssuerId.class, IssuerId::of, IssuerId::slug);
    text(module, SegmentId.class, SegmentId::of, SegmentId::orNull);
    text(module, FilingId.class, FilingId::of, FilingId::text);
    text(module, Basis.class, Basis::of, Basis::slug);
    text(module, Unit.class, Unit::of, Unit::code);
    text(module, Tier.class, t -> Tier.parse(t).orElseThrow(), Tier::toString);
    text(module, Scenario.class, t -> Scenario.parse(t).orElseThrow(), Scenario::toString);
    text(module, How.class, How::parse, How::toString);
    text(module, Conflict.Type.class, Conflict.Type::parse, Conflict.Type::toString);
    text(module, Concept.class, t -> Concept.parse(t).orElseThrow(), Concept::label);
    text(module, PeriodExpression.class, PeriodExpression::of, PeriodExpression::text);
    return module;
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<String, T> read, Function<T, String> write) {
    module.addSerializer(type, new AsText<>(write));
    module.addDeserializer(type, new FromText<>(type, read));
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private interface WithoutNulls {}

  private static final class AmountAsText extends ValueSerializer<BigDecimal> {
    @Override
    public void serialize(BigDecimal value, JsonGenerator out, SerializationContext context) {
      out.writeString(value.toPlainString());
    }
  }

  private static final class AsText<T> extends ValueSerializer<T> {
    private final Function<T, String> write;

    AsText(Function<T, String> write) {
      this.write = write;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      String text = write.apply(value);
      if (text == null) {
        out.writeNull();
      } else {
        out.writeString(text);
      }
    }
  }

  private static final class FromText<T> extends ValueDeserializer<T> {
    private final Class<T> type;
    private final Function<String, T> read;

    FromText(Class<T> type, Function<String, T> read) {
      this.type = type;
      this.read = read;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) {
      String text = in.getString();
      try {
        return read.apply(text);
      } catch (RuntimeException e) {
        return type.cast(
            context.handleWeirdStringValue(type, text, "not a %s", type.getSimpleName()));
      }
    }

    /** A segment that is null is the whole; for every other type null stays null. */
    @Override
    public Object getNullValue(DeserializationContext context) {
      return type == SegmentId.class ? SegmentId.WHOLE : null;
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return getNullValue(context);
    }
  }

  /** Numbers are always there, if only as null; reason and note where there is one. */
  private static final class FigureWriter extends ValueSerializer<Figure> {
    @Override
    public void serialize(Figure figure, JsonGenerator out, SerializationContext context) {
      out.writeStartObject();
      amount(out, "value", figure.value());
      amount(out, "low", figure.low());
      amount(out, "high", figure.high());
      out.writeStringProperty("unit", figure.unit().code());
      out.writeStringProperty("how", figure.how().toString());
      out.writeStringProperty("basis", figure.basis().slug());
      out.writeStringProperty("scenario", figure.scenario().toString());
      if (figure.reason() != null) {
        out.writeStringProperty("reason", figure.reason());
      }
      if (figure.note() != null) {
        out.writeStringProperty("note", figure.note());
      }
      out.writeEndObject();
    }

    private static void amount(JsonGenerator out, String name, BigDecimal value) {
      if (value == null) {
        out.writeNullProperty(name);
      } else {
        out.writeStringProperty(name, value.toPlainString());
      }
    }
  }

  /** A fact is flat on the wire: its value stands beside its period, as the filing wrote it. */
  private static final class FactWriter extends ValueSerializer<Fact> {
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
        out.writeStringProperty(name, value.toPlainString());
      }
    }
  }

  /** Reads what {@link FactWriter} wrote; what users send goes through the filing parser. */
  private static final class FactReader extends ValueDeserializer<Fact> {
    @Override
    public Fact deserialize(JsonParser in, DeserializationContext context) throws JacksonException {
      JsonNode node = context.readTree(in);
      return new Fact(
          Concept.parse(node.required("concept").stringValue()).orElseThrow(),
          SegmentId.of(text(node, "segment")),
          PeriodExpression.of(node.required("period").stringValue()),
          new StatedValue(
              amount(node, "value"),
              node.has("decimals") ? node.get("decimals").intValue() : null,
              amount(node, "low"),
              amount(node, "high")),
          Unit.of(node.required("unit").stringValue()),
          node.has("scenario")
              ? Scenario.parse(text(node, "scenario")).orElseThrow()
              : Scenario.ACTUAL,
          node.has("basis") ? Basis.of(text(node, "basis")) : Basis.REPORTED,
          text(node, "tag"));
    }

    private static String text(JsonNode node, String name) {
      return node.has(name) ? node.get(name).stringValue() : null;
    }

    private static BigDecimal amount(JsonNode node, String name) {
      return node.has(name) ? new BigDecimal(node.get(name).stringValue()) : null;
    }
  }
}
