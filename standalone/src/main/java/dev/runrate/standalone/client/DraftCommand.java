package dev.runrate.standalone.client;

import dev.runrate.common.event.Json;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From an article to filings: shows each draft fact with its evidence and asks what to do. */
@Command(
    name = "draft",
    mixinStandardHelpOptions = true,
    description = {
      "Draft facts from an article (text, or a saved page in HTML) and walk through them:",
      "approve, edit, reject or skip each. What is approved is filed. Nothing counts before."
    })
public final class DraftCommand implements Callable<Integer> {
  @Mixin private Services services;

  @Parameters(arity = "1", paramLabel = "FILE")
  private Path file;

  @Option(
      names = "--published-on",
      paramLabel = "DAY",
      description = "When the article was published; its relative times are read as of that day.")
  private String publishedOn;

  @Option(names = "--publisher", description = "Who published it.")
  private String publisher;

  @Option(names = "--title", description = "Its title.")
  private String title;

  @Option(names = "--url", description = "Where it stands.")
  private String url;

  @Option(names = "--tier", description = "regulatory, issuer, press (the default) or estimate.")
  private String tier;

  @Option(
      names = "--approve-all",
      description = "Approve all facts that are complete, without asking.")
  private boolean approveAll;

  @Option(names = "--list", description = "Show the facts and decide nothing.")
  private boolean list;

