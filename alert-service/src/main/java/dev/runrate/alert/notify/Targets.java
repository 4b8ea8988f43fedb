package dev.runrate.alert.notify;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which addresses a webhook may go to. Whoever may subscribe could otherwise make this service talk
 * to what only it can reach. Asked when somebody subscribes, so that they hear of it, and again
 * whenever a connection is made: what was checked then is what is connected, as a name may point
 * elsewhere the next time it is asked for.
 */
final class Targets {
  /** Readers of addresses differ over what 0177.0.0.1, 0x7f.1, 127.1 and 2130706433 are. */
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");

  private static final Pattern OCTETS =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

  private static final int MOST_PORT = 65_535;

  /** No address of a host may be connected. */
  static final class RefusedException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    RefusedException(String why) {
      super(why);
    }
  }

  private final boolean allowPrivate;
  private final Resolver resolver;

  Targets(boolean allowPrivate, Resolver resolver) {
    this.allowPrivate = allowPrivate;
    this.resolver = resolver;
  }

  /** Why the target is refused; empty where it is not, as of now. */
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
    try {
      addresses(url.getHost());
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Where a host is.
   *
   * @return its addresses, each of which may be connected
   * @throws UnknownHostException where there are none, or one is refused; the message says why
   */
  InetAddress[] addresses(String host) throws UnknownHostException {
    boolean isV6 = host.indexOf(':') >= 0;
    if (!isV6 && NUMBER.matcher(host).matches() && !OCTETS.matcher(host).matches()) {
      throw new RefusedException("url has an address that is not written as four numbers");
    }
    InetAddress[] addresses = resolver.resolve(host);
    if (!allowPrivate) {
      Optional<Network> neighbours =
          Arrays.stream(addresses).flatMap(each -> Network.notPublic(each).stream()).findFirst();
      if (neighbours.isPresent()) {
        throw new RefusedException(
            "url points to a loopback, private or link-local address ("
                + neighbours.get().use()
                + "); the setting runrate.alerts.webhooks.allow-private-targets allows those");
      }
    }
    return addresses;
  }
}
