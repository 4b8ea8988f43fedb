package dev.runrate.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AlertsCommandTest {
  private static final String LIST =
      """
      {"items": [{"id": "a", "issuer": "x", "sequence": 2}, {"id": "b", "issuer": "x", "sequence": 1}]}
      """;

  /** What was in the list already, an earlier word on it, and what is new. */
  private static final String STREAM =
      """
      : connected

      id: 7-1
      data: {"id": "a", "issuer": "x", "sequence": 1}

      id: 7-2
      data: {"id": "a", "issuer": "x", "sequence": 2}

      id: 8-3
      data: {"id": "b", "issuer": "x", "sequence": 2}

      id: 8-4
      data: {"id": "c", "issuer": "x", "sequence": 1}

      id: 8-5
      data: {"id": "d", "issuer": "y", "sequence": 1}

      """;

  @Test
  void followGoesOnWhereTheListWasReadAndTellsNothingTwice() throws Exception {
    List<String> positions = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/alerts",
        exchange -> {
          exchange.getResponseHeaders().add("Last-Event-ID", "7-0");
          answer(exchange, LIST);
        });
    server.createContext(
        "/v1/alerts/stream",
        exchange -> {
          positions.add(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
          answer(exchange, STREAM);
        });
    server.start();
    PrintStream screen = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      int exit =
          new CommandLine(new AlertsCommand())
              .execute(
                  "--server=127.0.0.1",
                  "--alerts-port=" + server.getAddress().getPort(),
                  "--json",
                  "--follow",
                  "--issuer=x");
      assertThat(exit).isZero();
    } finally {
      System.setOut(screen);
      server.stop(0);
    }

    assertThat(positions).containsExactly("7-0");
    assertThat(printed.toString(StandardCharsets.UTF_8).lines().map(line -> line.substring(0, 9)))
        .containsExactly("{\"id\":\"a\"", "{\"id\":\"b\"", "{\"id\":\"b\"", "{\"id\":\"c\"");
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
