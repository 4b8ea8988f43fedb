package dev.runrate.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runrate.embedded.testing.TestInfrastructure;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Deliveries of a data directory from before requests were kept. */
class WebhookMigrationIT {
  private static final String SCHEMA = "alerts_of_old";

  @Test
  void whatWasSentIsKnownAndWhatWasNotGetsANewId() {
    TestInfrastructure servers = TestInfrastructure.start();
    DriverManagerDataSource source =
        new DriverManagerDataSource(
            servers.jdbcUrl()
                + (servers.jdbcUrl().contains("?") ? "&" : "?")
                + "currentSchema="
                + SCHEMA,
            servers.user(),
            servers.password());
    JdbcTemplate database = new JdbcTemplate(source);
    migrate(source, "2");
    database.update(
        "insert into subscription values ('s', '{}', 'secret', now(), pg_current_xact_id(), 0)");
    add(database, 1, "msg_s_2", "delivered", 1);
    add(database, 2, "msg_s_2", "delivered", 1);
    add(database, 3, "msg_s_3", "failed", 10);
    add(database, 4, "msg_s_4", "pending", 2);
    add(database, 5, null, "pending", 0);
    add(database, 6, null, "obsolete", 0);

    migrate(source, "4");

    assertThat(
            database.queryForList(
                "select concat_ws(' ', id, status, attempts, body) from webhook order by id",
                String.class))
        .containsExactly("msg_s_2 delivered 1", "msg_s_3 failed 10");
    assertThat(
            database.queryForList(
                "select concat_ws(' ', message_seq, status, webhook_id) from delivery order by id",
                String.class))
        .containsExactly(
            "1 gathered msg_s_2",
            "2 gathered msg_s_2",
            "3 gathered msg_s_3",
            "4 waiting",
            "5 waiting",
            "6 obsolete");
    database.update("delete from subscription");
    assertThat(
            database.queryForList("select id from webhook union all select status from delivery"))
        .isEmpty();
  }

  private static void migrate(DriverManagerDataSource source, String version) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/alerts")
        .schemas(SCHEMA)
        .target(version)
        .load()
        .migrate();
  }

  private static void add(
      JdbcTemplate database, long seq, String webhook, String status, int attempts) {
    database.update(
        """
        insert into delivery (subscription_id, issuer, alert_id, message_seq, body, webhook_id,
                              status, attempts, next_at, created_at)
        values ('s', 'acme', 'a' || ?, ?, '{}', ?, ?, ?, now(), now())
        """,
        seq,
        seq,
        webhook,
        status,
        attempts);
  }
}
