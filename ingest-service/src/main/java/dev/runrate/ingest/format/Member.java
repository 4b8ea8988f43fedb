package dev.runrate.ingest.format;

import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Filing;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every member of a filing, once: what JSON may have, and the columns of CSV in their order, both
 * as it is posted and as it is answered.
 */
public enum Member {
  ID(Place.FILING, "id", "filing", Filing::id),
  ISSUER(Place.FILING, "issuer", Filing::issuer),
  SEGMENT("segment", Fact::segment),
  CONCEPT("concept", Fact::concept),
  PERIOD("period", fact -> fact.period().text()),
  VALUE("value", fact -> fact.stated().value()),
  LOW("low", fact -> fact.stated().low()),
  HIGH("high", fact -> fact.stated().high()),
  UNIT("unit", Fact::unit),
  DECIMALS("decimals", fact -> fact.stated().decimals()),
  SCENARIO("scenario", Fact::scenario),
  BASIS("basis", Fact::basis),
  TAG("tag", Fact::tag),
  TIER(Place.SOURCE, "tier", filing -> filing.source().tier()),
  PUBLISHER(Place.SOURCE, "publisher", filing -> filing.source().publisher()),
  PUBLISHED_ON(Place.SOURCE, "publishedOn", filing -> filing.source().publishedOn()),
  TITLE(Place.SOURCE, "title", filing -> filing.source().title()),
  URL(Place.SOURCE, "url", filing -> filing.source().url()),
  FORM(Place.FILING, "form", Filing::form),
  SUPERSEDES(Place.FILING, "supersedes", Filing::supersedes);

  /** Whose member it is. */
  public enum Place {
    FILING,
    SOURCE,
    FACT
  }

  private final Place place;
  private final String label;
  private final String column;
  private final BiFunction<Filing, Fact, Object> cell;

  Member(Place place, String label, String column, Function<Filing, Object> cell) {
    this.place = place;
    this.label = label;
    this.column = column;
    this.cell = (filing, fact) -> cell.apply(filing);
  }

  Member(Place place, String label, Function<Filing, Object> cell) {
    this(place, label, label, cell);
  }

  Member(String label, Function<Fact, Object> cell) {
    this.place = Place.FACT;
    this.label = label;
    this.column = label;
    this.cell = (filing, fact) -> cell.apply(fact);
  }

  public Place place() {
    return place;
  }

  /** As in JSON. */
  public String label() {
    return label;
  }

  /** As in CSV. */
  public String column() {
    return column;
  }

  /** What a row of CSV says of it; null where nothing is to be said. */
  public Object cell(Filing filing, Fact fact) {
    return cell.apply(filing, fact);
  }

  /** The members of a filing, of its source or of a fact, as in JSON. */
  public static Set<String> of(Place place) {
    return Arrays.stream(values())
        .filter(member -> member.place == place)
        .map(Member::label)
        .collect(Collectors.toUnmodifiableSet());
  }
}
