package dev.runrate.common.fact;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Who said it, how much their word is worth, where, and on which day the world could know. */
public record Source(Tier tier, String publisher, String title, String url, LocalDate publishedOn) {
  public Source {
    Objects.requireNonNull(tier);
    Objects.requireNonNull(publishedOn);
  }

  /** What is wrong with its texts; pointers are from the filing. */
  List<Checked.Fault> faults() {
    List<Checked.Fault> faults = new ArrayList<>();
    check("publisher", publisher, faults);
    check("title", title, faults);
    check("url", url, faults);
    return faults;
  }

  private static void check(String member, String textOrNull, List<Checked.Fault> faults) {
    if (textOrNull != null) {
      faults.addAll(Texts.check(member, textOrNull).faultsAt("/source/" + member));
    }
  }
}
