package dev.runrate.common.security;

import dev.runrate.common.web.ProblemAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Where nobody is asked who he is, a web page that this machine's browser shows could call as well
 * as its owner. It is told by what it cannot hide: the host it thinks it calls (a name of its own
 * that it lets point to 127.0.0.1), and the origin that the browser adds.
 */
final class LocalCallsOnly extends OncePerRequestFilter {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

  private final List<String> hosts;
  private final List<String> origins;

  LocalCallsOnly(List<String> hosts, List<String> origins) {
    this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    this.origins = origins;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String host = request.getHeader(HttpHeaders.HOST);
    if (host == null || !isOurs(host)) {
      ProblemAnswer.forbidden(
          response,
          "Nobody is asked here who he is, so only calls to localhost are answered, not to "
              + (host == null ? "no host" : "the host of this request")
              + ". Other names are a setting: runrate.security.hosts.");
      return;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !isOwn(origin, host) && !origins.contains(origin)) {
      ProblemAnswer.forbidden(
          response,
          "A web page of another origin calls. Those that may are a setting:"
              + " runrate.security.origins.");
      return;
    }
    boolean changes = !HARMLESS.contains(request.getMethod());
    if (changes && origin == null && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
      ProblemAnswer.forbidden(response, "A web page of another site calls.");
      return;
    }
    if (changes && request.getContentType() == null && hasBody(request)) {
      ProblemAnswer.answer(
          response,
          415,
          "unsupported-type",
          "Unsupported media type",
          "A body needs a Content-Type.");
      return;
    }
    chain.doFilter(request, response);
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0
        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }

  private boolean isOurs(String host) {
    String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    return LOOPBACK.matcher(name).matches() || hosts.contains(name);
  }

  private static boolean isOwn(String origin, String host) {
    try {
      return host.equalsIgnoreCase(new URI(origin).getRawAuthority());
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
