package dev.runrate.common.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An error answer, RFC 9457 {@code application/problem+json}.
 *
 * @param type a stable name of the kind of problem, as a URI reference
 * @param errors for invalid content: every fault, each with a JSON Pointer to the offending member
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type, String title, int status, String detail, List<ContentError> errors) {

  /**
   * One fault of a document.
   *
   * @param pointer RFC 6901, e.g. {@code /facts/0/period}; empty for the document as a whole
   * @param code stable, for machines
   * @param message for the person who must mend it
   */
  public record ContentError(String pointer, String code, String message) {
    /** One for every member of the document that is not among the known ones. */
    public static List<ContentError> unknownMembers(JsonNode document, Set<String> known) {
      return document.propertyNames().stream()
          .filter(name -> !known.contains(name))
          .map(name -> "/" + name.replace("~", "~0").replace("/", "~1"))
          .map(at -> new ContentError(at, "unknown-member", "there is no such member"))
          .toList();
    }
  }

  public static Problem of(int status, String type, String title, String detail) {
    return new Problem("/problems/" + type, title, status, detail, List.of());
  }
}
