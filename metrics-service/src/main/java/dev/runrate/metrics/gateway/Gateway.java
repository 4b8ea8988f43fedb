package dev.runrate.metrics.gateway;

import dev.runrate.common.web.ProblemAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Passes on to the neighbours what is theirs, so that a browser has one address for everything
 * (decision 0018). Nothing is buffered: an event reaches the reader as it is written, and an upload
 * of any size is read as fast as the neighbour takes it.
 */
final class Gateway extends OncePerRequestFilter {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** Until an answer begins; a bulk upload is answered at its end. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final int BUFFER = 64 * 1024;

  /** Of the connection with one side, and nothing to the other (RFC 9110, 7.6.1). */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "expect",
          "host");

  /** What says from which page a request comes was judged at the door, where that page lives. */
  private static final Set<String> OF_THE_PAGE =
      Set.of("origin", "referer", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest");

  private final Routes routes;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Gateway(Routes routes) {
    this.routes = routes;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    Optional<URI> neighbour = routes.of(path);
    if (neighbour.isEmpty()) {
      chain.doFilter(request, response);
    } else if (!Routes.isPlain(path)) {
      ProblemAnswer.answer(
          response, 400, "bad-request", "Bad request", "The path is not one of ours.");
    } else {
      pass(request, neighbour.get(), response);
    }
  }

  private void pass(HttpServletRequest request, URI neighbour, HttpServletResponse response)
      throws IOException {
    HttpResponse<InputStream> answer;
    try {
      answer = client.send(question(request, neighbour), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (IOException e) {
      ProblemAnswer.answer(
          response,
          503,
          "unavailable",
          "Service unavailable",
          "The service that this is asked of does not answer; try again.");
      return;
    }
    try (InputStream body = answer.body()) {
      response.setStatus(answer.statusCode());
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (isForTheOther(name)) {
                  response.setHeader(name, values.getFirst());
                  values.stream().skip(1).forEach(value -> response.addHeader(name, value));
                }
              });
      copy(body, response.getOutputStream());
    }
  }

  private static HttpRequest question(HttpServletRequest request, URI neighbour)
      throws IOException {
    String query = request.getQueryString();
    HttpRequest.Builder question =
        HttpRequest.newBuilder(
                neighbour.resolve(request.getRequestURI() + (query == null ? "" : "?" + query)))
            .timeout(PATIENCE)
            .method(request.getMethod(), body(request));
    for (String name : Collections.list(request.getHeaderNames())) {
      if (isForTheOther(name) && !OF_THE_PAGE.contains(name.toLowerCase(Locale.ROOT))) {
        Collections.list(request.getHeaders(name)).forEach(value -> question.header(name, value));
      }
    }
    return question.build();
  }

  private static BodyPublisher body(HttpServletRequest request) throws IOException {
    long length = request.getContentLengthLong();
    if (length == 0 || length < 0 && request.getHeader("Transfer-Encoding") == null) {
      return BodyPublishers.noBody();
    }
    InputStream body = request.getInputStream();
    BodyPublisher stream = BodyPublishers.ofInputStream(() -> body);
    return length < 0 ? stream : BodyPublishers.fromPublisher(stream, length);
  }

  private static boolean isForTheOther(String header) {
    return !header.startsWith(":") && !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
  }

  /** Whatever is there goes out at once: the next event may be hours away. */
  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      to.write(buffer, 0, count);
      to.flush();
    }
  }
}
