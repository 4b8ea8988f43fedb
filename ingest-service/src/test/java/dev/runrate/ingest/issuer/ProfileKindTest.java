package dev.runrate.ingest.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerKind;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.web.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an issuer lives on: lab, cloud, chip, application, or nobody has said. */
class ProfileKindTest {
  private static IssuerProfile parse(String json) {
    return ProfileParser.parse(Json.MAPPER.readTree(json), "acme");
  }

  @Test
  void isReadAndWrittenAlike() {
    IssuerProfile profile = parse("{\"kind\": \"chip\"}");

    assertThat(profile.kind()).isEqualTo(IssuerKind.CHIP);
    String message = Json.MESSAGES.writeValueAsString(profile);
    assertThat(message).contains("\"kind\":\"chip\"");
    assertThat(Json.read(message, IssuerProfile.class)).isEqualTo(profile);
  }

  @Test
  void isNotNeeded() {
    assertThat(parse("{}").kind()).isNull();
    assertThat(Json.read("{\"id\": \"acme\"}", IssuerProfile.class).kind()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"bank\"", "\"CHIP\"", "\"\"", "1", "[\"chip\"]"})
  void isOneOfFour(String kind) {
    assertThatThrownBy(() -> parse("{\"kind\": " + kind + "}"))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @CsvSource({"openai, LAB", "amazon, CLOUD", "nvidia, CHIP", "harvey, APPLICATION"})
  void isKnownOfTheWellKnown(String issuer, IssuerKind kind) {
    assertThat(WellKnown.load().profile(IssuerId.of(issuer)).kind()).isEqualTo(kind);
  }
}
