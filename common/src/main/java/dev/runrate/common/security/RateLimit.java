package dev.runrate.common.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.runrate.common.web.ProblemAnswer;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** So many requests of each caller; a bulk request is one, as its own backpressure slows it. */
final class RateLimit extends OncePerRequestFilter {
  private static final int MOST_CALLERS = 100_000;

  private final int burst;
  private final LoadingCache<String, Bucket> buckets;

  RateLimit(int perSecond, int burst) {
    this.burst = burst;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            // A bucket is full again by then, so forgetting it changes nothing.
            .expireAfterAccess(Duration.ofSeconds(1 + burst / perSecond))
            .build(
                caller ->
                    Bucket.builder()
                        .addLimit(
                            limit ->
                                limit
                                    .capacity(burst)
                                    .refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null
        || !(authentication.getPrincipal() instanceof Caller caller)
        || caller.roles().contains(Role.INTERNAL)) {
      chain.doFilter(request, response);
      return;
    }
    ConsumptionProbe probe = buckets.get(caller.name()).tryConsumeAndReturnRemaining(1);
    long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
    response.setHeader("RateLimit-Limit", Integer.toString(burst));
    response.setHeader("RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
    response.setHeader("RateLimit-Reset", Long.toString(seconds));
    if (probe.isConsumed()) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Retry-After", Long.toString(seconds));
    ProblemAnswer.answer(
        response,
        429,
        "too-many-requests",
        "Too many requests",
        "The key " + caller.name() + " has made more requests than it may; try again.");
  }
}
