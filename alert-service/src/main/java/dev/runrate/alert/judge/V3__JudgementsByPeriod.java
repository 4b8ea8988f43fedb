package dev.runrate.alert.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.runrate.alert.alert.Claim;
import dev.runrate.alert.alert.Content;
import dev.runrate.alert.alert.Entry;
import dev.runrate.alert.alert.Judgement;
import dev.runrate.alert.alert.LineId;
import dev.runrate.alert.alert.PeriodId;
import dev.runrate.alert.alert.PeriodId.Scope;
import dev.runrate.alert.alert.PeriodKey;
import dev.runrate.alert.alert.Told;
import dev.runrate.alert.rule.Verdict;
import dev.runrate.common.event.AlertEvent;
import dev.runrate.common.event.Json;
import dev.runrate.common.fact.FilingId;
import dev.runrate.common.fact.SpanLength;
import dev.runrate.common.persistence.Packed;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/**
 * What was said and told of periods stood in one row a line, all periods in one text, and becomes a
 * row a period. What it says stays the same, so nothing is told again.
 */
@Component
class V3__JudgementsByPeriod extends BaseJavaMigration {
  private static final String TABLE =
      """
      create table judgement (
          issuer    text not null,
          segment   text not null,
          last_day  date not null,
          first_day date not null,
          span      text not null,
          revision  bigint not null,
          -- both packed by the service (class Packed)
          body      bytea not null,
          untold    bytea,
          primary key (issuer, segment, last_day, first_day, span)
      );
      alter table judgement alter column body set storage external;
      alter table judgement alter column untold set storage external;
      """;

  private static final TypeReference<TreeMap<String, Kept>> ENTRIES = new TypeReference<>() {};

  /**
   * @param asTold whether the evidence, which is what was told, is of the past; null where it is
   *     not what was told
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Kept(
      long revision,
      Verdict verdict,
      AlertEvent evidence,
      AlertEvent told,
      FilingId causedBy,
      Boolean asTold) {}

  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
      List<String> issuers = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("select distinct issuer from line")) {
        while (rows.next()) {
          issuers.add(rows.getString(1));
        }
      }
      for (String issuer : issuers) {
        store(connection, judgements(connection, issuer));
      }
      statement.execute("drop table line");
    }
  }

  private static Map<PeriodId, Judgement> judgements(Connection connection, String issuer)
      throws SQLException {
    Map<PeriodId, Judgement> judgements = new LinkedHashMap<>();
    Map<String, Long> messages = newestMessages(connection, issuer);
    try (PreparedStatement query =
        connection.prepareStatement(
            "select segment, rule, metric, basis, span, body from line where issuer = ?")) {
      query.setString(1, issuer);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Scope scope = new Scope(issuer, row.getString("segment"));
          SpanLength span = SpanLength.parse(row.getString("span")).orElseThrow();
          String rule = row.getString("rule");
          LineId line =
              new LineId(scope, rule, row.getString("metric"), row.getString("basis"), span);
          String body = new String(Packed.unpack(row.getBytes("body")), StandardCharsets.UTF_8);
          Json.read(body, ENTRIES)
              .forEach(
                  (key, kept) -> {
                    PeriodId period = new PeriodId(scope, span, PeriodKey.parse(key));
                    Judgement before =
                        judgements.getOrDefault(
                            period, new Judgement(kept.revision, new LinkedHashMap<>()));
                    // The line without a rule knows which revision was heard.
                    long revision =
                        rule.isEmpty() ? kept.revision : Math.max(before.revision(), kept.revision);
                    judgements.put(period, new Judgement(revision, before.entries()));
                    if (!rule.isEmpty()) {
                      before.entries().put(line, entry(kept, messages));
                    }
                  });
        }
      }
    }
    return judgements;
  }

  /** By alert. */
  private static Map<String, Long> newestMessages(Connection connection, String issuer)
      throws SQLException {
    Map<String, Long> messages = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement("select id, seq from alert where issuer = ?")) {
      query.setString(1, issuer);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          messages.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return messages;
  }

  private static Entry entry(Kept kept, Map<String, Long> messages) {
    Told told = null;
    if (kept.told != null) {
      told =
          new Told(
              messages.get(kept.told.id()),
              kept.told.state(),
              kept.told.sequence(),
              kept.told.historical(),
              Claim.of(kept.told).says());
    }
    Claim claim = null;
    if (kept.asTold != null) {
      Claim asTold = Claim.of(kept.told);
      claim =
          new Claim(
              asTold.severity(),
              asTold.certainty(),
              asTold.direction(),
              kept.asTold,
              asTold.says(),
              new Content.OfMessage(told.message()));
    } else if (kept.evidence != null) {
      claim = Claim.of(kept.evidence);
    }
    return new Entry(kept.verdict, claim, told, kept.causedBy);
  }

  private static void store(Connection connection, Map<PeriodId, Judgement> judgements)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into judgement values (?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (Map.Entry<PeriodId, Judgement> each : judgements.entrySet()) {
        PeriodId period = each.getKey();
        int at = 1;
        insert.setString(at++, period.scope().issuer());
        insert.setString(at++, period.scope().segment());
        insert.setObject(at++, period.key().end());
        insert.setObject(at++, period.key().start());
        insert.setString(at++, period.span().toString());
        insert.setLong(at++, each.getValue().revision());
        insert.setBytes(at++, JudgementBody.of(each.getValue()));
        insert.setBytes(at, JudgementBody.untold(Judgements.untoldOf(each.getValue(), Map.of())));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
