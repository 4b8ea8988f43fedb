package dev.runrate.standalone;

import dev.runrate.common.event.Json;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;

/** What {@code docker-compose.yml} says, as far as the tests ask. */
record ComposeFile(Map<String, Service> services) {
  /** The directory of the compose file; tests run in that of their module. */
  static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

  /** {@code ${NAME}}, {@code ${NAME:-default}} or {@code ${NAME:?why it is needed}}. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::([-?])([^}]*))?}");

  /** One service, its texts as they are written, variables and all. */
  record Service(String name, JsonNode node) {
    Map<String, String> environment() {
      Map<String, String> environment = new TreeMap<>();
      node.path("environment")
          .properties()
          .forEach(each -> environment.put(each.getKey(), each.getValue().asString()));
      return environment;
    }

    String text(String member) {
      return node.path(member).asString("");
    }

    List<String> texts(String member) {
      return StreamSupport.stream(node.path(member).spliterator(), false)
          .map(JsonNode::asString)
          .toList();
    }

    List<String> healthCheck() {
      return new Service(name, node.path("healthcheck")).texts("test");
    }

    /** Whether it is one of ours, built from the sources, and not an image of others. */
    boolean built() {
      return node.has("build");
    }
  }

  static ComposeFile read() {
    // Jackson's YAML knows no merge keys ("<<"), which compose files live by.
    try (Reader file = Files.newBufferedReader(PROJECT.resolve("docker-compose.yml"))) {
      Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
      Map<String, Service> services = new LinkedHashMap<>();
      Json.MAPPER
          .<JsonNode>valueToTree(content)
          .path("services")
          .properties()
          .forEach(
              each -> services.put(each.getKey(), new Service(each.getKey(), each.getValue())));
      return new ComposeFile(services);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Service> built() {
    return services.values().stream().filter(Service::built).toList();
  }

  /**
   * Replaces variables as {@code docker compose} does.
   *
   * @throws IllegalArgumentException if one is required and not there, or empty
   */
  static String interpolated(String text, Map<String, String> variables) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found, variables)));
  }

  private static String value(MatchResult variable, Map<String, String> variables) {
    String value = variables.getOrDefault(variable.group(1), "");
    if (!value.isEmpty()) {
      return value;
    }
    return switch (variable.group(2)) {
      case "-" -> variable.group(3);
      case "?" -> throw new IllegalArgumentException(variable.group(1) + ": " + variable.group(3));
      case null, default -> "";
    };
  }
}
