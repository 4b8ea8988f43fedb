package dev.runrate.ingest.format.xbrl;

import java.util.HashSet;
import java.util.Set;

/**
 * Names the places of facts in a document: by their own ids, or by counting where a fact has none
 * or another has it already. Whoever goes through the same document in its order gets the same
 * names, so a fact that was read is found again when the document is shown.
 */
final class Places {
  private static final int MOST_CHARACTERS = 200;

  private final Set<String> taken = new HashSet<>();
  private int unnamed;

  String of(String idOrNull) {
    if (idOrNull != null
        && !idOrNull.isEmpty()
        && idOrNull.length() <= MOST_CHARACTERS
        && taken.add(idOrNull)) {
      return idOrNull;
    }
    String name;
    do {
      name = "fact-" + ++unnamed;
    } while (!taken.add(name));
    return name;
  }
}
