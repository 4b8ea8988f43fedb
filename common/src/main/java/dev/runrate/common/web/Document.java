package dev.runrate.common.web;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.web.Problem.ContentError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A JSON document that somebody sent, while it is read: every fault of it is gathered with a JSON
 * Pointer, instead of stopping at the first. {@link Field} reads its members.
 *
 * <pre>
 * Document document = Document.of(Body.readJson(request, MOST_BYTES));
 * Field root = document.root("a silence");
 * Optional&lt;IssuerId&gt; issuer = root.required("issuer").read(IssuerId::parse);
 * return document.valueOrRefusal(() -&gt; new Silence(issuer.orElseThrow()));
 * </pre>
 */
public final class Document {
  /** A document that is all wrong need not be answered with a million lines. */
  private static final int MOST_FAULTS = 1_000;

  private final JsonNode json;
  private final List<ContentError> faults = new ArrayList<>();

  private Document(JsonNode json) {
    this.json = json;
  }

  public static Document of(JsonNode json) {
    return new Document(json);
  }

  /**
   * The document, which is to be an object; if it is none, that is its only fault and none of its
   * members is there.
   *
   * @param what the document is, for people: {@code a filing}
   */
  public Field root(String what) {
    Field root = Field.ofDocument(this, json);
    if (!json.isObject()) {
      root.fault("type", what + " is a JSON object");
    }
    return root;
  }

  /** For documents that may be something else than an object. */
  public Field root() {
    return Field.ofDocument(this, json);
  }

  public boolean isObject() {
    return json.isObject();
  }

  public void fault(String pointer, String code, String message) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(new ContentError(pointer, code, message));
    }
  }

  void faults(String pointer, List<Checked.Fault> found) {
    found.forEach(each -> fault(pointer + each.pointer(), each.code(), each.message()));
  }

  public boolean isValid() {
    return faults.isEmpty();
  }

  public List<ContentError> faults() {
    return List.copyOf(faults);
  }

  /**
   * What was read.
   *
   * @throws ProblemException 422 with every fault, if there is any
   */
  public <T> T valueOrRefusal(Supplier<T> value) {
    if (!faults.isEmpty()) {
      throw ProblemException.invalid(faults());
    }
    return value.get();
  }
}
