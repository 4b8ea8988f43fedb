package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** API keys. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Make, list and revoke API keys. RUNRATE_KEY is the key of an admin.",
    subcommands = {KeysCommand.Add.class, KeysCommand.ListAll.class, KeysCommand.Revoke.class})
public final class KeysCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Override
  public Integer call() {
    return list(services);
  }

  private static int list(Services services) {
    JsonNode answer = services.get(services.ingest("/v1/keys"));
    if (services.json()) {
      System.out.println(answer.toPrettyString());
      return 0;
    }
    for (JsonNode key : answer.path("items")) {
      System.out.println(line(key));
    }
    if (answer.path("items").isEmpty()) {
      System.out.println("There are no keys.");
    }
    return 0;
  }

  private static String line(JsonNode key) {
    List<String> words = new ArrayList<>();
    words.add(key.path("name").asString());
    words.add(texts(key.path("roles")));
    if (!key.path("issuers").isEmpty()) {
      words.add("issuers " + texts(key.path("issuers")));
    }
    for (String member : List.of("publisher", "tier")) {
      if (key.hasNonNull(member)) {
        words.add(member + " " + key.path(member).asString());
      }
    }
    if (key.hasNonNull("revokedAt")) {
      words.add("revoked " + key.path("revokedAt").asString());
    } else if (key.hasNonNull("expiresAt")) {
      words.add("until " + key.path("expiresAt").asString());
    }
    return String.join("  ", words);
  }

  private static String texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asString()));
    return String.join(",", texts.stream().sorted().toList());
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Make a key. It is printed once and kept nowhere.")
  static final class Add implements Callable<Integer> {
    @Mixin private Services services;

    @Parameters(paramLabel = "NAME", description = "whose it is, e.g. press-scraper")
    private String name;

    @Option(
        names = "--role",
        required = true,
        split = ",",
        description = "read, post, rules or admin; several by commas.")
    private List<String> roles;

    @Option(
        names = "--issuer",
        split = ",",
        description = "May post filings of these issuers only.")
    private List<String> issuers = List.of();

    @Option(names = "--publisher", description = "May post in the name of this publisher only.")
    private String publisher;

    @Option(
        names = "--tier",
        description = "May post filings of this tier only: regulatory, issuer, press, estimate.")
    private String tier;

    @Option(
        names = "--expires",
        paramLabel = "DATE",
        description = "Ends with the start of this day.")
    private LocalDate expires;

    @Override
    public Integer call() {
      ObjectNode key = Json.MAPPER.createObjectNode();
      key.put("name", name);
      roles.forEach(key.putArray("roles")::add);
      issuers.forEach(key.putArray("issuers")::add);
      if (publisher != null) {
        key.put("publisher", publisher);
      }
      if (tier != null) {
        key.put("tier", tier);
      }
      if (expires != null) {
        key.put("expiresAt", expires + "T00:00:00Z");
      }
      JsonNode answer =
          services.post(
              services.ingest("/v1/keys"),
              "application/json",
              BodyPublishers.ofString(key.toString()));
      System.out.println(services.json() ? answer.toPrettyString() : answer.path("key").asString());
      return 0;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "All keys, by their names.")
  static final class ListAll implements Callable<Integer> {
    @Mixin private Services services;

    @Override
    public Integer call() {
      return list(services);
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "End a key, in seconds everywhere.")
  static final class Revoke implements Callable<Integer> {
    @Mixin private Services services;

    @Parameters(paramLabel = "NAME", description = "as it was made")
    private String name;

    @Override
    public Integer call() {
      JsonNode answer = services.delete(services.ingest("/v1/keys/" + Services.encode(name)));
      System.out.println(services.json() ? answer.toPrettyString() : line(answer));
      return 0;
    }
  }
}
