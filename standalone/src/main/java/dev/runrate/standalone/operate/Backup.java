package dev.runrate.standalone.operate;

import dev.runrate.common.event.Json;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * Everything the services keep, in one file, as of one moment: a zip of {@code manifest.json}
 * (which tables, which versions of the schemas), a file per table as PostgreSQL's COPY writes it,
 * and {@code end.json} with the numbers of rows, which says that it is whole. Written and read as a
 * stream.
 *
 * <p>Kafka is not in it: what may have been under way there is sent again after a restore, and who
 * knows it already does nothing. Neither are the numbers of transactions (columns of type {@code
 * xid8}), which mean nothing in another PostgreSQL.
 */
final class Backup {
  static final List<String> SCHEMAS = List.of("ingest", "metrics", "alerts");
  private static final int FORM = 1;
  private static final String MANIFEST = "manifest.json";
  private static final String END = "end.json";
  private static final TypeReference<Map<String, Long>> NUMBERS = new TypeReference<>() {};
  private static final String HISTORY = "flyway_schema_history";

  /**
   * @param columns those that are in the backup, in its order
   */
  record Table(String schema, String name, List<String> columns) {
    String qualified() {
      return schema + "." + name;
    }

    private String list() {
      return String.join(", ", columns);
    }

    private String entry() {
      return qualified() + ".copy";
    }
  }

  /**
   * @param form of the file
   * @param versions of the schemas, e.g. {@code {"ingest": "6"}}
   */
  record Manifest(int form, Instant at, Map<String, String> versions, List<Table> tables) {}

