package dev.runrate.alert.notify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * A range of addresses in CIDR notation, such as {@code 10.0.0.0/8}.
 *
 * @param prefix bits that an address must have in common with it
 * @param use what the range is for
 */
record Network(byte[] address, int prefix, String use) {
  /**
   * What is not on the public internet: the entries of IANA's registries of special-purpose
   * addresses (RFC 6890 and its successors) that are not globally reachable, and multicast. Of IPv6
   * only 2000::/3 is given out for public use; what lies outside is refused as a whole, and with it
   * everything that has an IPv4 address inside (mapped, compatible, NAT64).
   */
  private static final List<Network> NOT_PUBLIC =
      List.of(
          of("0.0.0.0/8", "this host"),
          of("10.0.0.0/8", "private"),
          of("100.64.0.0/10", "shared, behind a provider's NAT"),
          of("127.0.0.0/8", "loopback"),
          of("169.254.0.0/16", "link-local"),
          of("172.16.0.0/12", "private"),
          of("192.0.0.0/24", "protocol assignments"),
          of("192.0.2.0/24", "documentation"),
          of("192.88.99.0/24", "6to4 relay"),
          of("192.168.0.0/16", "private"),
          of("198.18.0.0/15", "benchmarking"),
          of("198.51.100.0/24", "documentation"),
          of("203.0.113.0/24", "documentation"),
          of("224.0.0.0/4", "multicast"),
          of("240.0.0.0/4", "reserved"),
          of("::/3", "loopback, IPv4-mapped, IPv4-compatible, NAT64 or discard"),
          of("2001::/23", "protocol assignments, Teredo among them"),
          of("2001:db8::/32", "documentation"),
          of("2002::/16", "6to4"),
          of("3fff::/20", "documentation"),
          of("4000::/2", "not given out"),
          of("8000::/1", "unique local, link-local or multicast"));

  /** The range that an address lies in, if it is not on the public internet. */
  static Optional<Network> notPublic(InetAddress address) {
    return NOT_PUBLIC.stream().filter(network -> network.contains(address)).findFirst();
  }

  static Network of(String cidr, String use) {
    int slash = cidr.indexOf('/');
    try {
      // A literal: nobody is asked.
      byte[] address = InetAddress.getByName(cidr.substring(0, slash)).getAddress();
      return new Network(address, Integer.parseInt(cidr.substring(slash + 1)), use);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(cidr, e);
    }
  }

  boolean contains(InetAddress other) {
    byte[] bytes = other.getAddress();
    if (bytes.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((bytes[bit / 8] ^ address[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
