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
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
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

  /** Runrate never writes a name twice, so nobody need look for that in its own texts. */
  private static final ObjectReader OWN =
      MAPPER.reader().without(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private static final ObjectReader OWN_FIGURES = OWN.forType(Figure.class);

  /** One more digit still fits. */
  private static final long MOST_UNSCALED = Long.MAX_VALUE / 10 - 1;

  private Json() {}

  /**
   * Reads a message or a row that Runrate wrote itself. The bytes must not be changed afterwards:
   * the figures of a snapshot are read from them when they are asked for.
   */
  public static <T> T read(byte[] json, Class<T> type) {
    if (type != SnapshotEvent.class) {
      return OWN.forType(type).readValue(json);
    }
    SnapshotText text = new SnapshotText(json);
    return OWN.forType(type)
        .withAttribute(PeriodMetricsReader.FIGURES, text.figures())
        .readValue(text.rest());
  }

  static Figure readFigure(byte[] message, int start, int length) {
    return OWN_FIGURES.readValue(message, start, length);
  }

  /** Reads a message or a row that Runrate wrote itself. */
  public static <T> T read(String json, Class<T> type) {
    return OWN.forType(type).readValue(json);
  }

  public static <T> T read(String json, TypeReference<T> type) {
    return OWN.forType(type).readValue(json);
  }

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

  /**
   * For the snapshots of one issuer: the metrics of a period stand in several of them, and are
   * turned into text once. To be thrown away with those snapshots.
   */
  public static ObjectWriter snapshotWriter() {
    return MAPPER.writer().withAttribute(PeriodMetricsWriter.WRITTEN, new IdentityHashMap<>());
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
    module.addSerializer(PeriodMetrics.class, new PeriodMetricsWriter());
    module.addDeserializer(PeriodMetrics.class, new PeriodMetricsReader());
    module.addDeserializer(PeriodView.class, new PeriodViewReader());
    module.addDeserializer(SnapshotEvent.class, new SnapshotReader());
    module.addSerializer(Figure.class, new FigureWriter());
    module.addDeserializer(Figure.class, new FigureReader());
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
    module.addSerializer(Hows.class, new HowsWriter());
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

  private static final class HowsWriter extends ValueSerializer<Hows> {
    @Override
    public void serialize(Hows value, JsonGenerator out, SerializationContext context) {
      out.writeStartArray();
      value.list().forEach(how -> out.writeString(how.toString()));
      out.writeEndArray();
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
      return value(in, context, type, read);
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

  private static final class PeriodMetricsWriter extends ValueSerializer<PeriodMetrics> {
    static final Object WRITTEN = PeriodMetricsWriter.class;

    /** Of a period about which much is known. */
    private static final int LENGTH = 4_000;

    @Override
    public void serialize(PeriodMetrics value, JsonGenerator out, SerializationContext context) {
      if (context.getAttribute(WRITTEN) instanceof Map<?, ?> map) {
        @SuppressWarnings("unchecked") // The only one who sets the attribute is snapshotWriter().
        Map<PeriodMetrics, SerializedString> written = (Map<PeriodMetrics, SerializedString>) map;
        out.writeRawValue(written.computeIfAbsent(value, v -> new SerializedString(json(v))));
      } else {
        out.writeRawValue(json(value));
      }
    }

    /** The names are the catalogue's own, which need no escaping. */
    private static String json(PeriodMetrics value) {
      StringBuilder json = new StringBuilder(LENGTH);
      json.append("{\"period\":").append(MAPPER.writeValueAsString(value.period()));
      json.append(",\"metrics\":");
      char before = '{';
      for (Map.Entry<String, Figure> each : value.metrics().entrySet()) {
        json.append(before).append('"').append(each.getKey()).append("\":");
        FigureWriter.append(each.getValue(), json);
        before = ',';
      }
      json.append(before == '{' ? "{}" : "}");
      if (!value.periods().isEmpty()) {
        json.append(",\"periods\":").append(MAPPER.writeValueAsString(value.periods()));
      }
      return json.append('}').toString();
    }
  }

  /** Reads what {@link PeriodMetricsWriter} wrote. */
  private static final class PeriodMetricsReader extends ValueDeserializer<PeriodMetrics> {
    /** What the numbers stand for that {@link SnapshotText} puts in the place of figures. */
    static final Object FIGURES = PeriodMetricsReader.class;

    private static final TypeReference<LinkedHashMap<String, Figure>> TYPE =
        new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, PeriodView>> PERIODS =
        new TypeReference<>() {};

    @Override
    public PeriodMetrics deserialize(JsonParser in, DeserializationContext context) {
      PeriodView period = null;
      Map<String, Figure> metrics = Map.of();
      Map<String, PeriodView> periods = Map.of();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "period" -> period = context.readValue(in, PeriodView.class);
          case "metrics" ->
              metrics =
                  context.getAttribute(FIGURES) instanceof List<?> figures
                      ? (FigureTexts) figures.get(in.getIntValue())
                      : context.readValue(in, context.getTypeFactory().constructType(TYPE));
          case "periods" ->
              periods = context.readValue(in, context.getTypeFactory().constructType(PERIODS));
          default -> in.skipChildren();
        }
      }
      return new PeriodMetrics(period, metrics, periods);
    }
  }

  private static final class PeriodViewReader extends ValueDeserializer<PeriodView> {
    @Override
    public PeriodView deserialize(JsonParser in, DeserializationContext context) {
      String label = null;
      LocalDate start = null;
      LocalDate end = null;
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (in.nextToken() == JsonToken.VALUE_NULL) {
          continue;
        }
        switch (name) {
          case "label" -> label = in.getString();
          case "start" -> start = value(in, context, LocalDate.class, LocalDate::parse);
          case "end" -> end = value(in, context, LocalDate.class, LocalDate::parse);
          default -> in.skipChildren();
        }
      }
      return new PeriodView(label, start, end);
    }
  }

  /** By hand, as tens of thousands come at a time. */
  private static final class SnapshotReader extends ValueDeserializer<SnapshotEvent> {
    @Override
    public SnapshotEvent deserialize(JsonParser in, DeserializationContext context) {
      IssuerId issuer = null;
      SegmentId segment = SegmentId.WHOLE;
      String span = null;
      String periodKey = null;
      long revision = 0;
      PeriodMetrics current = null;
      PeriodMetrics prior = null;
      PeriodMetrics yearAgo = null;
      PeriodMetrics forecast = null;
      List<Conflict> conflicts = null;
      boolean newest = false;
      boolean finer = false;
      FilingId causedBy = null;
      Instant at = null;
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (in.nextToken() == JsonToken.VALUE_NULL) {
          continue;
        }
        switch (name) {
          case "issuer" -> issuer = value(in, context, IssuerId.class, IssuerId::of);
          case "segment" -> segment = value(in, context, SegmentId.class, SegmentId::of);
          case "span" -> span = in.getString();
          case "periodKey" -> periodKey = in.getString();
          case "revision" -> revision = in.getLongValue();
          case "current" -> current = context.readValue(in, PeriodMetrics.class);
          case "prior" -> prior = context.readValue(in, PeriodMetrics.class);
          case "yearAgo" -> yearAgo = context.readValue(in, PeriodMetrics.class);
          case "forecast" -> forecast = context.readValue(in, PeriodMetrics.class);
          case "conflicts" -> conflicts = List.of(context.readValue(in, Conflict[].class));
          case "newest" -> newest = in.getBooleanValue();
          case "finer" -> finer = in.getBooleanValue();
          case "causedBy" -> causedBy = value(in, context, FilingId.class, FilingId::of);
          case "at" -> at = value(in, context, Instant.class, Instant::parse);
          default -> in.skipChildren();
        }
      }
      return new SnapshotEvent(
          issuer, segment, span, periodKey, revision, current, prior, yearAgo, forecast, conflicts,
          newest, finer, causedBy, at);
    }
  }

  /**
   * Numbers are always there, if only as null; reason and note where there is one. Put together by
   * hand, as there are millions: all but reason and note are of letters that need no escaping.
   */
  private static final class FigureWriter extends ValueSerializer<Figure> {
    @Override
    public void serialize(Figure figure, JsonGenerator out, SerializationContext context) {
      StringBuilder json = new StringBuilder();
      append(figure, json);
      out.writeRawValue(json.toString());
    }

    static void append(Figure figure, StringBuilder json) {
      String value = text(figure.value());
      json.append("{\"value\":");
      quoted(value, json).append(",\"low\":");
      // Most figures are known exactly.
      quoted(figure.low() == figure.value() ? value : text(figure.low()), json);
      json.append(",\"high\":");
      quoted(figure.high() == figure.value() ? value : text(figure.high()), json);
      json.append(",\"unit\":\"").append(figure.unit().code());
      json.append("\",\"how\":[\"");
      json.append(String.join("\",\"", figure.how().list().stream().map(How::toString).toList()));
      json.append("\"],\"basis\":\"").append(figure.basis().slug());
      json.append("\",\"scenario\":\"").append(figure.scenario()).append('"');
      if (figure.reason() != null) {
        json.append(",\"reason\":").append(MAPPER.writeValueAsString(figure.reason()));
      }
      if (figure.note() != null) {
        json.append(",\"note\":").append(MAPPER.writeValueAsString(figure.note()));
      }
      if (figure.suspect() != null) {
        json.append(",\"suspect\":").append(MAPPER.writeValueAsString(figure.suspect()));
      }
      json.append('}');
    }

    private static String text(BigDecimal amountOrNull) {
      return amountOrNull == null ? null : amountOrNull.toPlainString();
    }

    private static StringBuilder quoted(String textOrNull, StringBuilder json) {
      return textOrNull == null
          ? json.append("null")
          : json.append('"').append(textOrNull).append('"');
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

  /** Reads what {@link FigureWriter} wrote. */
  private static final class FigureReader extends ValueDeserializer<Figure> {
    @Override
    public Figure deserialize(JsonParser in, DeserializationContext context) {
      BigDecimal value = null;
      BigDecimal low = null;
      BigDecimal high = null;
      Unit unit = null;
      Hows how = null;
      Basis basis = null;
      Scenario scenario = null;
      String reason = null;
      String note = null;
      String suspect = null;
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        switch (name) {
          case "value" -> value = amount(in, context);
          case "low" -> low = same(amount(in, context), value);
          case "high" -> high = same(amount(in, context), value);
          case "unit" -> unit = value(in, context, Unit.class, Unit::of);
          case "how" -> how = hows(in, context);
          case "basis" -> basis = value(in, context, Basis.class, Basis::of);
          case "scenario" ->
              scenario = value(in, context, Scenario.class, t -> Scenario.parse(t).orElseThrow());
          case "reason" -> reason = in.getString();
          case "note" -> note = in.getString();
          case "suspect" -> suspect = in.getString();
          default -> in.skipChildren();
        }
      }
      return new Figure(value, low, high, unit, how, basis, scenario, reason, note, suspect);
    }

    /** A list; messages from before there were several ways have the one as a text. */
    private static Hows hows(JsonParser in, DeserializationContext context) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        return Hows.of(value(in, context, How.class, How::parse));
      }
      List<How> ways = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        ways.add(value(in, context, How.class, How::parse));
      }
      return Hows.of(ways);
    }

    /** An exact figure is one number, which makes computing with it cheaper. */
    private static BigDecimal same(BigDecimal bound, BigDecimal value) {
      return bound != null && bound.equals(value) ? value : bound;
    }
  }

  /** Reads what {@link FactWriter} wrote; what users send goes through the filing parser. */
  private static final class FactReader extends ValueDeserializer<Fact> {
    private static final Object PERIODS = FactReader.class;

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
          case "concept" ->
              concept = value(in, context, Concept.class, t -> Concept.parse(t).orElseThrow());
          case "segment" -> segment = value(in, context, SegmentId.class, SegmentId::of);
          case "period" -> period = period(in, context);
          case "value" -> value = amount(in, context);
          case "decimals" -> decimals = in.getIntValue();
          case "low" -> low = amount(in, context);
          case "high" -> high = amount(in, context);
          case "unit" -> unit = value(in, context, Unit.class, Unit::of);
          case "scenario" ->
              scenario = value(in, context, Scenario.class, t -> Scenario.parse(t).orElseThrow());
          case "basis" -> basis = value(in, context, Basis.class, Basis::of);
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

    /** A filing names few periods, each many times. */
    private static PeriodExpression period(JsonParser in, DeserializationContext context) {
      @SuppressWarnings("unchecked") // Nobody else sets it.
      Map<String, PeriodExpression> read =
          (Map<String, PeriodExpression>) context.getAttribute(PERIODS);
      if (read == null) {
        read = new HashMap<>();
        context.setAttribute(PERIODS, read);
      }
      String text = in.getString();
      PeriodExpression period = read.get(text);
      if (period == null) {
        period = value(in, context, PeriodExpression.class, PeriodExpression::of);
        read.put(text, period);
      }
      return period;
    }
  }

  private static BigDecimal amount(JsonParser in, DeserializationContext context) {
    return in.currentToken() == JsonToken.VALUE_NULL
        ? null
        : value(in, context, BigDecimal.class, Json::decimal);
  }

  /**
   * What {@code new BigDecimal(text)} gives. That one takes a detour, and four times as long, when
   * the text has more than 18 characters, even if zeros and the point are among them; most ratios
   * have.
   */
  private static BigDecimal decimal(String text) {
    long unscaled = 0;
    int scale = -1;
    int start = text.startsWith("-") ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && scale < 0 && i > start) {
        scale = text.length() - i - 1;
      } else if (c >= '0' && c <= '9' && unscaled <= MOST_UNSCALED) {
        unscaled = 10 * unscaled + (c - '0');
      } else {
        return new BigDecimal(text);
      }
    }
    return text.length() == start || scale == 0
        ? new BigDecimal(text)
        : BigDecimal.valueOf(start == 0 ? unscaled : -unscaled, Math.max(scale, 0));
  }

  private static <T> T value(
      JsonParser in, DeserializationContext context, Class<T> type, Function<String, T> read) {
    String text = in.getString();
    try {
      return read.apply(text);
    } catch (RuntimeException e) {
      return type.cast(
          context.handleWeirdStringValue(type, text, "not a %s", type.getSimpleName()));
    }
  }
}
