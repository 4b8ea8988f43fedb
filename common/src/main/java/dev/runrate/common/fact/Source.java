package dev.runrate.common.fact;

import java.time.LocalDate;
import java.util.Objects;

/** Who said it, how much their word is worth, where, and on which day the world could know. */
public record Source(Tier tier, String publisher, String title, String url, LocalDate publishedOn) {
  public Source {
    Objects.requireNonNull(tier);
    Objects.requireNonNull(publishedOn);
  }
}
