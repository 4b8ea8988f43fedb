package dev.runrate.common.event;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runrate.common.fact.Conflict;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.Hows;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Ruling;
import dev.runrate.common.fact.Source;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The one way in which Runrate writes and reads JSON: names and identifiers as texts, amounts as
 * texts with all their digits (a JSON number would be read as a binary one by most of the world),
 * dates in ISO 8601. Answers to people and programs that ask say everything; messages and rows, of
 * which there are millions, leave out what is usual ({@link FigureCodec}). Either is read by
 * either.
 */
public final class Json {
  /** Deeper than any filing; far less than what would exhaust the stack. */
  private static final int MAX_DEPTH = 50;

  /** Digits of a number as written; an amount has at most 60 by the filing's own rules. */
  private static final int MAX_NUMBER_LENGTH = 200;

  /** One text: titles, reasons, a rule's condition. */
  private static final int MAX_STRING_LENGTH = 100_000;

  /** For answers, and for what users send. */
  public static final JsonMapper MAPPER = mapper(new FigureCodec.Writer(true));

  /** For messages and rows. */
  public static final JsonMapper MESSAGES =
      mapper(new FigureCodec.Writer(false))
          .rebuild()
          // A flag that is not there is not set.
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Runrate never writes a name twice, so nobody need look for that in its own texts. */
  private static final ObjectReader OWN =
      MESSAGES.reader().without(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private Json() {}

  /** Reads a message or a row that Runrate wrote itself. */
  public static <T> T read(byte[] json, Class<T> type) {
    return OWN.forType(type).readValue(json);
  }

  /** Reads a message or a row that Runrate wrote itself. */
  public static <T> T read(String json, Class<T> type) {
    return OWN.forType(type).readValue(json);
  }

  public static <T> T read(String json, TypeReference<T> type) {
    return OWN.forType(type).readValue(json);
  }

  /** Reads snapshots with these metrics alone; the others are passed over. */
  public static Function<byte[], SnapshotEvent> snapshotsWith(Set<Metric> metrics) {
    return OWN.forType(SnapshotEvent.class).withAttribute(ByMetric.ASKED, metrics)::readValue;
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

  private static JsonMapper mapper(FigureCodec.Writer figures) {
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
        .addModule(values(figures))
        .addMixIn(Filing.class, WithoutNulls.class)
        .addMixIn(Source.class, WithoutNulls.class)
        .addMixIn(Ruling.class, WithoutNulls.class)
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

  private static SimpleModule values(FigureCodec.Writer figures) {
    SimpleModule module = new SimpleModule("runrate");
    module.addSerializer(Figure.class, figures);
    module.addDeserializer(Figure.class, new FigureCodec.Reader());
    module.addSerializer(Fact.class, new FactCodec.Writer());
    module.addDeserializer(Fact.class, new FactCodec.Reader());
    module.addSerializer(Hows.class, new FigureCodec.HowsWriter());
    module.addKeySerializer(Metric.class, new AsName());
    TextCodec.addTo(module);
    return module;
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private interface WithoutNulls {}

  private static final class AsName extends ValueSerializer<Metric> {
    @Override
    public void serialize(Metric value, JsonGenerator out, SerializationContext context) {
      out.writeName(value.toString());
    }
  }
}
