package dev.runrate.alert.notify;

import dev.runrate.alert.AlertSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes one request to a webhook, as Standard Webhooks prescribe, and says what came of it. Every
 * request has a connection of its own, to an address that was checked for it; it ends in time
 * whatever the other side does; redirects are answers like any other. Apache's client, as it lets
 * us answer where a host is; Java's asks by itself.
 */
final class Sender implements AutoCloseable {
  private static final int MOST_ERROR_TEXT = 500;

  /** What came of a request. */
  sealed interface Outcome {}

  record Taken(int status) implements Outcome {}

  record Failed(String why) implements Outcome {}

  private final Clock clock;
  private final Duration timeout;
  private final int maxAnswerBytes;
  private final CloseableHttpClient http;

  Sender(AlertSettings.Webhooks settings, Targets targets, Clock clock) {
    this.clock = clock;
    this.timeout = settings.timeout();
    this.maxAnswerBytes = settings.maxAnswerBytes();
    // Whoever sends bounds how many there are; waiting here would be for others' connections.
    int connections = Integer.MAX_VALUE;
    Timeout each = Timeout.of(timeout);
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new Checked(targets))
                    .setMaxConnTotal(connections)
                    .setMaxConnPerRoute(connections)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(each)
                            .setSocketTimeout(each)
                            .build())
                    .build())
            .setConnectionReuseStrategy((request, response, context) -> false)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(each)
                    .setProtocolUpgradeEnabled(false)
                    .build())
            // A redirect could lead anywhere.
            .disableRedirectHandling()
            // Tries are counted, and spaced, by us.
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            // A small answer could become a large one.
            .disableContentCompression()
            .setUserAgent("Runrate")
            .build();
  }

  /**
   * @param webhookId stands for this body
   */
  Outcome send(URI url, String secret, String webhookId, String body) throws InterruptedException {
    long timestamp = clock.instant().getEpochSecond();
    HttpPost request = new HttpPost(url);
    request.setHeader("webhook-id", webhookId);
    request.setHeader("webhook-timestamp", Long.toString(timestamp));
    request.setHeader("webhook-signature", Signature.sign(secret, webhookId, timestamp, body));
    request.setEntity(
        new StringEntity(body, ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8)));
    FutureTask<Integer> exchange = new FutureTask<>(() -> exchange(request));
    Thread.ofVirtual().name("webhook-exchange").start(exchange);
    try {
      int status = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return status >= 200 && status < 300
          ? new Taken(status)
          : new Failed(
              "the endpoint answered "
                  + status
                  + (status >= 300 && status < 400 ? "; redirects are not followed" : ""));
    } catch (TimeoutException e) {
      return new Failed("timeout: no whole answer within " + timeout);
    } catch (ExecutionException e) {
      return new Failed(reason(e.getCause()));
    } finally {
      // Whatever is still under way ends here, in the middle of a read or not.
      request.cancel();
    }
  }

  private static String reason(Throwable cause) {
    String text =
        cause instanceof UnknownHostException
            ? cause.getMessage()
            : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return text.substring(0, Math.min(text.length(), MOST_ERROR_TEXT));
  }

  /** The status, once the answer has ended or is long enough. */
  private int exchange(HttpPost request) throws IOException, HttpException {
    ClassicHttpResponse response =
        http.executeOpen(
            RoutingSupport.determineHost(request), request, HttpClientContext.create());
    HttpEntity answer = response.getEntity();
    if (answer == null || answer.getContent().readNBytes(maxAnswerBytes).length < maxAnswerBytes) {
      response.close();
    }
    // Closing a longer one would read the rest; the request is cancelled instead.
    return response.getCode();
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one place where a webhook's host becomes an address. */
  private record Checked(Targets targets) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return targets.addresses(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
