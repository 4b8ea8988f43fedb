package dev.runrate.metrics.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.metrics.Issuer;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Silence, by the issuer's own rhythm. */
class RhythmTest {
  @Test
  void silenceIsCountedInUsualGaps() {
    Rhythm rhythm = Rhythm.of(quarterly().records()).orElseThrow();

    assertThat(rhythm.lastSaid()).isEqualTo("2025-10-30");
    assertThat(rhythm.usualDays()).isEqualTo(91);
    assertThat(rhythm.missed(LocalDate.parse("2025-12-01"))).isZero();
    assertThat(rhythm.missed(LocalDate.parse("2026-06-30"))).isEqualTo(2);
    assertThat(rhythm.missed(LocalDate.parse("2025-01-01"))).isZero();
  }

  @Test
  void retractedFilingIsNoWord() {
    Issuer issuer = quarterly();
    issuer.filed("2026-06-01").retractedAt("2026-06-02T00:00:00Z").says("Revenue 2025 1 USD");

    assertThat(Rhythm.of(issuer.records()).orElseThrow().lastSaid()).isEqualTo("2025-10-30");
  }

  @Test
  void whoSpokeTwiceHasNoRhythm() {
    assertThat(
            Rhythm.of(
                new Issuer()
                    .filed("2025-01-30")
                    .says("Revenue 2024 1 USD")
                    .filed("2025-04-30")
                    .says("Revenue 2025-Q1 1 USD")
                    .records()))
        .isEmpty();
  }

  private static Issuer quarterly() {
    Issuer issuer = new Issuer();
    for (String day : new String[] {"2025-01-30", "2025-04-30", "2025-07-30", "2025-10-30"}) {
      issuer.filed(day).says("Revenue 2024 1 USD");
    }
    return issuer;
  }
}
