package dev.runrate.common.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConceptTest {
  /** A round is not the round of a year before; the rest are ratios or amounts of a month. */
  private static final Set<Concept> WITHOUT_GROWTH = EnumSet.of(Concept.FUNDING_RAISED);

  @Test
  void growthOfEveryFlowAndStockCanBeStated() {
    for (Concept concept : Concept.values()) {
      boolean grows = concept.kind() != Concept.Kind.RATIO && !WITHOUT_GROWTH.contains(concept);
      assertThat(Concept.parse(concept + "Growth").isPresent())
          .as(concept.label())
          .isEqualTo(grows);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_GROWTH")
  void growthIsNamedAfterWhatGrowsAndTakesItsPeriods(Concept growth) {
    Concept grown = growth.growthOf().orElseThrow();

    assertThat(growth.label()).isEqualTo(grown.label() + "Growth");
    assertThat(growth.unitKind()).isEqualTo(Unit.Kind.RATIO);
    assertThat(growth.takesSpan()).isEqualTo(grown.takesSpan());
    assertThat(growth.takesInstant()).isEqualTo(grown.takesInstant());
  }

  @Test
  void nothingElseIsAGrowth() {
    assertThat(Arrays.stream(Concept.values()).filter(c -> !c.name().endsWith("_GROWTH")))
        .allMatch(concept -> concept.growthOf().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void everyConceptSaysWhatItIs(Concept concept) {
    assertThat(concept.definition()).isNotBlank();
    assertThat(concept.takesInstant() || concept.takesSpan()).isTrue();
    assertThat(Concept.parse(concept.label())).contains(concept);
  }
}
