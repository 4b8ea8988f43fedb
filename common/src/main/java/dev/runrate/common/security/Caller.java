package dev.runrate.common.security;

import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.web.Problem.ContentError;
import dev.runrate.common.web.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who calls, and what of it may be posted.
 *
 * @param name of the key, or the subject of the token
 * @param issuers whose filings it may post; empty for anybody's
 * @param publisher in whose name alone it may post; null for anybody's
 * @param tier of which alone it may post; null for any
 */
public record Caller(
    String name, Set<Role> roles, Set<IssuerId> issuers, String publisher, Tier tier) {
  /** Whoever calls where nobody is asked: the one machine's owner, or the service itself. */
  public static final Caller OWNER = new Caller("owner", Role.ofPeople(), Set.of(), null, null);

  /** What a filing that it may not post is refused with. */
  public static final String FORBIDDEN = "forbidden";

  public Caller {
    roles = Set.copyOf(roles);
    issuers = Set.copyOf(issuers);
  }

  static Caller of(String name, Collection<Role> roles) {
    return new Caller(name, Set.copyOf(roles), Set.of(), null, null);
  }

  /** Of the request that this thread answers; the owner where it answers none. */
  public static Caller current() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof Caller caller
        ? caller
        : OWNER;
  }

  /** Whether it may post less than everything. */
  public boolean isLimited() {
    return !issuers.isEmpty() || publisher != null || tier != null;
  }

  public boolean maySpeakFor(IssuerId issuer) {
    return issuers.isEmpty() || issuers.contains(issuer);
  }

  /** Why it may not post, or retract, the filing; empty where it may. */
  public List<ContentError> refusals(Filing filing) {
    List<ContentError> refusals = new ArrayList<>();
    if (!maySpeakFor(filing.issuer())) {
      refusals.add(refusal("/issuer", "filings of " + filing.issuer()));
    }
    if (tier != null && filing.source().tier() != tier) {
      refusals.add(refusal("/source/tier", "filings of tier " + filing.source().tier()));
    }
    if (publisher != null && !publisher.equals(filing.source().publisher())) {
      refusals.add(
          refusal("/source/publisher", "filings of the publisher " + filing.source().publisher()));
    }
    return refusals;
  }

  /**
   * Holds it to what it may post.
   *
   * @throws ProblemException 403 if the filing is not among that
   */
  public void require(Filing filing) {
    List<ContentError> refusals = refusals(filing);
    if (!refusals.isEmpty()) {
      throw ProblemException.forbidden(refusals);
    }
  }

  /**
   * Holds it to the issuers it may speak for.
   *
   * @throws ProblemException 403 if this is none of them
   */
  public void require(IssuerId issuer) {
    if (!maySpeakFor(issuer)) {
      throw ProblemException.forbidden(List.of(refusal("/issuer", "what is about " + issuer)));
    }
  }

  /**
   * For what concerns all issuers.
   *
   * @throws ProblemException 403 if it may post of some only
   */
  public void requireUnlimited() {
    if (isLimited()) {
      throw ProblemException.forbidden(List.of(refusal("", "what concerns all issuers")));
    }
  }

  private ContentError refusal(String pointer, String what) {
    return new ContentError(pointer, FORBIDDEN, "the key " + name + " may not post " + what);
  }
}
