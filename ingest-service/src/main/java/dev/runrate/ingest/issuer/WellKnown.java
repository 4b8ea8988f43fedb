package dev.runrate.ingest.issuer;

import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerKind;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Unit;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.MonthDay;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * What is public knowledge of the companies that people post filings about first: {@code
 * issuers.csv}. It saves everybody from putting the same profiles; a profile that is put replaces
 * it.
 */
public final class WellKnown {
  private final Map<IssuerId, IssuerProfile> profiles;

  private WellKnown(Map<IssuerId, IssuerProfile> profiles) {
    this.profiles = profiles;
  }

  public static WellKnown load() {
    Map<IssuerId, IssuerProfile> profiles = new HashMap<>();
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setNullString("").get();
    try (Reader in =
        new InputStreamReader(
            WellKnown.class.getResourceAsStream("/issuers.csv"), StandardCharsets.UTF_8)) {
      for (CSVRecord row : format.parse(in)) {
        IssuerProfile profile = profile(row);
        profiles.put(profile.id(), profile);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new WellKnown(profiles);
  }

  private static IssuerProfile profile(CSVRecord row) {
    return new IssuerProfile(
        IssuerId.of(row.get("id")),
        row.get("name"),
        row.get("zh") == null ? Map.of() : Map.of("zh", row.get("zh")),
        List.of(),
        row.get("country"),
        row.get("reportingCurrency") == null ? null : Unit.of(row.get("reportingCurrency")),
        row.get("fiscalYearEnd") == null ? null : MonthDay.parse(row.get("fiscalYearEnd")),
        row.get("cik") == null ? null : Long.valueOf(row.get("cik")),
        row.get("kind") == null ? null : IssuerKind.parse(row.get("kind")).orElseThrow());
  }

  /** All of them, by id. */
  public List<IssuerProfile> all() {
    return profiles.values().stream().sorted(Comparator.comparing(IssuerProfile::id)).toList();
  }

  IssuerProfile profile(IssuerId id) {
    return profiles.getOrDefault(id, IssuerProfile.unknown(id));
  }

  Optional<IssuerId> findByCik(long cik) {
    return profiles.values().stream()
        .filter(profile -> profile.cik() != null && profile.cik() == cik)
        .map(IssuerProfile::id)
        .findFirst();
  }
}
