package dev.runrate.common.event;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The Kafka topics. Each has one writer; keys are issuer slugs, values JSON. */
public final class Topics {
  /** Written by ingest-service: {@link FilingEvent}. */
  public static final String FILINGS = "runrate.filings";

  /** Written by ingest-service: {@link ReferenceEvent}, what filings are read with. */
  public static final String REFERENCE = "runrate.reference";

  /** Written by metrics-service: {@link SnapshotEvent}. */
  public static final String SNAPSHOTS = "runrate.snapshots";

  /** Written by alert-service, a topic per {@link AlertKind}: {@link AlertEvent}. */
  public static String alerts(AlertKind kind) {
    return "runrate.alerts." + kind;
  }

  /** Where a consumer of the topic puts what it could not process. */
  public static String deadLetters(String topic) {
    return topic + ".dlt";
  }

  public static List<String> all() {
    return Stream.concat(
            Stream.of(FILINGS, REFERENCE, SNAPSHOTS),
            Arrays.stream(AlertKind.values()).map(Topics::alerts))
        .toList();
  }

  private Topics() {}
}
