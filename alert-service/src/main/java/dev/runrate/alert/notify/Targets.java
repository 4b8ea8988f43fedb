package dev.runrate.alert.notify;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses a webhook may go to. Whoever may subscribe could otherwise make this service talk
 * to what only it can reach. Asked again before every delivery: a name may point elsewhere by then.
 */
final class Targets {
  private static final int MOST_PORT = 65_535;

  private final boolean allowPrivate;

  Targets(boolean allowPrivate) {
    this.allowPrivate = allowPrivate;
  }

  /** Why the target is refused; empty where it is not. */
  Optional<String> refusal(URI url) {
    String scheme = url.getScheme() == null ? null : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null
        || scheme == null
        || !(scheme.equals("http") || scheme.equals("https"))) {
      return Optional.of("url must be http or https with a host");
    }
    if (url.getPort() == 0 || url.getPort() > MOST_PORT) {
      return Optional.of("url has a port that does not exist");
    }
    if (url.getUserInfo() != null) {
      return Optional.of("url must not carry credentials");
    }
    if (allowPrivate) {
      return Optional.empty();
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
        if (isPrivate(address)) {
          return Optional.of(
              "url points to a loopback, private or link-local address; the setting"
                  + " runrate.alerts.webhooks.allow-private-targets allows those");
        }
      }
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("there is no host " + url.getHost());
    }
  }

  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean sharedOrReserved =
        bytes.length == 4
            && ((bytes[0] & 0xff) == 0
                || ((bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64)
                || (bytes[0] & 0xf0) == 0xf0);
    // Addresses that carry an IPv4 address inside: IPv4-compatible, NAT64 and 6to4.
    boolean wrapping =
        bytes.length == 16
            && (isZero(bytes, 0, 12)
                || (bytes[0] == 0 && (bytes[1] & 0xff) == 0x64 && (bytes[2] & 0xff) == 0xff)
                || ((bytes[0] & 0xff) == 0x20 && bytes[1] == 2));
    boolean benchmarking =
        bytes.length == 4
            && (((bytes[0] & 0xff) == 198 && (bytes[1] & 0xfe) == 18)
                || ((bytes[0] & 0xff) == 192 && bytes[1] == 0 && bytes[2] == 0));
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || sharedOrReserved
        || wrapping
        || benchmarking
        || uniqueLocal;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
