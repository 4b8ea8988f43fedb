package dev.runrate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** TCP ports of 127.0.0.1. */
public final class Ports {
  /** A predecessor that was just told to go, or was killed, still has its ports for a moment. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Ports() {}

  /** A port that was free a moment ago. */
  public static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Says by name, and after a few seconds, what would otherwise surface later as some server's
   * time-out.
   *
   * @throws IllegalStateException if something listens on the port and goes on doing so
   */
  public static void requireFree(String purpose, int port) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var socket = new ServerSocket()) {
        // Else a port counts as taken for a minute after its last user has gone.
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline || !pause()) {
          throw new IllegalStateException(
              "Port " + port + " for " + purpose + " is taken by another program", e);
        }
      }
    }
  }

  /** False when interrupted. */
  static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
