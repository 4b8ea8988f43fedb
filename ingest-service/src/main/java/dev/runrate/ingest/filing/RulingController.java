package dev.runrate.ingest.filing;

import dev.runrate.common.fact.Checked;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.Ruling;
import dev.runrate.common.fact.Ruling.Action;
import dev.runrate.common.fact.Ruling.Confidence;
import dev.runrate.common.security.Caller;
import dev.runrate.common.web.Body;
import dev.runrate.common.web.Document;
import dev.runrate.common.web.Field;
import dev.runrate.common.web.ProblemException;
import dev.runrate.ingest.issuer.IssuerDirectory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What people judge of facts:
 *
 * <pre>
 * PUT /v1/filings/article-004-openai/facts/4/ruling
 * {"action": "exclude", "by": "ann", "reason": "revenue less research, no disclosure"}
 * </pre>
 */
@RestController
@RequestMapping("/v1/filings/{id}/facts/{fact}/ruling")
class RulingController {
  private static final Set<String> MEMBERS = Set.of("action", "confidence", "reason", "by");
  private static final int MOST_CHARACTERS = 1_000;

  /** More than anybody judges of one issuer; each is in every message of its profile. */
  private static final int MOST_RULINGS = 1_000;

  private final FilingStore store;
  private final IssuerDirectory issuers;
  private final Clock clock;

  RulingController(FilingStore store, IssuerDirectory issuers, Clock clock) {
    this.store = store;
    this.issuers = issuers;
    this.clock = clock;
  }

  @GetMapping
  Ruling get(@PathVariable String id, @PathVariable String fact) {
    Filing filing = filing(id);
    int index = index(filing, fact);
    return issuers.profile(filing.issuer()).rulings().stream()
        .filter(ruling -> ruling.isAbout(filing.id(), index))
        .findFirst()
        .orElseThrow(() -> ProblemException.notFound("ruling of fact " + index + " of " + id));
  }

  @PutMapping(consumes = "application/json")
  Ruling put(@PathVariable String id, @PathVariable String fact, HttpServletRequest request)
      throws IOException {
    Caller.current().requireUnlimited();
    Filing filing = filing(id);
    int index = index(filing, fact);
    Document document = Document.of(Body.readJson(request, Body.MOST_SMALL_BYTES));
    Field root = document.root("a ruling");
    root.knowsOnly(MEMBERS);
    Optional<Action> action = root.required("action").choice(Action::parse, Action.values());
    Field grade = root.member("confidence");
    Optional<Confidence> confidence =
        grade.isThere() ? grade.choice(Confidence::parse, Confidence.values()) : Optional.empty();
    action.ifPresent(
        a -> {
          if ((a == Action.GRADE) != grade.isThere()) {
            grade.fault("inconsistent", "a grade has a confidence, and nothing else has one");
          }
        });
    Optional<String> reason = root.required("reason").text(MOST_CHARACTERS);
    Optional<String> by = root.required("by").text(MOST_CHARACTERS);
    if (issuers.profile(filing.issuer()).rulings().size() >= MOST_RULINGS) {
      document.fault("", "rulings", "an issuer has at most " + MOST_RULINGS + " rulings");
    }
    Ruling ruling =
        document.valueOrRefusal(
            () ->
                new Ruling(
                    filing.id(),
                    index,
                    action.orElseThrow(),
                    confidence.orElse(null),
                    reason.orElseThrow(),
                    by.orElseThrow(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS)));
    issuers.rule(filing.issuer(), ruling);
    return ruling;
  }

  /** Takes it back: the fact counts again as it did. */
  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id, @PathVariable String fact) {
    Caller.current().requireUnlimited();
    Filing filing = filing(id);
    int index = index(filing, fact);
    if (!issuers.takeBack(filing.issuer(), filing.id(), index)) {
      throw ProblemException.notFound("ruling of fact " + index + " of " + id);
    }
  }

  private Filing filing(String id) {
    return FilingId.parse(id) instanceof Checked.Valid<FilingId> valid
        ? store
            .stored(valid.value())
            .map(StoredFiling::filing)
            .orElseThrow(() -> ProblemException.notFound("filing " + id))
        : missing("filing " + id);
  }

  private static int index(Filing filing, String text) {
    int most = filing.facts().size();
    return text.matches("\\d{1,6}") && Integer.parseInt(text) < most
        ? Integer.parseInt(text)
        : missing("fact " + text + " of " + filing.id() + "; they are counted from 0");
  }

  private static <T> T missing(String what) {
    throw ProblemException.notFound(what);
  }
}
