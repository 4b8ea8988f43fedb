package dev.runrate.standalone.client;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** What could not be processed. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = {
      "Messages that a service could not process, and why.",
      "Those that were replayed are not listed any more."
    },
    subcommands = DeadLettersCommand.Replay.class)
public final class DeadLettersCommand implements Callable<Integer> {
  private static final String PATH = "/v1/admin/dead-letters";

  @Mixin private Services services;

  @Override
  public Integer call() {
    int letters = 0;
    for (URI uri : List.of(services.metrics(PATH), services.alerts(PATH))) {
      JsonNode answer = services.get(uri);
      if (services.json()) {
        System.out.println(answer.toPrettyString());
      }
      for (JsonNode letter : answer) {
        letters++;
        if (!services.json()) {
          print(letter);
        }
      }
    }
    if (letters == 0 && !services.json()) {
      System.out.println("There are none: everything could be processed.");
    }
    return 0;
  }

  private static void print(JsonNode letter) {
    System.out.printf(
        "%s  %s  partition %s, offset %s, %d bytes, put aside %s%n    %s%n",
        letter.path("key").asString("(no key)"),
        letter.path("topic").asString(""),
        letter.path("partition").asString(""),
        letter.path("offset").asString(""),
        letter.path("bytes").asInt(0),
        letter.path("at").asString(""),
        letter.path("cause").asString(""));
  }

  /** Tries them again. */
  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Send them to where they came from.",
        "What cannot be processed still comes back as a new dead letter."
      })
  static final class Replay implements Callable<Integer> {
    @Mixin private Services services;

    @Override
    public Integer call() {
      String path = PATH + "/replay";
      long replayed = 0;
      for (URI uri : List.of(services.metrics(path), services.alerts(path))) {
        replayed +=
            services
                .post(uri, "application/json", BodyPublishers.ofString("{}"))
                .path("replayed")
                .asLong(0);
      }
      System.out.printf("%d sent again%n", replayed);
      return 0;
    }
  }
}
