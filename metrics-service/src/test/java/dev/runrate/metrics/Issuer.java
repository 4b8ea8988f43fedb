package dev.runrate.metrics;

import dev.runrate.common.fact.Basis;
import dev.runrate.common.fact.Concept;
import dev.runrate.common.fact.Fact;
import dev.runrate.common.fact.Figure;
import dev.runrate.common.fact.Filing;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.IssuerId;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.fact.Metric;
import dev.runrate.common.fact.Period;
import dev.runrate.common.fact.PeriodExpression;
import dev.runrate.common.fact.Ruling;
import dev.runrate.common.fact.Scenario;
import dev.runrate.common.fact.SegmentId;
import dev.runrate.common.fact.Source;
import dev.runrate.common.fact.StatedValue;
import dev.runrate.common.fact.Tier;
import dev.runrate.common.fact.Unit;
import dev.runrate.metrics.factbook.AsOf;
import dev.runrate.metrics.factbook.FactBook;
import dev.runrate.metrics.factbook.FilingRecord;
import dev.runrate.metrics.metric.SegmentFigures;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;

/**
 * A hand-made issuer for tests, told line by line: {@code issuer.filed("2025-02-01").says("Revenue
 * 2024 400 USD")}. Values are exact unless decimals follow after a tilde: {@code 400~-1}.
 */
public final class Issuer {
  private final List<FilingRecord> records = new ArrayList<>();
  private MonthDay fiscalYearEnd;
  private int count;

  /** One filing in the making. */
  public final class Told {
    private final LocalDate publishedOn;
    private Tier tier = Tier.REGULATORY;
    private String publisher = "SEC";
    private String form = "10-K";
    private FilingId id = FilingId.of("f" + ++count);
    private FilingId supersedes;
    private Instant recordedAt = Instant.parse("2026-01-01T00:00:00Z");
    private Instant retractedAt;

    private Told(LocalDate publishedOn) {
      this.publishedOn = publishedOn;
    }

    public Told by(Tier newTier, String newPublisher) {
      tier = newTier;
      publisher = newPublisher;
      return this;
    }

    public Told form(String newForm) {
      form = newForm;
      return this;
    }

    public Told as(String newId) {
      id = FilingId.of(newId);
      return this;
    }

    public Told superseding(String older) {
      supersedes = FilingId.of(older);
      return this;
    }

    public Told recordedAt(String instant) {
      recordedAt = Instant.parse(instant);
      return this;
    }

    public Told retractedAt(String instant) {
      retractedAt = Instant.parse(instant);
      return this;
    }

    /** {@code [segment/]Concept period value[~decimals] unit [tag=..] [basis=..] [scenario=..]}. */
    public Issuer says(String... lines) {
      List<Fact> facts = new ArrayList<>();
      for (String line : lines) {
        facts.add(fact(line));
      }
      records.add(
          new FilingRecord(
              new Filing(
                  id,
                  IssuerId.of("test"),
                  form,
                  new Source(tier, publisher, null, null, publishedOn),
                  supersedes,
                  facts),
              recordedAt,
              retractedAt));
      return Issuer.this;
    }
  }

  private final List<Ruling> rulings = new ArrayList<>();

  /** A person judges a fact: {@code ruled("f1", 0, "exclude")}. */
  public Issuer ruled(String filing, int fact, String action) {
    rulings.add(
        new Ruling(
            FilingId.of(filing),
            fact,
            Ruling.Action.parse(action).orElseThrow(),
            action.equals("grade") ? Ruling.Confidence.LOW : null,
            "a misprint",
            "ann",
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(rulings.size())));
    return this;
  }

  public Issuer yearEndsOn(String monthDay) {
    fiscalYearEnd = MonthDay.parse(monthDay);
    return this;
  }

  public Told filed(String publishedOn) {
    return new Told(LocalDate.parse(publishedOn));
  }

  public static Fact fact(String line) {
    String[] words = line.trim().split("\\s+");
    int slash = words[0].indexOf('/');
    String tag = null;
    Basis basis = Basis.REPORTED;
    Scenario scenario = Scenario.ACTUAL;
    for (int i = 4; i < words.length; i++) {
      String value = words[i].substring(words[i].indexOf('=') + 1);
      switch (words[i].substring(0, words[i].indexOf('='))) {
        case "tag" -> tag = value;
        case "basis" -> basis = Basis.of(value);
        case "scenario" -> scenario = Scenario.parse(value).orElseThrow();
        default -> throw new IllegalArgumentException(words[i]);
      }
    }
    return new Fact(
        Concept.parse(words[0].substring(slash + 1)).orElseThrow(),
        SegmentId.of(slash < 0 ? null : words[0].substring(0, slash)),
        PeriodExpression.of(words[1]),
        stated(words[2]),
        Unit.of(words[3]),
        scenario,
        basis,
        tag);
  }

  private static StatedValue stated(String text) {
    if (text.contains("..")) {
      String[] ends = text.split("\\.\\.", -1);
      return StatedValue.between(
          ends[0].isEmpty() ? null : ends[0], ends[1].isEmpty() ? null : ends[1]);
    }
    int tilde = text.indexOf('~');
    return tilde < 0
        ? StatedValue.exactly(text)
        : new StatedValue(
            new BigDecimal(text.substring(0, tilde)),
            Integer.valueOf(text.substring(tilde + 1)),
            null,
            null);
  }

  public List<FilingRecord> records() {
    return records;
  }

  public IssuerProfile profile() {
    return new IssuerProfile(
        IssuerId.of("test"), null, null, null, null, null, fiscalYearEnd, null, null, rulings);
  }

  public FactBook book() {
    return book(AsOf.NOW);
  }

  public FactBook book(AsOf asOf) {
    return FactBook.of(profile(), records, asOf);
  }

  /** The figure of a period as a user would ask for it. */
  public Figure figure(String metric, String period) {
    return figure(metric, period, AsOf.NOW);
  }

  public Figure figure(String metric, String period, AsOf asOf) {
    FactBook book = book(asOf);
    SegmentFigures figures = new SegmentFigures(book, SegmentId.WHOLE);
    return figures.figure(
        Metric.parse(metric).orElseThrow(), period(book, period), SegmentFigures.OUTCOMES);
  }

  public static Period period(FactBook book, String text) {
    return switch (PeriodExpression.of(text)) {
      case PeriodExpression.Dated dated -> book.nominal(dated.period());
      case PeriodExpression.Fiscal fiscal -> book.calendar().resolve(fiscal);
    };
  }
}
