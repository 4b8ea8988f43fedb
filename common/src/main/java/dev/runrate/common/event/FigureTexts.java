package dev.runrate.common.event;

import dev.runrate.common.fact.Figure;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The figures of a message, each read when somebody asks for it. A message carries every metric of
 * three periods; rules look at a few. Not for several threads at once.
 */
final class FigureTexts extends AbstractMap<String, Figure> {
  /** Where in the message a figure stands; what was read of it, once it was. */
  private static final class Place {
    final String metric;
    final int start;
    final int end;
    Figure figure;

    Place(String metric, int start, int end) {
      this.metric = metric;
      this.start = start;
      this.end = end;
    }
  }

  private final byte[] message;
  private final List<Place> places = new ArrayList<>();

  FigureTexts(byte[] message) {
    this.message = message;
  }

  /**
   * @param start of the figure's JSON object in the message
   * @param end the byte after it
   */
  void add(String metric, int start, int end) {
    places.add(new Place(metric, start, end));
  }

  @Override
  public Figure get(Object metric) {
    // A few dozen at most: to look through them is quicker than to build a table.
    for (Place place : places) {
      if (place.metric.equals(metric)) {
        return figure(place);
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(Object metric) {
    return get(metric) != null;
  }

  @Override
  public int size() {
    return places.size();
  }

  @Override
  public Set<Map.Entry<String, Figure>> entrySet() {
    Map<String, Figure> all = LinkedHashMap.newLinkedHashMap(places.size());
    places.forEach(place -> all.put(place.metric, figure(place)));
    return all.entrySet();
  }

  private Figure figure(Place place) {
    if (place.figure == null) {
      place.figure = Json.readFigure(message, place.start, place.end - place.start);
    }
    return place.figure;
  }
}