  private final BufferedReader answers =
      new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));

  @Override
  public Integer call() throws Exception {
    JsonNode draft = post();
    String id = draft.path("id").asString("");
    if (services.json() && !approveAll) {
      System.out.println(draft.toPrettyString());
      return 0;
    }
    if (!services.json()) {
      summary(draft);
    }
    if (list) {
      draft.path("facts").forEach(fact -> show(fact, draft.path("facts").size()));
      return 0;
    }
    return approveAll ? approveAll(id, draft) : walk(id, draft);
  }

  private JsonNode post() throws FileNotFoundException {
    if (!Files.isReadable(file)) {
      throw new ClientException(file + " cannot be read");
    }
    Map<String, String> source = new LinkedHashMap<>();
    source.put("publishedOn", publishedOn);
    source.put("publisher", publisher);
    source.put("title", title);
    source.put("url", url);
    source.put("tier", tier);
    String query =
        source.entrySet().stream()
            .filter(each -> each.getValue() != null)
            .map(each -> each.getKey() + "=" + Services.encode(each.getValue()))
            .collect(Collectors.joining("&"));
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean isHtml = name.endsWith(".html") || name.endsWith(".htm") || name.endsWith(".xhtml");
    return services.post(
        services.ingest("/v1/drafts" + (query.isEmpty() ? "" : "?" + query)),
        isHtml ? "text/html" : "text/plain",
        BodyPublishers.ofFile(file));
  }

  private void summary(JsonNode draft) {
    System.out.println(
        (draft.path("status").asString("").equals("duplicate")
                ? "This article was drafted before: "
                : "Drafted ")
            + draft.path("facts").size()
            + " facts; "
            + draft.path("reading").path("open").size()
            + " amounts could not be tied. "
            + services.ingest("/drafts/" + draft.path("id").asString("")));
    for (JsonNode doubt : draft.path("reading").path("doubts")) {
      System.out.println("  ! " + doubt.path("message").asString(""));
    }
  }

  static String line(JsonNode fact) {
    String segment = fact.path("segment").asString("");
    String value = fact.path("value").asString("");
    String low = fact.path("low").asString("");
    String high = fact.path("high").asString("");
    String amount =
        !value.isEmpty()
            ? value
            : low.isEmpty() ? "<= " + high : high.isEmpty() ? ">= " + low : low + " .. " + high;
    String basis = fact.path("basis").asString("reported");
    return fact.path("issuer").asString("")
        + (segment.isEmpty() ? "" : "/" + segment)
        + " "
        + fact.path("concept").asString("")
        + " "
        + fact.path("period").asString("(no period)")
        + ": "
        + amount
        + " "
        + fact.path("unit").asString("(no currency)")
        + " "
        + fact.path("scenario").asString("")
        + (basis.equals("reported") ? "" : " " + basis);
  }

  private static void show(JsonNode fact, int of) {
    System.out.println();
    System.out.println(
        "["
            + fact.path("number").asInt(0)
            + "/"
            + of
            + "] "
            + line(fact)
            + (fact.path("status").asString("").equals("open")
                ? ""
                : " (" + fact.path("status").asString("") + ")"));
    String quote = fact.path("quote").asString("");
    if (!quote.isEmpty()) {
      System.out.println("    “" + printable(quote) + "”");
    }
    if (fact.hasNonNull("attribution")) {
      System.out.println("    by " + printable(fact.path("attribution").asString("")));
    }
    for (JsonNode doubt : fact.path("engineDoubts")) {
      System.out.println("    ! " + doubt.path("message").asString(""));
    }
    for (JsonNode doubt : fact.path("doubts")) {
      System.out.println("    ? " + printable(doubt.path("message").asString("")));
    }
  }

  /** An article may hold what steers a terminal or turns its text; none of that is printed. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      boolean isHidden =
          (c >= '\u200b' && c <= '\u200f')
              || (c >= '\u202a' && c <= '\u202e')
              || (c >= '\u2060' && c <= '\u206f')
              || c == '\ufeff';
      printable.append(Character.isISOControl(c) ? ' ' : isHidden ? '\u2423' : c);
    }
    return printable.toString();
  }

  private int approveAll(String id, JsonNode draft) {
    boolean hasComplete = false;
    for (JsonNode fact : draft.path("facts")) {
      hasComplete |=
          fact.path("complete").asBoolean(false) && fact.path("status").asString("").equals("open");
    }
    if (!hasComplete) {
      System.err.println("runrate: there is nothing open and complete to approve");
      return 1;
    }
    filed(approve(id, List.of()));
    return 0;
  }

  private JsonNode approve(String id, List<Integer> numbers) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (!numbers.isEmpty()) {
      numbers.forEach(number -> body.withArray("facts").add(number));
    }
    if (publishedOn != null) {
      body.putObject("source").put("publishedOn", publishedOn);
    }
    return services.post(
        services.ingest("/v1/drafts/" + id + "/approve"),
        "application/json",
        BodyPublishers.ofString(body.toString()));
  }

  private void filed(JsonNode answer) {
    if (services.json()) {
      System.out.println(answer.path("filings").toPrettyString());
      return;
    }
    for (JsonNode filing : answer.path("filings")) {
      System.out.println(
          filing.path("issuer").asString("")
              + ": "
              + filing.path("facts").asInt(0)
              + " facts "
              + filing.path("status").asString("")
              + " as "
              + filing.path("id").asString(""));
    }
  }

  private int walk(String id, JsonNode draft) throws IOException {
    List<Integer> approved = new ArrayList<>();
    List<Integer> rejected = new ArrayList<>();
    for (JsonNode each : draft.path("facts")) {
      if (!each.path("status").asString("").equals("open")) {
        continue;
      }
      JsonNode fact = each;
      show(fact, draft.path("facts").size());
      boolean isDecided = false;
      while (!isDecided) {
        String answer = ask("approve, edit, reject, skip, quit [a/e/r/s/q]? ");
        isDecided = true;
        switch (answer) {
          case "a" -> approved.add(fact.path("number").asInt(0));
          case "r" -> rejected.add(fact.path("number").asInt(0));
          case "s", "" -> {
            // It stays open.
          }
          case "q" -> {
            return finish(id, approved, rejected);
          }
          case "e" -> {
            fact = edit(id, fact);
            show(fact, draft.path("facts").size());
            isDecided = false;
          }
          default -> isDecided = false;
        }
      }
    }
    return finish(id, approved, rejected);
  }

  private int finish(String id, List<Integer> approved, List<Integer> rejected) {
    if (!rejected.isEmpty()) {
      ObjectNode body = Json.MAPPER.createObjectNode();
      rejected.forEach(number -> body.withArray("facts").add(number));
      services.post(
          services.ingest("/v1/drafts/" + id + "/reject"),
          "application/json",
          BodyPublishers.ofString(body.toString()));
    }
    if (!approved.isEmpty()) {
      filed(approve(id, approved));
    }
    System.out.println(approved.size() + " approved, " + rejected.size() + " rejected");
    return 0;
  }

  private JsonNode edit(String id, JsonNode fact) throws IOException {
    String answer =
        ask("what, as NAME=VALUE (issuer, segment, concept, period, value, low, high, unit, …): ");
    int equals = answer.indexOf('=');
    if (equals <= 0) {
      return fact;
    }
    ObjectNode body = Json.MAPPER.createObjectNode();
    String name = answer.substring(0, equals).strip();
    String value = answer.substring(equals + 1).strip();
    if (value.isEmpty()) {
      body.putNull(name);
    } else if (name.equals("decimals") && value.matches("-?\\d{1,3}")) {
      body.put(name, Integer.parseInt(value));
    } else {
      body.put(name, value);
    }
    try {
      return services.patch(
          services.ingest("/v1/drafts/" + id + "/facts/" + fact.path("number").asInt(0)),
          BodyPublishers.ofString(body.toString()));
    } catch (ClientException e) {
      System.out.println("    " + e.getMessage());
      return fact;
    }
  }

  /** Whoever gives no more answers has quit. */
  private String ask(String question) throws IOException {
    System.out.print(question);
    System.out.flush();
    String line = answers.readLine();
    return line == null ? "q" : line.strip();
  }
}
