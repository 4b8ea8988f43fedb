package dev.runrate.metrics.period;

import dev.runrate.common.fact.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which spans are the sum of which others: {@code Y = 9M + Q4}, {@code 9M = H1 + Q3}, {@code Y = Q1
 * + Q2 + Q3 + Q4}. Every path over flows is one or several of these rearranged.
 */
public final class Partitions {
  /** Four quarters make a year; sums of twelve months say little that quarters do not. */
  private static final int MOST_PARTS = 4;

  /** Of one whole; more would repeat the same evidence. */
  private static final int MOST_PER_WHOLE = 12;

  public record Partition(Period.Span whole, List<Period.Span> parts) {
    /** Whole and parts. */
    public List<Period.Span> members() {
      List<Period.Span> members = new ArrayList<>(parts.size() + 1);
      members.add(whole);
      members.addAll(parts);
      return members;
    }
  }

  private final Map<LocalDate, List<Period.Span>> byStart = new HashMap<>();

  private Partitions(Collection<Period.Span> spans) {
    for (Period.Span span : new TreeSet<>(spans)) {
      byStart.computeIfAbsent(span.start(), day -> new ArrayList<>(4)).add(span);
    }
  }

  /** Of each span into others of the same collection, in a fixed order. */
  public static List<Partition> of(Collection<Period.Span> spans) {
    if (spans.size() < 3) {
      return List.of();
    }
    Partitions partitions = new Partitions(spans);
    List<Partition> found = new ArrayList<>();
    for (Period.Span whole : new TreeSet<>(spans)) {
      int most = found.size() + MOST_PER_WHOLE;
      partitions.extend(
          whole,
          whole.start(),
          new ArrayList<>(MOST_PARTS),
          parts -> {
            if (found.size() < most) {
              found.add(new Partition(whole, List.copyOf(parts)));
            }
          });
    }
    return found;
  }

  private void extend(
      Period.Span whole, LocalDate from, List<Period.Span> parts, Consumer<List<Period.Span>> to) {
    if (parts.size() == MOST_PARTS) {
      return;
    }
    for (Period.Span next : byStart.getOrDefault(from, List.of())) {
      int byEnd = next.end().compareTo(whole.end());
      if (byEnd > 0 || next.equals(whole)) {
        continue;
      }
      parts.add(next);
      if (byEnd == 0) {
        to.accept(parts);
      } else {
        extend(whole, next.end().plusDays(1), parts, to);
      }
      parts.removeLast();
    }
  }
}
