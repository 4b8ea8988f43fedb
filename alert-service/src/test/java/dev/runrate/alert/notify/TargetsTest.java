package dev.runrate.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are given as numbers, so that no name server is asked. */
class TargetsTest {
  private static final Resolver SYSTEM = Resolver.ofTheSystem(Duration.ofSeconds(10));
  private static final Targets STRICT = new Targets(false, SYSTEM);
  private static final Targets LENIENT = new Targets(true, SYSTEM);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://127.8.9.1:8080/x",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://172.31.255.255/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://192.0.0.8/",
        "http://192.0.2.1/",
        "http://198.18.0.1/",
        "http://198.51.100.1/",
        "http://203.0.113.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[fd00::1]/",
        "http://[ff02::1]/",
        "http://[100::1]/",
        "http://[2001::1]/",
        "http://[2001:db8::1]/",
        "http://[3fff::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://2130706433/",
      })
  void neighboursAreRefused(String url) {
    assertThat(STRICT.refusal(URI.create(url))).isPresent();
  }

  /** Some read 0177 as 127, some as 177: nobody is to be fooled by what others read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://127.0.0.01/",
        "http://93.184.215.14./",
        "http://93.184.5390/",
      })
  void numbersThatAreReadInSeveralWaysAreRefusedWhateverIsAllowed(String url) {
    assertThat(LENIENT.refusal(URI.create(url)).orElse("taken"))
        .satisfiesAnyOf(
            why -> assertThat(why).contains("not written as four numbers"),
            // No host by the rules of java.net.URI.
            why -> assertThat(why).contains("http or https with a host"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://93.184.215.14/",
        "mailto:a@example.org",
        "http:///nowhere",
        "http://user:secret@93.184.215.14/",
        "http://93.184.215.14:0/",
        "http://93.184.215.14:65536/",
      })
  void whatIsNoWebAddressIsRefusedWhateverIsAllowed(String url) {
    assertThat(LENIENT.refusal(URI.create(url))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://93.184.215.14/hook",
        "http://172.15.255.255/",
        "http://172.32.0.1/",
        "http://100.128.0.1/",
        "http://198.20.0.1/",
        "http://223.255.255.255/",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook",
      })
  void publicAddressesAreTaken(String url) {
    assertThat(STRICT.refusal(URI.create(url))).isEmpty();
  }

  @Test
  void settingAllowsNeighbours() {
    assertThat(LENIENT.refusal(URI.create("http://127.0.0.1:9000/hook"))).isEmpty();
    assertThat(LENIENT.refusal(URI.create("http://[::1]:9000/hook"))).isEmpty();
  }

  @Test
  void oneNeighbourAmongTheAddressesOfAHostIsEnough() {
    Targets targets =
        new Targets(
            false,
            host ->
                new InetAddress[] {
                  InetAddress.getByName("93.184.215.14"), InetAddress.getByName("10.0.0.1")
                });

    assertThatThrownBy(() -> targets.addresses("hook.example"))
        .isInstanceOf(Targets.RefusedException.class)
        .hasMessageContaining("private");
  }

  @Test
  void nobodyWaitsForANameServerThatDoesNotAnswer() {
    // A lookup that cannot be as fast as this.
    Resolver impatient = Resolver.ofTheSystem(Duration.ZERO);

    assertThatThrownBy(() -> impatient.resolve("runrate.invalid")).hasMessageContaining("timeout");
  }
}
