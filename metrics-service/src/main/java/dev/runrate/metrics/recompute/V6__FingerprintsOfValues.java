package dev.runrate.metrics.recompute;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.SnapshotEvent;
import dev.runrate.common.persistence.Packed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.springframework.stereotype.Component;

/**
 * Fingerprints were hashes of messages and become hashes of what they say, so that messages may
 * change their form and no snapshot is told again for that.
 */
@Component
class V6__FingerprintsOfValues extends BaseJavaMigration {
  private static final int ROWS = 500;

  @Override
  public void migrate(Context context) throws SQLException {
    Connection connection = context.getConnection();
    try (PreparedStatement heads =
            connection.prepareStatement(
                """
                select distinct on (issuer, segment, last_day, first_day, is_span) seq, message
                from snapshot_revision
                order by issuer, segment, last_day, first_day, is_span, revision desc
                """);
        PreparedStatement update =
            connection.prepareStatement(
                "update snapshot_revision set fingerprint = ? where seq = ?")) {
      // Read piece by piece: there are as many as there are periods.
      heads.setFetchSize(ROWS);
      try (ResultSet row = heads.executeQuery()) {
        int waiting = 0;
        while (row.next()) {
          SnapshotEvent event =
              Json.read(Packed.unpack(row.getBytes("message")), SnapshotEvent.class);
          update.setString(1, Snapshots.Content.of(event).fingerprint());
          update.setLong(2, row.getLong("seq"));
          update.addBatch();
          waiting++;
          if (waiting % ROWS == 0) {
            update.executeBatch();
          }
        }
        update.executeBatch();
      }
    }
  }
}
