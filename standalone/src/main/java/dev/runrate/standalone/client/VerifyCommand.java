package dev.runrate.standalone.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Compares everything that is stored with what it should be. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compute all figures anew from the stored filings, and compare with what is stored:",
      "  the filings of ingest-service with those of metrics-service, all they say;",
      "  the newest revision of every snapshot with what the filings make it, and its message.",
      "Says what differs, and exits with 1 if anything does. Changes nothing."
    })
public final class VerifyCommand implements Callable<Integer> {
  /** What is under way differs for a moment: it is looked at again, so often. */
  private static final int LOOKS = 5;

  private static final long PAUSE_MS = 1_000;

  /** More are counted, not listed. */
  private static final int SHOWN = 100;

  @Mixin private Services services;

  private long filings;
  private long issuers;

  @Override
  public Integer call() throws InterruptedException {
    List<String> differences = new ArrayList<>(ofFilings());
    for (int look = 1; look < LOOKS && !differences.isEmpty(); look++) {
      Thread.sleep(PAUSE_MS);
      // What differs now and did before; the rest was under way.
      List<String> now = ofFilings();
      differences.retainAll(now);
    }
    differences.addAll(ofSnapshots());
    differences.stream().limit(SHOWN).forEach(System.out::println);
    if (differences.size() > SHOWN) {
      System.out.printf("and %d more%n", differences.size() - SHOWN);
    }
    System.out.printf(
        "%d filings and all snapshots of %d issuers compared: %s%n",
        filings,
        issuers,
        differences.isEmpty() ? "all is as it should be" : differences.size() + " differ");
    return differences.isEmpty() ? 0 : 1;
  }

  /** Both lists are in one order, and are read side by side. */
  private List<String> ofFilings() {
    filings = 0;
    Digests accepted = new Digests(services::ingest);
    Digests known = new Digests(services::metrics);
    List<String> differences = new ArrayList<>();
    while (accepted.hasNext() || known.hasNext()) {
      // By bytes, as the databases order them.
      int order =
          !known.hasNext()
              ? -1
              : !accepted.hasNext() ? 1 : id(accepted.peek()).compareTo(id(known.peek()));
      if (order < 0) {
        differences.add("filing " + id(accepted.next()) + " is not known to metrics-service");
      } else if (order > 0) {
        differences.add("filing " + id(known.next()) + " is not known to ingest-service");
      } else {
        JsonNode one = accepted.next();
        JsonNode other = known.next();
        if (!one.path("digest").equals(other.path("digest"))) {
          differences.add("filing " + id(one) + " says something else in metrics-service");
        } else if (!one.path("stands").equals(other.path("stands"))) {
          differences.add(
              "filing "
                  + id(one)
                  + (one.path("stands").asBoolean(true)
                      ? " counts as retracted in metrics-service only"
                      : " was retracted, and still counts in metrics-service"));
        }
      }
      filings++;
    }
    return differences;
  }

  private static String id(JsonNode digest) {
    return digest.path("id").asString("");
  }

  private List<String> ofSnapshots() {
    List<String> differences = new ArrayList<>();
    String after = "";
    while (after != null) {
      JsonNode page =
          services.get(services.metrics("/v1/admin/verification?after=" + Services.encode(after)));
      issuers += page.path("issuers").asLong(0);
      for (JsonNode each : page.path("differences")) {
        differences.add(
            "%s: %s %s"
                .formatted(
                    each.path("issuer").asString(""),
                    each.path("what").asString(""),
                    each.path("why").asString("")));
      }
      after = page.path("last").asString(null);
    }
    return differences;
  }

  /** A service's filings, page by page. */
  private final class Digests implements Iterator<JsonNode> {
    private final Function<String, URI> service;
    private Iterator<JsonNode> page = List.<JsonNode>of().iterator();
    private JsonNode peeked;
    private String last = "";

    Digests(Function<String, URI> service) {
      this.service = service;
    }

    @Override
    public boolean hasNext() {
      if (peeked == null && !page.hasNext() && last != null) {
        page =
            services
                .get(service.apply("/v1/admin/digests?after=" + Services.encode(last)))
                .iterator();
        if (!page.hasNext()) {
          last = null;
        }
      }
      if (peeked == null && page.hasNext()) {
        peeked = page.next();
        last = id(peeked);
      }
      return peeked != null;
    }

    JsonNode peek() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return peeked;
    }

    @Override
    public JsonNode next() {
      JsonNode next = peek();
      peeked = null;
      return next;
    }
  }
}
