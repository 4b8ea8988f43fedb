package dev.runrate.alert.notify;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Which addresses a webhook may go to. Whoever may subscribe could otherwise make this service talk
 * to what only it can reach. Asked again before every delivery: a name may point elsewhere by then.
 */
final class Targets {
  private final boolean allowPrivate;

  Targets(boolean allowPrivate) {
    this.allowPrivate = allowPrivate;
  }

  /** Why the target is refused; empty where it is not. */
  Optional<String> refusal(URI url) {
    String scheme = url.getScheme();
    if (url.getHost() == null
        || scheme == null
        || !(scheme.equals("http") || scheme.equals("https"))) {
      return Optional.of("url must be http or https with a host");
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
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || sharedOrReserved
        || uniqueLocal;
  }
}
