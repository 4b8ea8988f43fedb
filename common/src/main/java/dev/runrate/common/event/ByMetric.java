package dev.runrate.common.event;

import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Metric;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads what stands under the names of metrics. A message carries every metric of three periods,
 * and whoever reads it looks at a few: the others are skipped, and so is a metric that is newer
 * than the reader.
 */
abstract class ByMetric<T> extends ValueDeserializer<Map<Metric, T>> {
  /** The attribute of a reader that names the metrics it is asked for; all where it is not set. */
  static final Object ASKED = ByMetric.class;

  private final Class<T> type;

  private ByMetric(Class<T> type) {
    this.type = type;
  }

  @Override
  public Map<Metric, T> deserialize(JsonParser in, DeserializationContext context) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw context.wrongTokenException(in, Map.class, JsonToken.START_OBJECT, "values by metric");
    }
    Set<?> asked = context.getAttribute(ASKED) instanceof Set<?> metrics ? metrics : null;
    Map<Metric, T> values = new EnumMap<>(Metric.class);
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      Optional<Metric> metric = Metric.parse(name);
      in.nextToken();
      if (metric.isPresent() && (asked == null || asked.contains(metric.get()))) {
        values.put(metric.get(), context.readValue(in, type));
      } else {
        in.skipChildren();
      }
    }
    return values;
  }

  @Override
  public Object getNullValue(DeserializationContext context) {
    return context.reportInputMismatch(this, "values by metric, not null");
  }

  @Override
  public Object getAbsentValue(DeserializationContext context) {
    return null;
  }

  static final class Figures extends ByMetric<Figure> {
    Figures() {
      super(Figure.class);
    }
  }

  static final class Changes extends ByMetric<AlertEvent.Change> {
    Changes() {
      super(AlertEvent.Change.class);
    }
  }

  static final class Periods extends ByMetric<PeriodView> {
    Periods() {
      super(PeriodView.class);
    }
  }
}
