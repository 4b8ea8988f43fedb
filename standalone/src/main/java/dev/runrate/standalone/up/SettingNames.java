package dev.runrate.standalone.up;

import dev.runrate.alert.AlertSettings;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.DidYouMean;
import dev.runrate.common.messaging.TopicSettings;
import dev.runrate.common.security.SecuritySettings;
import dev.runrate.ingest.IngestSettings;
import dev.runrate.ingest.draft.DraftSettings;
import dev.runrate.ingest.edgar.EdgarSettings;
import dev.runrate.metrics.MetricsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The settings there are: those of the services' typed records, those that their {@code *.yml}
 * have, and those of Spring Boot, which every one of its jars lists. Spring passes over a setting
 * that nobody reads, so a misspelt one would change nothing and say nothing.
 *
 * <p>Names are compared as Spring binds them: {@code runrate.ingest.maxFilingBytes} is {@code
 * runrate.ingest.max-filing-bytes}. Below a setting that is a map ({@code logging.level}) every
 * name is one.
 */
final class SettingNames {
  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          IngestSettings.class,
          DraftSettings.class,
          EdgarSettings.class,
          MetricsSettings.class,
          SecuritySettings.class,
          AlertSettings.class,
          TopicSettings.class);
  private static final List<String> FILES =
      List.of("ingest-service.yml", "metrics-service.yml", "alert-service.yml");
  private static final String LISTS = "META-INF/spring-configuration-metadata.json";

  /** Settings that hold names of the user's choice. */
  private static final List<String> MAPS = List.of("java.util.Map", "java.util.Properties");

  /** By the name as Spring compares it; whether anything may stand below. */
  private final Map<String, Boolean> known = new HashMap<>();

  /** As they are written. */
  private final TreeSet<String> names = new TreeSet<>();

  private SettingNames() {}

  static SettingNames ofTheServices() {
    SettingNames all = new SettingNames();
    try {
      for (Class<? extends Record> type : RECORDS) {
        all.add(type, type.getAnnotation(ConfigurationProperties.class).value());
      }
      YAMLMapper yaml = new YAMLMapper();
      for (String file : FILES) {
        try (InputStream in = loader().getResourceAsStream(file)) {
          all.add(yaml.readTree(in), "");
        }
      }
      for (URL list : Collections.list(loader().getResources(LISTS))) {
        try (InputStream in = list.openStream()) {
          all.addListed(Json.MAPPER.readTree(in));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static ClassLoader loader() {
    return SettingNames.class.getClassLoader();
  }

  /**
   * What is wrong with settings.
   *
   * @param settings each as {@code name=value}
   * @return the first fault; empty where there is none
   */
  Optional<String> fault(List<String> settings) {
    for (String setting : settings) {
      int end = setting.indexOf('=');
      if (end <= 0) {
        return Optional.of("--set " + setting + ": a setting is NAME=VALUE");
      }
      String name = setting.substring(0, end);
      if (!isKnown(name)) {
        return Optional.of("there is no setting " + name + DidYouMean.hint(name, near(name)));
      }
    }
    return Optional.empty();
  }

  /** All the thousands would make a chance hit likely: the services' own first. */
  private List<String> near(String name) {
    List<String> own = names.stream().filter(each -> each.startsWith("runrate.")).toList();
    return DidYouMean.nearest(name, own).isPresent() ? own : List.copyOf(names);
  }

  private boolean isKnown(String name) {
    // An element of a list is of the list's name.
    String plain = plain(name.replaceAll("\\[[^]]*]", ""));
    if (known.containsKey(plain)) {
      return true;
    }
    for (int dot = plain.lastIndexOf('.'); dot > 0; dot = plain.lastIndexOf('.', dot - 1)) {
      if (known.getOrDefault(plain.substring(0, dot), false)) {
        return true;
      }
    }
    return false;
  }

  private static String plain(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  private void add(String name, boolean isMap) {
    names.add(name);
    known.merge(plain(name), isMap, Boolean::logicalOr);
  }

  private void add(Class<?> type, String prefix) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name =
          prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (component.getType().isRecord()) {
        add(component.getType(), name);
      } else {
        add(name, Map.class.isAssignableFrom(component.getType()));
      }
    }
  }

  private void add(JsonNode node, String name) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  add(
                      member.getValue(),
                      name.isEmpty() ? member.getKey() : name + "." + member.getKey()));
    } else {
      add(name, false);
    }
  }

  private void addListed(JsonNode list) {
    for (JsonNode property : list.path("properties")) {
      String type = property.path("type").asString("");
      add(property.path("name").asString(), MAPS.stream().anyMatch(type::startsWith));
    }
  }
}
