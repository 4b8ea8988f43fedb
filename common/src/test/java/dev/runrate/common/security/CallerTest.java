package dev.runrate.common.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.web.Problem.ContentError;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {
  @ParameterizedTest(name = "a key for {0} {1} {2} posts of {3} {4} {5}")
  @CsvSource({
    ",        ,      ,          nvidia, press,      Reuters, ''",
    "nvidia,  ,      ,          nvidia, regulatory, SEC,     ''",
    "nvidia,  ,      ,          openai, regulatory, SEC,     /issuer",
    ",        press, Reuters,   openai, press,      Reuters, ''",
    ",        press, Reuters,   openai, regulatory, Reuters, /source/tier",
    ",        press, Reuters,   openai, press,      SEC,     /source/publisher",
    "nvidia,  press, Reuters,   openai, regulatory, SEC,     /issuer /source/tier"
        + " /source/publisher",
  })
  void aKeyPostsWhatItMay(
      String issuer,
      String tier,
      String publisher,
      String ofIssuer,
      String ofTier,
      String ofPublisher,
      String refused) {
    Caller caller =
        new Caller(
            "k",
            Set.of(Role.POST),
            issuer == null ? Set.of() : Set.of(IssuerId.of(issuer)),
            publisher,
            tier == null ? null : Tier.parse(tier).orElseThrow());
    Filing filing =
        new Filing(
            FilingId.of("f"),
            IssuerId.of(ofIssuer),
            null,
            new Source(
                Tier.parse(ofTier).orElseThrow(),
                ofPublisher,
                null,
                null,
                LocalDate.of(2025, 11, 1)),
            null,
            List.of());

    assertThat(
            caller.refusals(filing).stream()
                .map(ContentError::pointer)
                .collect(Collectors.joining(" ")))
        .isEqualTo(refused);
  }

  @Test
  void whereNobodyIsAskedTheCallerIsTheOwner() {
    assertThat(Caller.current()).isEqualTo(Caller.OWNER);
    assertThat(Caller.OWNER.isLimited()).isFalse();
  }

  @Test
  void noRoleBringsWhatIsTheServicesOwn() {
    assertThat(
            Arrays.stream(Role.values())
                .filter(role -> role != Role.INTERNAL)
                .flatMap(role -> role.implied().stream()))
        .doesNotContain(Role.INTERNAL);
  }
}
