package dev.runrate.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are given as numbers, so that no name server is asked. */
class TargetsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://127.8.9.1:8080/x",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
      })
  void neighboursAreRefused(String url) {
    assertThat(new Targets(false).refusal(URI.create(url))).isPresent();
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
      })
  void whatIsNoWebAddressIsRefusedWhateverIsAllowed(String url) {
    assertThat(new Targets(true).refusal(URI.create(url))).isPresent();
  }

  @Test
  void publicAddressesAreTaken() {
    assertThat(new Targets(false).refusal(URI.create("https://93.184.215.14/hook"))).isEmpty();
  }

  @Test
  void settingAllowsNeighbours() {
    assertThat(new Targets(true).refusal(URI.create("http://127.0.0.1:9000/hook"))).isEmpty();
  }
}
