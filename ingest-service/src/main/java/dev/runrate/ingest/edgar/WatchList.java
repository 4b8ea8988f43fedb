package dev.runrate.ingest.edgar;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.IssuerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Whom to watch, as a user writes it down:
 *
 * <pre>
 * contact: Jane Doe jane@example.com   # goes to the SEC with every request
 * since: 2023-01-01                    # how far to go back at first; default two years
 * issuers:
 *   - ticker: NVDA
 *   - cik: 1652044
 *     issuer: google
 * </pre>
 *
 * @param contact a name and an address at which the SEC finds whoever runs this
 * @param since null for the default
 */
record WatchList(String contact, LocalDate since, List<Watched> issuers) {
  private static final Set<String> MEMBERS = Set.of("contact", "since", "issuers");
  private static final Set<String> OF_ISSUERS = Set.of("cik", "ticker", "issuer");
  private static final Pattern CONTACT =
      Pattern.compile("[\\x20-\\x7e]*\\S+@\\S+\\.\\S+[\\x20-\\x7e]*");
  private static final Pattern TICKER = Pattern.compile("[A-Za-z0-9.-]{1,10}");
  private static final int MOST_ISSUERS = 10_000;
  private static final long MOST_BYTES = 4 << 20;

  /**
   * An issuer.
   *
   * @param cik null where only the ticker is known
   * @param ticker null where the number is known
   * @param issuer what it is called here; null for the one with this number, or by its name
   */
  record Watched(Long cik, String ticker, IssuerId issuer) {
    @Override
    public String toString() {
      return ticker != null ? ticker : "CIK " + cik;
    }
  }

  /** Whether there is anybody to watch: an empty file watches nobody. */
  boolean isEmpty() {
    return issuers.isEmpty();
  }

  /**
   * @throws IllegalStateException if the file is no such list; the message names it and every fault
   */
  static WatchList read(Path file) {
    List<String> faults = new ArrayList<>();
    WatchList list = null;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalStateException(file + " is longer than " + MOST_BYTES + " bytes");
      }
      byte[] text = Files.readAllBytes(file);
      if (new String(text, StandardCharsets.UTF_8).isBlank()) {
        return new WatchList(null, null, List.of());
      }
      list = parse(new YAMLMapper().readTree(text), faults);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the watch list " + file + " cannot be read: " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new IllegalStateException(
          "the watch list " + file + " is not YAML: " + e.getOriginalMessage(), e);
    }
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "the watch list " + file + " cannot be used: " + String.join("; ", faults));
    }
    return list;
  }

  static WatchList parse(JsonNode root, List<String> faults) {
    if (!root.isObject()) {
      faults.add("it has contact and issuers");
      return null;
    }
    root.propertyNames().stream()
        .filter(name -> !MEMBERS.contains(name))
        .forEach(
            name ->
                faults.add("there is no member " + name + "; known are contact, since, issuers"));
    String contact = root.path("contact").asString("").strip();
    if (!CONTACT.matcher(contact).matches()) {
      faults.add(
          "contact is a name and an e-mail address (the SEC wants to know who asks), not \""
              + contact
              + "\"");
    }
    LocalDate since = null;
    if (root.hasNonNull("since")) {
      try {
        since = LocalDate.parse(root.path("since").asString(""));
      } catch (DateTimeException e) {
        faults.add("since is a date such as 2023-01-01");
      }
    }
    List<Watched> issuers = new ArrayList<>();
    JsonNode list = root.path("issuers");
    if (!list.isArray() || list.isEmpty() || list.size() > MOST_ISSUERS) {
      faults.add("issuers is a list of 1 to " + MOST_ISSUERS);
    } else {
      for (int i = 0; i < list.size(); i++) {
        watched(list.get(i), "issuers[" + i + "]", faults, issuers);
      }
    }
    return new WatchList(contact, since, List.copyOf(issuers));
  }

  private static void watched(
      JsonNode node, String at, List<String> faults, List<Watched> issuers) {
    if (!node.isObject()) {
      faults.add(at + " has a cik or a ticker");
      return;
    }
    node.propertyNames().stream()
        .filter(name -> !OF_ISSUERS.contains(name))
        .forEach(name -> faults.add(at + ": there is no member " + name));
    String cik = node.path("cik").asString("").replaceFirst("^CIK", "");
    String ticker = node.path("ticker").asString("");
    if (cik.isEmpty() == ticker.isEmpty()) {
      faults.add(at + " has a cik or a ticker");
      return;
    }
    if (!cik.isEmpty() && !cik.matches("\\d{1,10}")) {
      faults.add(at + ": cik is the SEC's number, at most ten digits");
      return;
    }
    if (!ticker.isEmpty() && !TICKER.matcher(ticker).matches()) {
      faults.add(at + ": there is no ticker like " + ticker);
      return;
    }
    IssuerId issuer = null;
    if (node.hasNonNull("issuer")) {
      switch (IssuerId.parse(node.path("issuer").asString(""))) {
        case Checked.Valid<IssuerId> valid -> issuer = valid.value();
        case Checked.Invalid<IssuerId> invalid -> faults.add(at + ": " + invalid.message());
      }
    }
    issuers.add(
        new Watched(
            cik.isEmpty() ? null : Long.valueOf(cik),
            ticker.isEmpty() ? null : ticker.toUpperCase(Locale.ROOT),
            issuer));
  }
}
