package dev.runrate.common.event;

import dev.runrate.common.fact.Figure;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The figures of one period in a message, each read when somebody asks for it. A message carries
 * every metric of three periods; rules look at a few. Not for several threads at once.
 */
final class FigureTexts extends AbstractMap<String, Figure> {
  /** Where in the message a figure stands; what was read of it, once it was. */
  private static final class Place {
    final int nameStart;
    final int nameEnd;
    final int start;
    final int end;
    Figure figure;

    Place(int nameStart, int nameEnd, int start, int end) {
      this.nameStart = nameStart;
      this.nameEnd = nameEnd;
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
   * A figure under its metric's name, by their places in the message: from the first byte to the
   * one after the last. Names of metrics are of letters that need no escaping.
   */
  void add(int nameStart, int nameEnd, int start, int end) {
    places.add(new Place(nameStart, nameEnd, start, end));
  }

  @Override
  public Figure get(Object metric) {
    // A few dozen at most: to look through them is quicker than to build a table.
    for (Place place : places) {
      if (isNamed(place, (String) metric)) {
        return figure(place);
      }
    }
    return null;
  }

  private boolean isNamed(Place place, String metric) {
    if (metric.length() != place.nameEnd - place.nameStart) {
      return false;
    }
    for (int i = 0; i < metric.length(); i++) {
      if (message[place.nameStart + i] != metric.charAt(i)) {
        return false;
      }
    }
    return true;
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
    places.forEach(place -> all.put(name(place), figure(place)));
    return all.entrySet();
  }

  private String name(Place place) {
    return new String(
        message, place.nameStart, place.nameEnd - place.nameStart, StandardCharsets.UTF_8);
  }

  private Figure figure(Place place) {
    if (place.figure == null) {
      place.figure = Json.readFigure(message, place.start, place.end - place.start);
    }
    return place.figure;
  }
}