  /** A file that cannot be restored, or a database that it does not fit; said to people. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }

  private Backup() {}

  /**
   * Writes everything that is committed at this moment, while the services go on. The file is there
   * when it is whole, not before.
   *
   * @return the number of rows of each table
   */
  static Map<String, Long> write(Connection connection, Path file, Instant at)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    execute(connection, "set transaction isolation level repeatable read read only");
    Manifest manifest = new Manifest(FORM, at, versions(connection), tables(connection));
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Map<String, Long> rows = new LinkedHashMap<>();
    try {
      try (ZipOutputStream zip =
          new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16))) {
        zip.setLevel(3);
        put(zip, MANIFEST, manifest);
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (Table table : manifest.tables) {
          zip.putNextEntry(new ZipEntry(table.entry()));
          rows.put(table.qualified(), copy.copyOut(copyOut(table), zip));
          zip.closeEntry();
        }
        put(zip, END, rows);
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
      connection.rollback();
    }
    return rows;
  }

  private static void put(ZipOutputStream zip, String name, Object content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(Json.MAPPER.writeValueAsBytes(content));
    zip.closeEntry();
  }

  private static String copyOut(Table table) {
    String columns = table.list();
    if (table.qualified().equals("alerts.subscription")) {
      // It points at a message by transaction and number. In the new database all messages are of
      // one transaction, so it points before the first one that it has not passed; those after it
      // that it has passed are deliveries already, and become none again.
      columns =
          columns.replace(
              "cursor_seq",
              """
              coalesce((select min(m.seq) - 1 from alerts.alert_message m
                        where (m.transaction, m.seq) > (t.cursor_transaction, t.cursor_seq)),
                       (select max(m.seq) from alerts.alert_message m), 0)
              """);
    }
    return "copy (select " + columns + " from " + table.qualified() + " t) to stdout";
  }

  /**
   * Reads a backup into a database that has its tables and nothing in them, in the transaction of
   * the connection, which the caller commits.
   */
  static Map<String, Long> read(Connection connection, Path file)
      throws SQLException, IOException, Unfit {
    connection.setAutoCommit(false);
    Map<String, Long> rows = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      Manifest manifest = manifest(zip, file);
      Map<String, String> here = versions(connection);
      if (!here.equals(manifest.versions)) {
        throw new Unfit(
            "the backup is of the schemas %s, and this release has %s; restore it with the release that wrote it, and upgrade then"
                .formatted(manifest.versions, here));
      }
      List<Table> tables = tables(connection);
      if (!tables.equals(manifest.tables)) {
        throw new Unfit("the tables of the backup are not those of this release");
      }
      List<String> names = tables.stream().map(Table::qualified).toList();
      execute(connection, "truncate " + String.join(", ", names));
      // Checked once at the end: rows name others that come later.
      execute(connection, "set session_replication_role = replica");
      execute(
          connection,
          "alter table alerts.subscription alter cursor_transaction set default"
              + " pg_current_xact_id()");
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      for (Table table : manifest.tables) {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null || !entry.getName().equals(table.entry())) {
          throw new Unfit(file + " is not whole: " + table.qualified() + " is missing");
        }
        rows.put(
            table.qualified(),
            copy.copyIn(
                "copy " + table.qualified() + " (" + table.list() + ") from stdin",
                new Unclosed(zip)));
      }
      ZipEntry end = zip.getNextEntry();
      if (end == null
          || !end.getName().equals(END)
          || !rows.equals(Json.MAPPER.readValue(zip.readAllBytes(), NUMBERS))) {
        throw new Unfit(file + " is not whole: its end is missing, or has other numbers of rows");
      }
    } catch (ZipException | EOFException | JacksonException e) {
      throw new Unfit(file + " is damaged, or no backup: " + e.getMessage());
    }
    execute(connection, "alter table alerts.subscription alter cursor_transaction drop default");
    execute(connection, "set session_replication_role = origin");
    setSequences(connection);
    sendAgain(connection);
    return rows;
  }

  private static Manifest manifest(ZipInputStream zip, Path file) throws IOException, Unfit {
    ZipEntry first = zip.getNextEntry();
    if (first == null || !first.getName().equals(MANIFEST)) {
      throw new Unfit(file + " is no backup");
    }
    Manifest manifest = Json.MAPPER.readValue(zip.readAllBytes(), Manifest.class);
    if (manifest.form != FORM) {
      throw new Unfit(file + " is a backup of form " + manifest.form + ", which is not known here");
    }
    return manifest;
  }

  /** Numbers go on after those that are there. */
  private static void setSequences(Connection connection) throws SQLException {
    for (String[] each :
        rows(
            connection,
            """
            select table_schema, table_name, column_name from information_schema.columns
            where table_schema = any (?) and is_identity = 'YES'
            """,
            3)) {
      String table = each[0] + "." + each[1];
      execute(
          connection,
          """
          select setval(pg_get_serial_sequence('%1$s', '%2$s'), greatest((select max(%2$s) from %1$s), 1),
                        (select max(%2$s) from %1$s) is not null)
          """
              .formatted(table, each[2]));
    }
  }

  /**
   * What may have been on its way between the services when the backup was made: filings that
   * metrics-service has not heard of, all that may change how one stands or is read, and the
   * snapshots, which alert-service compares with what it has judged.
   */
  private static void sendAgain(Connection connection) throws SQLException {
    execute(
        connection,
        """
        insert into ingest.filing_unpublished (id, accepted_at)
        select id, accepted_at from ingest.filing f
        where not exists (select from metrics.filing m where m.id = f.id)
        on conflict (id) do nothing
        """);
    execute(connection, "update ingest.retraction set published = false");
    execute(connection, "update ingest.reinstatement set published = false");
    execute(connection, "update ingest.issuer set published = false");
    execute(connection, "update ingest.fx_year set published = false");
    execute(
        connection,
        """
        insert into metrics.snapshot_unpublished (seq, computed_at)
        select seq, computed_at
        from (select distinct on (issuer, segment, last_day, first_day, is_span) seq, computed_at
              from metrics.snapshot_revision
              order by issuer, segment, last_day, first_day, is_span, revision desc) newest
        on conflict (seq) do nothing
        """);
  }

  private static Map<String, String> versions(Connection connection) throws SQLException {
    Map<String, String> versions = new TreeMap<>();
    for (String schema : SCHEMAS) {
      List<String[]> newest =
          rows(
              connection,
              "select version from "
                  + schema
                  + "."
                  + HISTORY
                  + " where success and version is not null order by installed_rank desc limit 1",
              1);
      versions.put(schema, newest.isEmpty() ? "" : newest.getFirst()[0]);
    }
    return versions;
  }

  private static List<Table> tables(Connection connection) throws SQLException {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (String[] each :
        rows(
            connection,
            """
            select t.table_schema, t.table_name, c.column_name
            from information_schema.tables t join information_schema.columns c
              on c.table_schema = t.table_schema and c.table_name = t.table_name
            where t.table_schema = any (?) and t.table_type = 'BASE TABLE'
              and c.udt_name <> 'xid8' and t.table_name <> 'flyway_schema_history'
            order by t.table_schema, t.table_name, c.ordinal_position
            """,
            3)) {
      tables
          .computeIfAbsent(
              each[0] + "." + each[1], name -> new Table(each[0], each[1], new ArrayList<>()))
          .columns
          .add(each[2]);
    }
    return List.copyOf(tables.values());
  }

  private static List<String[]> rows(Connection connection, String sql, int columns)
      throws SQLException {
    List<String[]> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (sql.contains("?")) {
        statement.setArray(1, connection.createArrayOf("text", SCHEMAS.toArray()));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String[] values = new String[columns];
          for (int i = 0; i < columns; i++) {
            values[i] = row.getString(i + 1);
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** COPY closes what it reads from; there are more entries to come. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
