package dev.runrate.ingest.draft.reading;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which currency an amount is that says none: that of the amount before it in the sentence, else
 * the issuer's last, else the one the issuer reports in, else that of the country whose language
 * the article is in. A translation in brackets decides nothing.
 */
final class Currencies {
  /**
   * @param currency null where nothing decides
   */
  record Guess(Unit currency, String because) {}

  private static final Unit YUAN = Unit.of("CNY");
  private final Map<IssuerId, IssuerProfile> profiles;
  private final Map<IssuerId, Unit> lastOf = new HashMap<>();
  private final boolean isChinese;

  Currencies(Map<IssuerId, IssuerProfile> profiles, String text) {
    this.profiles = profiles;
    long han = text.chars().filter(c -> Plain.isHan((char) c)).count();
    this.isChinese = han * 3 > text.length();
  }

  void seen(Tied fact, boolean inBrackets) {
    if (!inBrackets && fact.unit != null && fact.amount.measure().currency() != null) {
      lastOf.put(fact.issuer, fact.unit);
    }
  }

  Guess of(IssuerId issuer, List<Tied> before, boolean inBrackets) {
    for (int i = before.size() - 1; i >= 0; i--) {
      Tied other = before.get(i);
      boolean isTranslation =
          i > 0
              && before.get(i - 1).concept == other.concept
              && before.get(i - 1).unit != null
              && other.unit != null
              && !before.get(i - 1).unit.equals(other.unit)
              && before.get(i - 1).when == other.when
              && before.get(i - 1).issuer.equals(other.issuer);
      if (other.unit != null
          && other.unit.isMoney()
          && !isTranslation
          && other.issuer.equals(issuer)) {
        return new Guess(other.unit, "no currency is written; that of the amount before is taken");
      }
    }
    IssuerProfile profile = profiles.get(issuer);
    if (lastOf.containsKey(issuer)) {
      return new Guess(
          lastOf.get(issuer), "no currency is written; the issuer's last one here is taken");
    }
    if (profile != null && profile.reportingCurrency() != null) {
      return new Guess(
          profile.reportingCurrency(),
          "no currency is written; the one the issuer reports in is taken");
    }
    return isChinese
        ? new Guess(YUAN, "no currency is written; yuan are taken, as the article is in Chinese")
        : new Guess(null, "no currency is written");
  }
}
