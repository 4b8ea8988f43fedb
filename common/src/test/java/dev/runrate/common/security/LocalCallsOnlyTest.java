package dev.runrate.common.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LocalCallsOnlyTest {
  private final LocalCallsOnly filter =
      new LocalCallsOnly(List.of("runrate.example.com"), List.of("https://board.example.com"));

  /** An empty cell is a header that is not there; a body is there where there is a type. */
  @ParameterizedTest(name = "{0} {1} {2} {3} {4}: {5}")
  @CsvSource({
    "GET,  localhost:8081,           ,                            ,           ,                 "
        + " 200",
    "GET,  127.0.0.1:8081,           ,                            ,           ,                 "
        + " 200",
    "GET,  127.0.0.2,                ,                            ,           ,                 "
        + " 200",
    "GET,  [::1]:8081,               ,                            ,           ,                 "
        + " 200",
    "GET,  LOCALHOST:8081,           ,                            ,           ,                 "
        + " 200",
    "GET,  runrate.example.com:8081, ,                            ,           ,                 "
        + " 200",
    "GET,  evil.example.com:8081,    ,                            ,           ,                 "
        + " 403",
    "GET,  localhost.evil.com,       ,                            ,           ,                 "
        + " 403",
    "GET,  127.0.0.1.evil.com,       ,                            ,           ,                 "
        + " 403",
    "GET,  ,                         ,                            ,           ,                 "
        + " 403",
    "POST, localhost:8081,           ,                            ,           application/json, "
        + " 200",
    "POST, localhost:8081,           http://localhost:8081,       same-origin,application/json, "
        + " 200",
    "POST, localhost:8081,           http://localhost:9999,       same-site,  application/json, "
        + " 403",
    "POST, localhost:8081,           http://evil.example.com,     cross-site, text/plain,       "
        + " 403",
    "GET,  localhost:8081,           http://evil.example.com,     cross-site, ,                 "
        + " 403",
    "POST, localhost:8081,           null,                        cross-site, text/plain,       "
        + " 403",
    "POST, localhost:8081,           https://board.example.com,   cross-site, application/json, "
        + " 200",
    "POST, localhost:8081,           ,                            cross-site, text/plain,       "
        + " 403",
    "GET,  localhost:8081,           ,                            cross-site, ,                 "
        + " 200",
    "DELETE, localhost:8083,         http://evil.example.com,     cross-site, ,                 "
        + " 403",
    "POST, localhost:8081,           ,                            ,           body without type,"
        + " 415",
    "POST, localhost:8081,           ,                            ,           ,                 "
        + " 200",
  })
  void whoIsLetIn(String method, String host, String origin, String site, String type, int status)
      throws ServletException, IOException {
    MockHttpServletRequest request = new MockHttpServletRequest(method, "/v1/filings");
    add(request, "Host", host);
    add(request, "Origin", origin);
    add(request, "Sec-Fetch-Site", site);
    if (type != null) {
      request.setContent("{}".getBytes(StandardCharsets.UTF_8));
      request.setContentType(type.equals("body without type") ? null : type);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    MockFilterChain chain = new MockFilterChain();

    filter.doFilter(request, response, chain);

    assertThat(response.getStatus()).isEqualTo(status);
    assertThat(chain.getRequest() != null).isEqualTo(status == 200);
  }

  private static void add(MockHttpServletRequest request, String name, String valueOrNull) {
    if (valueOrNull != null) {
      request.addHeader(name, valueOrNull);
    }
  }
}
