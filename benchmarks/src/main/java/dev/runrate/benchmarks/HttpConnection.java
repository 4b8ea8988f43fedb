package dev.runrate.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that posts filings, one after the other. Does as little as possible: the
 * client shares the machine with what is measured.
 */
final class HttpConnection implements AutoCloseable {
  private final int port;
  private Socket socket;
  private InputStream in;
  private boolean open;

  HttpConnection(int port) {
    this.port = port;
  }

  /** The status of the answer, which is read to its end. */
  int post(byte[] filing) throws IOException {
    if (!open) {
      connect();
    }
    byte[] head =
        ("POST /v1/filings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + filing.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + filing.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(filing, 0, request, head.length, filing.length);
    socket.getOutputStream().write(request);
    return answer();
  }

  private void connect() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    open = true;
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).trim());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.endsWith("chunked");
      } else if (lower.equals("connection: close")) {
        open = false;
      }
    }
    if (chunked) {
      do {
        length = Integer.parseInt(line(), 16);
        in.skipNBytes(length);
        line();
      } while (length > 0);
    } else {
      in.skipNBytes(length);
    }
    if (!open) {
      socket.close();
    }
    return status;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection ended within an answer");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    if (open) {
      socket.close();
    }
  }
}
