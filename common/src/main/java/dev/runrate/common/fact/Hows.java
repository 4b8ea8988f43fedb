package dev.runrate.common.fact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All the ways by which a figure was obtained, nearest to the source first: a proxy that was
 * translated is {@code [proxy, translated]}. What is made of several figures carries what each of
 * them carries. {@code reported} stands alone or not at all.
 */
public final class Hows {
  private static final How[] ALL = How.values();
  private static final int REPORTED_ONLY = 0;

  /** There are few sets, and each is one object. */
  private static final Hows[] BY_MASK = new Hows[1 << ALL.length];

  static {
    for (int mask = 0; mask < BY_MASK.length; mask++) {
      BY_MASK[mask] = new Hows(mask);
    }
  }

  public static final Hows REPORTED = BY_MASK[REPORTED_ONLY];
  public static final Hows NOT_COMPUTABLE = of(How.NOT_COMPUTABLE);

  private final int mask;
  private final List<How> list;
  private final String text;

  private Hows(int mask) {
    this.mask = mask;
    List<How> ways = new ArrayList<>();
    for (How how : ALL) {
      if ((mask & bit(how)) != 0) {
        ways.add(how);
      }
    }
    this.list = ways.isEmpty() ? List.of(How.REPORTED) : Collections.unmodifiableList(ways);
    this.text = list.stream().map(How::toString).collect(Collectors.joining("+"));
  }

  /** {@code reported} is no way to walk: it leaves no trace. */
  private static int bit(How how) {
    return how == How.REPORTED ? 0 : 1 << how.ordinal();
  }

  public static Hows of(How... ways) {
    return of(Arrays.asList(ways));
  }

  public static Hows of(Collection<How> ways) {
    int mask = 0;
    for (How how : ways) {
      mask |= bit(how);
    }
    return BY_MASK[mask];
  }

  public Hows and(Hows other) {
    return BY_MASK[mask | other.mask];
  }

  public Hows and(How how) {
    return BY_MASK[mask | bit(how)];
  }

  public boolean contains(How how) {
    return how == How.REPORTED ? isReported() : (mask & bit(how)) != 0;
  }

  /** Stated by a source, or a ratio of figures that were. */
  public boolean isReported() {
    return mask == REPORTED_ONLY;
  }

  /** Nearest to the source first; never empty. */
  public List<How> list() {
    return list;
  }

  public Set<How> set() {
    return EnumSet.copyOf(list);
  }

  /** {@code proxy+translated}: for tables and sentences. */
  @Override
  public String toString() {
    return text;
  }
}
