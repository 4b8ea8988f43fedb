package dev.runrate.metrics.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private final Routes routes =
      new Routes(URI.create("http://ingest"), URI.create("http://alerts"));

  @ParameterizedTest
  @CsvSource({
    "/v1/filings,                   http://ingest",
    "/v1/filings/a/retraction,      http://ingest",
    "/v1/issuers/openai,            http://ingest",
    "/drafts/view.js,               http://ingest",
    "/v1/alerts/stream,             http://alerts",
    "/v1/rules/backtest,            http://alerts",
    "/v1/issuers,",
    "/v1/issuers/,",
    "/v1/issuers/openai/snapshot,",
    "/v1/filingsandmore,",
    "/v1/stream,",
    "/internal/dry-run,",
    "/actuator/health,",
  })
  void everyPathHasOnePlace(String path, URI neighbour) {
    assertThat(routes.of(path).orElse(null)).isEqualTo(neighbour);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/filings/../../internal",
        "/v1/filings/./x",
        "/v1/filings/%2E%2e/x",
        "/v1/filings/%2Fx",
        "/v1/filings/%255c",
        "/v1/filings/a;b",
        "/v1/filings//x",
        "/v1/filings/a\\b",
        "/v1/filings/a\u0000"
      })
  void whatCanBeReadInTwoWaysIsNotPlain(String path) {
    assertThat(Routes.isPlain(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/filings/0001045810-24-000029",
        "/v1/alerts/arr-change:lovable:whole:arr:reported:2025-08-31",
        "/v1/filings/%E6%99%BA%E8%B0%B1"
      })
  void whatIsOursIsPlain(String path) {
    assertThat(Routes.isPlain(path)).isTrue();
  }
}
