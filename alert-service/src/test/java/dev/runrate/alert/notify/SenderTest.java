package dev.runrate.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runrate.alert.AlertSettings;
import dev.runrate.alert.notify.Sender.Failed;
import dev.runrate.alert.notify.Sender.Outcome;
import dev.runrate.alert.notify.Sender.Taken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request to endpoints of all manners, over real connections. */
class SenderTest {
  private static final Duration TIMEOUT = Duration.ofMillis(700);
  private static final int MOST_ANSWER = 10_000;
  private static final String SECRET = Signature.newSecret();
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static AlertSettings.Webhooks settings() {
    return new AlertSettings.Webhooks(
        true,
        10,
        Duration.ZERO,
        10,
        1,
        TIMEOUT,
        TIMEOUT.plusSeconds(1),
        MOST_ANSWER,
        3,
        Duration.ofSeconds(5),
        Duration.ofHours(1));
  }

  private static Outcome send(Targets targets, String url) throws InterruptedException {
    try (Sender sender = new Sender(settings(), targets, Clock.systemUTC())) {
      return sender.send(URI.create(url), SECRET, "msg_1", "{\"say\": \"\u00e9\"}");
    }
  }

  private static Outcome send(Hook hook) throws InterruptedException {
    return send(new Targets(true, host -> InetAddress.getAllByName(host)), hook.url());
  }

  @Test
  void bodyArrivesAsItIsUnderItsId() throws Exception {
    try (Hook hook = Hook.answering(202)) {
      assertThat(send(hook)).isEqualTo(new Taken(202));

      Hook.Request request = hook.requests().getFirst();
      assertThat(request.id()).isEqualTo("msg_1");
      assertThat(request.body()).isEqualTo("{\"say\": \"\u00e9\"}");
      assertThat(request.signature()).startsWith("v1,");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 410, 429, 500, 503})
  void errorIsAFailureAndTriedOnlyOnce(int status) throws Exception {
    try (Hook hook = Hook.answering(status)) {
      assertThat(send(hook)).isEqualTo(new Failed("the endpoint answered " + status));
      assertThat(hook.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreNotFollowed(int status) throws Exception {
    try (Hook elsewhere = Hook.polite();
        Hook hook =
            new Hook(
                (exchange, request) -> {
                  exchange.getResponseHeaders().add("Location", elsewhere.url());
                  exchange.sendResponseHeaders(status, -1);
                })) {
      assertThat(send(hook)).isInstanceOf(Failed.class).asString().contains("redirects");
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void silenceEndsInATimeout() throws Exception {
    try (Hook hook = Hook.hanging()) {
      assertThat(send(hook)).asString().contains("timeout");
    }
  }

  /** Every byte would renew a timeout that is for one read. */
  @Test
  void answerThatTricklesEndsInTime() throws Exception {
    try (Hook hook =
        new Hook(
            (exchange, request) -> {
              exchange.sendResponseHeaders(200, 0);
              for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
                Thread.sleep(20);
              }
            })) {
      long start = System.nanoTime();

      assertThat(send(hook)).asString().contains("timeout");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(3));
    }
  }

  @Test
  void longAnswerIsNotReadToItsEnd() throws Exception {
    AtomicLong written = new AtomicLong();
    try (Hook hook =
        new Hook(
            (exchange, request) -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] chunk = new byte[65_536];
              try {
                while (written.get() < 1L << 30) {
                  exchange.getResponseBody().write(chunk);
                  written.addAndGet(chunk.length);
                }
              } catch (IOException e) {
                // Nobody listens any more.
              }
            })) {
      assertThat(send(hook)).isEqualTo(new Taken(200));
      // What fits into the buffers of the connection, and no more.
      long then = written.get();
      await()
          .pollDelay(Duration.ofMillis(200))
          .untilAsserted(() -> assertThat(written.get()).isLessThan(64L << 20));
      assertThat(then).isLessThan(64L << 20);
    }
  }

  @Test
  void smallAnswerIsNotUnpackedToALargeOne() throws Exception {
    try (Hook hook =
        new Hook(
            (exchange, request) -> {
              assertThat(exchange.getRequestHeaders().get("Accept-Encoding")).isNull();
              exchange.getResponseHeaders().add("Content-Encoding", "gzip");
              exchange.sendResponseHeaders(200, 3);
              exchange.getResponseBody().write(new byte[] {1, 2, 3});
            })) {
      assertThat(send(hook)).isEqualTo(new Taken(200));
    }
  }

  @Test
  void nobodyThereIsAFailureWithItsReason() throws Exception {
    String url;
    try (Hook gone = Hook.polite()) {
      url = gone.url();
    }
    assertThat(send(new Targets(true, host -> InetAddress.getAllByName(host)), url))
        .isInstanceOf(Failed.class)
        .asString()
        .containsIgnoringCase("refused");
  }

  /** DNS rebinding: public when it is checked, the neighbour when it is connected. */
  @Test
  void addressThatWasCheckedIsTheOneThatIsConnected() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    InetAddress unroutable = InetAddress.getByName("93.184.215.14");
    Resolver fickle =
        host -> {
          asked.add(host);
          return new InetAddress[] {asked.size() == 1 ? unroutable : LOOPBACK};
        };
    Targets targets = new Targets(false, fickle);
    try (Hook neighbour = Hook.polite()) {
      String url = "http://fickle.example:" + neighbour.port() + "/";
      assertThat(targets.refusal(URI.create(url))).isEmpty();

      assertThat(send(targets, url)).asString().contains("loopback");

      assertThat(neighbour.requests()).isEmpty();
      assertThat(asked).hasSize(2);
    }
  }

  /** The answer changes the other way round: whoever asked again would get elsewhere. */
  @Test
  void hostIsAskedForOncePerRequest() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    InetAddress nobody = InetAddress.getByName("127.0.0.2");
    try (Hook hook = Hook.polite()) {
      Targets targets =
          new Targets(
              true,
              host -> {
                asked.add(host);
                return new InetAddress[] {asked.size() == 1 ? LOOPBACK : nobody};
              });

      assertThat(send(targets, "http://hook.example:" + hook.port() + "/hook"))
          .isEqualTo(new Taken(204));

      assertThat(asked).containsExactly("hook.example");
    }
  }

  @Test
  void refusedAddressInNumbersIsNotConnected() throws Exception {
    try (Hook neighbour = Hook.polite()) {
      Targets strict = new Targets(false, host -> InetAddress.getAllByName(host));

      assertThat(send(strict, neighbour.url())).asString().contains("loopback");
      assertThat(send(strict, "http://[::ffff:127.0.0.1]:" + neighbour.port() + "/"))
          .isInstanceOf(Failed.class);

      assertThat(neighbour.requests()).isEmpty();
    }
  }
}
