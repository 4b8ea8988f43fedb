package dev.runrate.common.event;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.How;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerKind;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Ruling;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** The values that are one text in JSON: how each is written and how it is read. */
final class TextCodec {
  /** Amounts are texts with all their digits. */
  static final Text<BigDecimal> AMOUNT = text(BigDecimal.class, BigDecimal::new, TextCodec::plain);

  static final Text<Unit> UNIT = text(Unit.class, Unit::of, Unit::code);
  static final Text<Basis> BASIS = text(Basis.class, Basis::of, Basis::slug);
  static final Text<How> HOW = text(How.class, How::parse, How::toString);
  static final Text<Scenario> SCENARIO =
      text(Scenario.class, t -> Scenario.parse(t).orElseThrow(), Scenario::toString);
  static final Text<Concept> CONCEPT =
      text(Concept.class, t -> Concept.parse(t).orElseThrow(), Concept::label);
  static final Text<SegmentId> SEGMENT = text(SegmentId.class, SegmentId::of, SegmentId::orNull);
  static final Text<PeriodExpression> PERIOD =
      text(PeriodExpression.class, PeriodExpression::of, PeriodExpression::text);

  private static final List<Text<?>> ALL =
      List.of(
          AMOUNT,
          UNIT,
          BASIS,
          HOW,
          SCENARIO,
          CONCEPT,
          SEGMENT,
          PERIOD,
          text(IssuerId.class, IssuerId::of, IssuerId::slug),
          text(IssuerKind.class, t -> IssuerKind.parse(t).orElseThrow(), IssuerKind::toString),
          text(FilingId.class, FilingId::of, FilingId::text),
          text(Tier.class, t -> Tier.parse(t).orElseThrow(), Tier::toString),
          text(SpanLength.class, t -> SpanLength.parse(t).orElseThrow(), SpanLength::toString),
          text(Ruling.Action.class, t -> Ruling.Action.parse(t).orElseThrow(), Object::toString),
          text(
              Ruling.Confidence.class,
              t -> Ruling.Confidence.parse(t).orElseThrow(),
              Object::toString),
          text(Conflict.Type.class, Conflict.Type::parse, Conflict.Type::toString));

  private TextCodec() {}

  private static <T> Text<T> text(
      Class<T> type, Function<String, T> read, Function<T, String> write) {
    return new Text<>(type, read, write);
  }

  static void addTo(SimpleModule module) {
    ALL.forEach(text -> text.addTo(module));
  }

  /**
   * Without an exponent. The number keeps its text where that has none, and one figure is written
   * many times: in its own period's message, in those of the next period and of the next year.
   */
  static String plain(BigDecimal amount) {
    String text = amount.toString();
    return text.indexOf('E') < 0 ? text : amount.toPlainString();
  }

  /** One of them. */
  static final class Text<T> extends ValueDeserializer<T> {
    private final Class<T> type;
    private final Function<String, T> read;
    private final Function<T, String> write;

    private Text(Class<T> type, Function<String, T> read, Function<T, String> write) {
      this.type = type;
      this.read = read;
      this.write = write;
    }

    private void addTo(SimpleModule module) {
      module.addDeserializer(type, this);
      module.addSerializer(
          type,
          new ValueSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
              String text = write.apply(value);
              if (text == null) {
                out.writeNull();
              } else {
                out.writeString(text);
              }
            }
          });
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return type.cast(getNullValue(context));
      }
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
}
