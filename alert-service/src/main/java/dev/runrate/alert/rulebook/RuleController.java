package dev.runrate.alert.rulebook;

import dev.runrate.common.event.Json;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Page;
import dev.runrate.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules in force. What is put is JSON or YAML; it is compiled before it is stored. */
@RestController
@RequestMapping("/v1/rules")
class RuleController {
  private final RuleBook rules;

  RuleController(RuleBook rules) {
    this.rules = rules;
  }

  @GetMapping
  Page<JsonNode> list(
      @RequestParam(required = false) Integer limit,
      @RequestParam(required = false) String cursor) {
    List<JsonNode> all =
        rules.all().entrySet().stream().map(e -> view(e.getKey(), e.getValue())).toList();
    return Page.slice(all, limit, cursor, rule -> rule.get("id").stringValue());
  }

  @GetMapping("/{id}")
  JsonNode get(@PathVariable String id) {
    return rules
        .find(id)
        .map(rule -> view(id, rule))
        .orElseThrow(() -> ProblemException.notFound("rule " + id));
  }

  @PutMapping(
      path = "/{id}",
      consumes = {"application/json", "application/yaml", "application/x-yaml", "text/yaml"})
  JsonNode put(
      @PathVariable String id,
      HttpServletRequest request,
      @RequestHeader("Content-Type") String type)
      throws IOException {
    return view(id, rules.put(id, parse(request, type)));
  }

  private static JsonNode parse(HttpServletRequest request, String type) throws IOException {
    if (!type.contains("yaml")) {
      return Body.readJson(request, Body.MOST_SMALL_BYTES);
    }
    try {
      return RuleBook.readYaml(Body.read(request, Body.MOST_SMALL_BYTES));
    } catch (JacksonException e) {
      throw ProblemException.unreadable("The rule cannot be read: " + e.getOriginalMessage());
    }
  }

  /** A shipped rule is switched off by this; putting it again switches it on. */
  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@PathVariable String id) {
    if (!rules.delete(id)) {
      throw ProblemException.notFound("rule " + id);
    }
    return ResponseEntity.noContent().build();
  }

  private static JsonNode view(String id, RuleBook.Written rule) {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("id", id);
    rule.source().properties().forEach(member -> view.set(member.getKey(), member.getValue()));
    view.put("enabled", rule.compiled().rule().enabled());
    view.put("shipped", rule.shipped());
    return view;
  }
}
