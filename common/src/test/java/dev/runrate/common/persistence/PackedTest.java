package dev.runrate.common.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 900, 1_100, 10_000, 3_000_000})
  void whatIsUnpackedIsWhatWasPacked(int length) {
    byte[] text =
        "{\"énergie\":1}"
            .repeat(length / 10 + 1)
            .substring(0, length)
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Packed.unpack(Packed.pack(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 100_000})
  void repetitiveTextsBecomeSmaller(int length) {
    byte[] text = "{\"metric\":1}".repeat(length / 10).getBytes(StandardCharsets.UTF_8);
    assertThat(Packed.pack(text).length).isLessThan(text.length / 10);
  }

  /** Rows from before anything was packed. */
  @ParameterizedTest
  @ValueSource(ints = {2_000, 100_000})
  void aTextAsItIsStaysAsItIs(int length) {
    byte[] text = "{\"metric\":1}".repeat(length / 10).getBytes(StandardCharsets.UTF_8);
    assertThat(Packed.unpack(text)).isSameAs(text);
  }
}
