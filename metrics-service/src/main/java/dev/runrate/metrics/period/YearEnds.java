package dev.runrate.metrics.period;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The days on which fiscal years ended, as the facts tell them, each with its votes; and the
 * calendar that they speak for. Votes can be added and taken back.
 *
 * <p>Days within a week of each other, in whatever year, are one year end: a 52/53-week year
 * drifts. Where an issuer changed its fiscal year, two groups of days lie apart in time, and both
 * are kept.
 */
public final class YearEnds {
  /**
   * A group of days beside the main one counts as a former or a newer calendar from so many votes;
   * a few press reports about calendar years are none.
   */
  private static final int FEWEST_VOTES_FOR_A_CHANGE = 10;

  private static final int DAYS_OF_A_YEAR = 365;

  private record Group(FiscalCalendar calendar, NavigableMap<LocalDate, Integer> days) {
    int votes() {
      return days.values().stream().mapToInt(Integer::intValue).sum();
    }

    LocalDate first() {
      return days.firstKey();
    }

    LocalDate last() {
      return days.lastKey();
    }
  }

  private YearEnds() {}

  /** The calendar of most votes, with those that were in force before it. */
  public static Optional<FiscalCalendar> calendar(Map<LocalDate, Integer> votes) {
    List<Group> groups = groups(votes);
    return groups.stream().max(BY_VOTES).map(main -> withChanges(main, groups));
  }

  /** The calendar that a person has stated, with those that the facts show to have come before. */
  public static FiscalCalendar calendar(MonthDay stated, Map<LocalDate, Integer> votes) {
    FiscalCalendar calendar = FiscalCalendar.endingOn(stated);
    List<Group> groups = groups(votes);
    return groups.stream()
        .filter(group -> group.calendar.endsAs(calendar))
        .findFirst()
        .map(main -> withEarlier(calendar, main, groups))
        .orElse(calendar);
  }

  /** The calendar year wins a tie, then the earlier month: any fixed order would do. */
  private static final Comparator<Group> BY_VOTES =
      Comparator.comparing(Group::votes)
          .thenComparing(group -> group.calendar.endsAs(FiscalCalendar.CALENDAR_YEAR))
          .thenComparing(
              group -> group.calendar,
              Comparator.comparing(FiscalCalendar::yearEndMonth)
                  .thenComparing(FiscalCalendar::yearEndDay)
                  .reversed());

  private static List<Group> groups(Map<LocalDate, Integer> votes) {
    Map<FiscalCalendar, Group> groups = new HashMap<>();
    votes.forEach(
        (day, count) -> {
          if (count > 0) {
            FiscalCalendar calendar = FiscalCalendar.endingOn(MonthDay.from(day));
            groups
                .computeIfAbsent(calendar, c -> new Group(c, new TreeMap<>()))
                .days
                .put(day, count);
          }
        });
    return merged(groups.values());
  }

  /** Days in the middle of a month drift too: the smaller group joins the larger one nearby. */
  private static List<Group> merged(Collection<Group> groups) {
    List<Group> largestFirst = new ArrayList<>(groups);
    largestFirst.sort(BY_VOTES.reversed());
    List<Group> merged = new ArrayList<>();
    for (Group group : largestFirst) {
      Optional<Group> larger =
          merged.stream().filter(other -> isNear(other.calendar, group.calendar)).findFirst();
      larger.ifPresentOrElse(
          other -> group.days.forEach((day, votes) -> other.days.merge(day, votes, Integer::sum)),
          () -> merged.add(group));
    }
    return merged;
  }

  private static boolean isNear(FiscalCalendar a, FiscalCalendar b) {
    int apart =
        Math.abs(a.yearEnd().atYear(2023).getDayOfYear() - b.yearEnd().atYear(2023).getDayOfYear());
    return Math.min(apart, DAYS_OF_A_YEAR - apart) <= FiscalCalendar.TOLERANCE_DAYS;
  }

  private static FiscalCalendar withChanges(Group main, List<Group> groups) {
    FiscalCalendar calendar = withEarlier(main.calendar, main, groups);
    Group last = main;
    for (Group later : inOrder(groups)) {
      if (later != main && isChange(later) && later.first().isAfter(last.last())) {
        calendar = changed(later.calendar, later, calendar, last);
        last = later;
      }
    }
    return calendar;
  }

  private static FiscalCalendar withEarlier(
      FiscalCalendar calendar, Group main, List<Group> groups) {
    FiscalCalendar chain = null;
    Group last = null;
    for (Group earlier : inOrder(groups)) {
      if (earlier != main
          && isChange(earlier)
          && earlier.last().isBefore(main.first())
          && (last == null || earlier.first().isAfter(last.last()))) {
        chain = chain == null ? earlier.calendar : changed(earlier.calendar, earlier, chain, last);
        last = earlier;
      }
    }
    return chain == null ? calendar : changed(calendar, main, chain, last);
  }

  private static List<Group> inOrder(List<Group> groups) {
    return groups.stream().sorted(Comparator.comparing(Group::first)).toList();
  }

  private static boolean isChange(Group group) {
    return group.votes() >= FEWEST_VOTES_FOR_A_CHANGE;
  }

  private static FiscalCalendar changed(
      FiscalCalendar calendar, Group group, FiscalCalendar before, Group groupBefore) {
    LocalDate until = before.nominalBoundary(groupBefore.last().plusDays(1));
    LocalDate firstEnd = calendar.nominalBoundary(group.first().plusDays(1));
    LocalDate since = calendar.shift(firstEnd, -12);
    return since.isBefore(until) ? calendar : calendar.after(before, until, since);
  }
}
