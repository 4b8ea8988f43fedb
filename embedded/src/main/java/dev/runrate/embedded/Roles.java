package dev.runrate.embedded;

import static dev.runrate.embedded.PostgresServer.DATABASE;
import static dev.runrate.embedded.PostgresServer.USER;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * A role for each service, which owns its schema and can do nothing outside of it. Every step can
 * be repeated, and all are at every start: what a kill left half done is done then.
 *
 * @param services names of roles and schemas, plain identifiers
 */
record Roles(Access.Connector connector, Passwords passwords, List<String> services) {

  void establish() throws SQLException {
    try (var connection = connector.connect("postgres", passwords.of(USER))) {
      setPassword(connection, USER);
      if (!exists(connection, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
        execute(connection, "create database " + DATABASE);
      }
      for (String service : services) {
        if (!exists(connection, "select 1 from pg_roles where rolname = '" + service + "'")) {
          execute(connection, "create role " + service);
        }
        execute(
            connection,
            "alter role "
                + service
                + " login nosuperuser nocreatedb nocreaterole noreplication nobypassrls");
        setPassword(connection, service);
      }
    }
    if (services.isEmpty()) {
      return;
    }
    try (var connection = connector.connect(DATABASE, passwords.of(USER))) {
      connection.setAutoCommit(false);
      execute(connection, "revoke all on database " + DATABASE + " from public");
      execute(connection, "revoke all on schema public from public");
      for (String service : services) {
        execute(connection, "grant connect, temporary on database " + DATABASE + " to " + service);
        execute(connection, "create schema if not exists " + service + " authorization " + service);
        handOver(connection, service);
      }
      connection.commit();
    }
  }

  /** The driver computes what is stored, so that no log of statements can have the password. */
  private void setPassword(Connection connection, String role) throws SQLException {
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(role, passwords.of(role).toCharArray(), "scram-sha-256");
  }

  /** What was made before there were roles belongs to the superuser. */
  private static void handOver(Connection connection, String service) throws SQLException {
    execute(
        connection,
        """
        do $$
        declare command text;
        begin
          for command in
            select format('alter schema %%I owner to %1$s', nspname) from pg_namespace
            where nspname = '%1$s' and nspowner <> '%1$s'::regrole
            union all
            -- A sequence of an identity column goes with its table.
            select format('alter table %%s owner to %1$s', oid::regclass) from pg_class
            where relnamespace = '%1$s'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
              and relowner <> '%1$s'::regrole
            union all
            select format('alter routine %%s owner to %1$s', oid::regprocedure) from pg_proc
            where pronamespace = '%1$s'::regnamespace and proowner <> '%1$s'::regrole
          loop
            execute command;
          end loop;
        end
        $$
        """
            .formatted(service));
  }

  private static boolean exists(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeQuery(query).next();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
