package dev.runrate.alert.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runrate.common.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** The far end of a webhook, with the manners that a test gives it. */
final class Hook implements AutoCloseable {
  record Request(String id, String signature, String body) {
    JsonNode json() {
      return Json.MAPPER.readTree(body);
    }

    /** {@code id state} of every alert. */
    List<String> alerts() {
      return json()
          .at("/data/alerts")
          .valueStream()
          .map(a -> a.path("id").asString() + " " + a.path("state").asString())
          .toList();
    }
  }

  interface Manners {
    void answer(HttpExchange exchange, Request request) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  Hook(Manners manners) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Request request =
                new Request(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            manners.answer(exchange, request);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  static Hook polite() {
    return answering(204);
  }

  static Hook answering(int status) {
    return new Hook((exchange, request) -> exchange.sendResponseHeaders(status, -1));
  }

  /** Answers, and takes its time. */
  static Hook slow(Duration delay) {
    return new Hook(
        (exchange, request) -> {
          Thread.sleep(delay);
          exchange.sendResponseHeaders(204, -1);
        });
  }

  /** Takes requests and does not answer before it is closed. */
  static Hook hanging() {
    Hook[] self = new Hook[1];
    self[0] = new Hook((exchange, request) -> self[0].closed.await());
    return self[0];
  }

  void awaitClosing() throws InterruptedException {
    closed.await();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  List<Request> requests() {
    return requests;
  }

  /** {@code id state} of every alert that came, in order of arrival. */
  List<String> alerts() {
    return requests.stream().flatMap(request -> request.alerts().stream()).toList();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
