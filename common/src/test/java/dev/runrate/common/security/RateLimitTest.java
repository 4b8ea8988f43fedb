package dev.runrate.common.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class RateLimitTest {
  private final RateLimit limit = new RateLimit(1, 3);

  @AfterEach
  void nobody() {
    SecurityContextHolder.clearContext();
  }

  private MockHttpServletResponse call(String name, Role role) throws Exception {
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(
                Caller.of(name, Set.of(role)), null, List.of()));
    MockHttpServletResponse response = new MockHttpServletResponse();
    limit.doFilter(new MockHttpServletRequest(), response, new MockFilterChain());
    return response;
  }

  @Test
  void whoCallsTooOftenIsToldWhenToComeAgainAndNobodyElseIsHeldUp() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(call("a", Role.READ).getStatus()).isEqualTo(200);
    }

    MockHttpServletResponse refused = call("a", Role.READ);

    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
    assertThat(refused.getHeader("RateLimit-Limit")).isEqualTo("3");
    assertThat(refused.getHeader("RateLimit-Remaining")).isEqualTo("0");
    assertThat(refused.getContentType()).startsWith("application/problem+json");
    assertThat(call("b", Role.READ).getStatus()).isEqualTo(200);
  }

  @Test
  void theServicesThemselvesAreNotCounted() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(call("service", Role.INTERNAL).getStatus()).isEqualTo(200);
    }
  }
}
