package dev.runrate.common.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runrate.common.event.Json;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A parameter that nobody reads is an error, not a shrug. */
class QueryParametersTest {
  @RestController
  static class Endpoints {
    @GetMapping("/some")
    String some(
        @RequestParam(required = false) String knownAt,
        @RequestParam Optional<String> issuer,
        @RequestParam(name = "page-size", required = false) Integer pageSize,
        @RequestParam(required = false) List<String> segment) {
      return "some";
    }

    @GetMapping("/none")
    String none() {
      return "none";
    }
  }

  private final MockMvc endpoints =
      MockMvcBuilders.standaloneSetup(new Endpoints())
          .addInterceptors(new QueryParameters())
          .setControllerAdvice(new ProblemAdvice())
          .setMessageConverters(
              new org.springframework.http.converter.StringHttpMessageConverter(),
              new JacksonJsonHttpMessageConverter(Json.MAPPER))
          .build();

  private MockHttpServletResponse get(String path) throws Exception {
    return endpoints
        .perform(MockMvcRequestBuilders.get(URI.create(path)))
        .andReturn()
        .getResponse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/some",
        "/some?",
        "/some?knownAt=2025-01-01&issuer=acme",
        "/some?page-size=5",
        "/some?segment=a&segment=b",
        "/none"
      })
  void knownParametersAreTaken(String path) throws Exception {
    assertThat(get(path).getStatus()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/some?knowAt=2025-01-01,    There is no parameter knowAt here; did you mean knownAt?",
    "/some?KnownAt=2025-01-01,   There is no parameter KnownAt here; did you mean knownAt?",
    "/some?issuer=acme&pagesize=5, There is no parameter pagesize here; did you mean page-size?",
    "/some?verbose,              There is no parameter verbose here. Known are",
    "/none?limit=5,              There is no parameter limit here. There are none.",
    "/some?issuer=a&issuer=b,    The parameter issuer is given 2 times."
  })
  void unknownParameterIsRefused(String path, String detail) throws Exception {
    MockHttpServletResponse answer = get(path);

    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getContentType()).isEqualTo("application/problem+json");
    assertThat(Json.MAPPER.readTree(answer.getContentAsString()).path("detail").asString())
        .startsWith(detail);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "TRUE, true", "'', true", "false, false", ", false"})
  void flagIsTrueOrFalse(String given, boolean meant) {
    assertThat(QueryParameters.flag("dryRun", given)).isEqualTo(meant);
  }

  @Test
  void flagIsNothingElse() {
    assertThatThrownBy(() -> QueryParameters.flag("dryRun", "maybe"))
        .hasMessage("The parameter dryRun is true or false, not maybe.");
  }
}
