package dev.runrate.common.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.common.event.Json;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Tier;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {
  private static Document document(String json) {
    return Document.of(Json.MAPPER.readTree(json.replace('\'', '"')));
  }

  private static List<String> faults(Document document) {
    return document.faults().stream().map(f -> f.pointer() + " " + f.code()).toList();
  }

  private static List<String> faultsOf(String json, Function<Field, Object> read) {
    Document document = document(json);
    read.apply(document.root("a thing").member("m"));
    return faults(document);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "text    | {}                      |",
        "text    | {'m': null}             |",
        "text    | {'m': 'ok'}             |",
        "text    | {'m': 5}                | /m type",
        "text    | {'m': ['ok']}           | /m type",
        "text    | {'m': 'a\\u0000b'}      | /m text",
        "text    | {'m': '\\ud800'}        | /m text",
        "text    | {'m': '\\u202eko'}      | /m text",
        "said    | {'m': 'why'}            |",
        "said    | {}                      | /m required",
        "said    | {'m': ' '}              | /m required",
        "said    | {'m': '\\u0000'}        | /m required",
        "issuer  | {'m': 'acme'}           |",
        "issuer  | {'m': 'Acme Inc'}       | /m slug",
        "tier    | {'m': 'press'}          |",
        "tier    | {'m': 'rumour'}         | /m choice",
        "amount  | {'m': 1.5}              |",
        "amount  | {'m': '1.5'}            |",
        "amount  | {'m': true}             | /m type",
        "amount  | {'m': 'much'}           | /m number",
        "amount  | {'m': 1e999}            | /m number-range",
        "amount  | {'m': '1e-999'}         | /m number-range",
        "whole   | {'m': 7}                |",
        "whole   | {'m': '-7'}             |",
        "whole   | {'m': 7.5}              | /m whole",
        "whole   | {'m': 99999999999}      | /m whole",
        "flag    | {'m': true}             |",
        "flag    | {'m': 'true'}           | /m type",
        "date    | {'m': '2025-02-28'}     |",
        "date    | {'m': '2025-02-30'}     | /m date",
        "date    | {'m': '2500-01-01'}     | /m date-range",
        "instant | {'m': '2025-02-28T00:00:00+01:00'} |",
        "instant | {'m': '2025-02-28'}     | /m instant",
        "list    | {'m': ['a', 'b']}       |",
        "list    | {'m': ['a', 'b', 'c']}  | /m type",
        "list    | {'m': 'a'}              | /m type",
        "list    | {'m': ['a', 5]}         | /m/1 type"
      })
  void memberIsReadOrItsFaultHasAPointer(String as, String json, String fault) {
    Function<Field, Object> read =
        switch (as) {
          case "text" -> Field::text;
          case "said" -> field -> field.said("say why");
          case "issuer" -> field -> field.read(IssuerId::parse);
          case "tier" -> field -> field.choice(Tier::parse, Tier.values());
          case "amount" -> Field::amount;
          case "whole" -> field -> field.whole("whole", "a whole number");
          case "flag" -> field -> field.flag(false);
          case "date" -> field -> field.date("2025-02-28");
          case "instant" -> Field::instant;
          default -> field -> field.elements(2, "two").stream().map(Field::text).toList();
        };

    assertThat(faultsOf(json, read)).isEqualTo(fault == null ? List.of() : List.of(fault));
  }

  @Test
  void whatIsNoObjectHasThatFaultAlone() {
    Document document = document("['a']");

    Field root = document.root("a thing");
    root.knowsOnly(Set.of("m"));
    root.member("m").text();

    assertThat(faults(document)).containsExactly(" type");
  }

  @Test
  void allThatIsWrongIsToldWithEscapedPointers() {
    Document document = document("{'a/b': {'c~d': 5}, 'm': 5}");

    Field root = document.root("a thing");
    root.knowsOnly(Set.of("m"));
    root.member("a/b").member("c~d").text();
    root.required("x");
    root.member("m").text();

    assertThat(faults(document))
        .containsExactly("/a~1b unknown-member", "/a~1b/c~0d type", "/x required", "/m type");
  }

  @Test
  void documentThatIsAllWrongIsNotAnsweredWithAMillionLines() {
    Document document = document("[" + "5,".repeat(20_000) + "5]");

    document.root().elements().forEach(Field::text);

    assertThat(document.faults()).hasSize(1_000);
  }
}
