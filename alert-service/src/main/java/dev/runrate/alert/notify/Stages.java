package dev.runrate.alert.notify;

import dev.runrate.alert.silence.Silences;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.AlertEvent.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The way of an alert to a subscriber: a line of stages, each of which may stop it and says why.
 * The first line is passed when the alert comes, the second when what has gathered is about to be
 * sent; it is then that silences count.
 */
final class Stages {
  /** Why somebody is not told. */
  enum Reason {
    /** It is about the past: kept and published, nobody is paged. */
    HISTORICAL,
    OTHER_KIND,
    OTHER_ISSUER,
    /** Less severe than the subscriber asked for. */
    TOO_MILD,
    /** There is a newer word on the same alert. */
    OVERTAKEN,
    /** Of an alert that was never told, nobody needs to hear that it is over. */
    NEVER_TOLD,
    SILENCED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private record Stage<T>(Reason reason, Predicate<T> stops) {}

  private record Arrival(AlertEvent alert, Subscription subscriber) {}

  private static final List<Stage<Arrival>> ARRIVAL =
      List.of(
          new Stage<>(Reason.HISTORICAL, a -> a.alert.historical()),
          new Stage<>(Reason.OTHER_KIND, a -> !a.subscriber.wantsKindOf(a.alert)),
          new Stage<>(Reason.OTHER_ISSUER, a -> !a.subscriber.wantsIssuerOf(a.alert)),
          new Stage<>(Reason.TOO_MILD, a -> !a.subscriber.wantsSeverityOf(a.alert)));

  /**
   * An alert that waits to be sent.
   *
   * @param delivery its number
   * @param told whether an earlier word on it was sent
   */
  record Waiting(long delivery, AlertEvent alert, boolean told) {}

  private record Departure(Waiting waiting, boolean newest, Silences.Muting muting) {
    AlertEvent alert() {
      return waiting.alert;
    }
  }

  private static final List<Stage<Departure>> DEPARTURE =
      List.of(
          new Stage<>(Reason.OVERTAKEN, d -> !d.newest),
          new Stage<>(Reason.NEVER_TOLD, d -> d.alert().state() != State.RAISED && !d.waiting.told),
          new Stage<>(Reason.SILENCED, d -> d.muting.of(d.alert()).isPresent()));

  /** What goes and what stays, and why. */
  record Departures(List<Waiting> going, Map<Waiting, Reason> staying) {}

  private Stages() {}

  private static <T> Optional<Reason> pass(T traveller, List<Stage<T>> line) {
    return line.stream()
        .filter(stage -> stage.stops.test(traveller))
        .map(Stage::reason)
        .findFirst();
  }

  /** Why an alert that has come does not concern a subscriber; empty where it does. */
  static Optional<Reason> arrive(AlertEvent alert, Subscription subscriber) {
    return pass(new Arrival(alert, subscriber), ARRIVAL);
  }

  /**
   * Which of the alerts that wait for a subscriber are sent.
   *
   * @param waiting oldest first
   */
  static Departures depart(List<Waiting> waiting, Silences.Muting muting) {
    Map<String, Waiting> newest = new HashMap<>();
    waiting.forEach(each -> newest.put(each.alert.id(), each));
    List<Waiting> going = new ArrayList<>();
    Map<Waiting, Reason> staying = new LinkedHashMap<>();
    for (Waiting each : waiting) {
      boolean isNewest = newest.get(each.alert.id()) == each;
      pass(new Departure(each, isNewest, muting), DEPARTURE)
          .ifPresentOrElse(reason -> staying.put(each, reason), () -> going.add(each));
    }
    return new Departures(going, staying);
  }
}
