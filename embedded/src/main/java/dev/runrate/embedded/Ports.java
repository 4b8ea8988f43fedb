package dev.runrate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1. */
public final class Ports {

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
   * Says at once, and by name, what would otherwise surface later as some server's time-out.
   *
   * @throws IllegalStateException if something listens on the port already
   */
  public static void requireFree(String purpose, int port) {
    try (var socket = new ServerSocket()) {
      // Else a port counts as taken for a minute after its last user has gone.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new IllegalStateException(
          "Port " + port + " for " + purpose + " is taken by another program", e);
    }
  }
}
