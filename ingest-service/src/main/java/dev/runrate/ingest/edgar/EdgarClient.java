package dev.runrate.ingest.edgar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/** Asks EDGAR for one thing at a time, as it wants to be asked. */
final class EdgarClient {
  /**
   * What came back.
   *
   * @param body unpacked; null where what is known is still so (304)
   */
  record Answer(byte[] body, String etag, String lastModified) {
    boolean isUnchanged() {
      return body == null;
    }
  }

  /** It did not work; the message says why, for people. */
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the server says that there is no such thing (yet). */
    final boolean isMissing;

    /** Whether nobody's turn has come: it is not this request's fault. */
    final boolean isRefusal;

    private Failure(String message, boolean isMissing, boolean isRefusal) {
      super(message, null, false, false);
      this.isMissing = isMissing;
      this.isRefusal = isRefusal;
    }
  }

  private final EdgarSettings settings;
  private final String userAgent;
  private final FairAccess access;
  private final HttpClient http;

  EdgarClient(EdgarSettings settings, String contact, FairAccess access) {
    this.settings = settings;
    this.userAgent = contact;
    this.access = access;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  Answer data(String path, String etag, String lastModified) throws Failure, InterruptedException {
    return get(settings.dataUrl().resolve(path), etag, lastModified);
  }

  Answer archives(String path) throws Failure, InterruptedException {
    return get(settings.archivesUrl().resolve(path), null, null);
  }

  URI archivesUrl(String path) {
    return settings.archivesUrl().resolve(path);
  }

  Duration pause() {
    return access.pause(System.nanoTime());
  }

  private Answer get(URI uri, String etag, String lastModified)
      throws Failure, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(settings.timeout())
            .header("User-Agent", userAgent)
            .header("Accept-Encoding", "gzip");
    if (etag != null) {
      request.header("If-None-Match", etag);
    }
    if (lastModified != null) {
      request.header("If-Modified-Since", lastModified);
    }
    try {
      HttpResponse<InputStream> answer = inTurn(request.GET().build());
      try (InputStream body = answer.body()) {
        return read(uri, answer, body);
      }
    } catch (IOException e) {
      // Also of an answer that is shorter than it said.
      throw new Failure(
          uri + " broke off: " + (e.getMessage() == null ? e.toString() : e.getMessage()),
          false,
          false);
    }
  }

  private HttpResponse<InputStream> inTurn(HttpRequest request)
      throws IOException, InterruptedException {
    int place = access.await();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } finally {
      access.done(place, System.nanoTime());
    }
  }

  private Answer read(URI uri, HttpResponse<InputStream> answer, InputStream body)
      throws IOException, Failure {
    int status = answer.statusCode();
    switch (status) {
      case 200 -> {
        boolean isGzip = answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        byte[] content = bounded(uri, isGzip ? new GZIPInputStream(body) : body);
        access.answered();
        return new Answer(
            content,
            answer.headers().firstValue("ETag").orElse(null),
            answer.headers().firstValue("Last-Modified").orElse(null));
      }
      case 304 -> {
        access.answered();
        return new Answer(null, null, null);
      }
      case 429, 403 -> {
        Duration pause =
            access.refused(
                System.nanoTime(),
                answer
                    .headers()
                    .firstValue("Retry-After")
                    .filter(text -> text.matches("\\d{1,9}"))
                    .map(Long::valueOf)
                    .orElse(null));
        throw new Failure(
            uri + " answers " + status + "; nothing is asked for " + pause.toSeconds() + " s",
            false,
            true);
      }
      default ->
          throw new Failure(uri + " answers " + status, status == 404 || status == 410, false);
    }
  }

  private byte[] bounded(URI uri, InputStream in) throws IOException, Failure {
    ByteArrayOutputStream content = new ByteArrayOutputStream(1 << 16);
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      content.write(buffer, 0, n);
      if (content.size() > settings.maxAnswerBytes()) {
        throw new Failure(
            uri + " is longer than " + settings.maxAnswerBytes() + " bytes", false, false);
      }
    }
    return content.toByteArray();
  }
}
