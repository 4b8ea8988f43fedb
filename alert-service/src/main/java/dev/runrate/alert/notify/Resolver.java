package dev.runrate.alert.notify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Says where a host is. */
interface Resolver {
  /**
   * @param host a name or a literal address
   */
  InetAddress[] resolve(String host) throws UnknownHostException;

  /**
   * The system's. A lookup occupies its thread until the name server answers, also a virtual one,
   * of which only as many run as there are processors; so each has a thread of its own, and nobody
   * waits for it longer than this.
   */
  static Resolver ofTheSystem(Duration patience) {
    return host -> {
      FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
      Thread.ofPlatform().daemon().name("lookup").start(lookup);
      try {
        return lookup.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new UnknownHostException("there is no host " + host);
      } catch (TimeoutException e) {
        throw new UnknownHostException("timeout: no name server told where " + host + " is");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnknownHostException("interrupted");
      }
    };
  }
}
