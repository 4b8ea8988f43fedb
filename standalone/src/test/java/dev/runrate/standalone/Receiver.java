package dev.runrate.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** The far end of a webhook, with the manners that a test gives it. */
final class Receiver implements AutoCloseable {
  /** A request as it came. */
  record Request(String id, String timestamp, String signature, String body) {}

  /** What an endpoint does with the n-th request, counted from 1. */
  interface Manners {
    void answer(HttpExchange exchange, int number) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  private Receiver(Manners manners) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          int number;
          synchronized (requests) {
            requests.add(
                new Request(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body));
            number = requests.size();
          }
          try {
            manners.answer(exchange, number);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
  }

  static Receiver polite() throws IOException {
    return new Receiver((exchange, number) -> exchange.sendResponseHeaders(204, -1));
  }

  /** Fails so often, then takes everything. */
  static Receiver failing(int times) throws IOException {
    return new Receiver(
        (exchange, number) -> exchange.sendResponseHeaders(number <= times ? 500 : 204, -1));
  }

  /** Takes the request and never answers. */
  static Receiver hanging() throws IOException {
    Receiver[] self = new Receiver[1];
    self[0] = new Receiver((exchange, number) -> self[0].released.await());
    return self[0];
  }

  /** Answers at once, and never comes to the end of its answer. */
  static Receiver endless() throws IOException {
    Receiver[] self = new Receiver[1];
    self[0] =
        new Receiver(
            (exchange, number) -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write('.');
              exchange.getResponseBody().flush();
              self[0].released.await();
            });
    return self[0];
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
  }
}
