package dev.runrate.common.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether what was accepted gets out: down while a row has waited for the broker for a minute. */
final class OutboxHealth extends AbstractHealthIndicator {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ObjectProvider<Outbox<?>> outboxes;
  private final ObjectProvider<OutboxOwner<?>> owners;
  private final Clock clock;

  OutboxHealth(
      ObjectProvider<Outbox<?>> outboxes, ObjectProvider<OutboxOwner<?>> owners, Clock clock) {
    super("the rows that wait cannot be counted");
    this.outboxes = outboxes;
    this.owners = owners;
    this.clock = clock;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.up();
    Instant now = clock.instant();
    Stream.concat(outboxes.stream(), owners.stream().map(OutboxOwner::outbox))
        .forEach(
            outbox -> {
              Optional<Instant> since = outbox.waitingSince(now.minus(PATIENCE));
              since.ifPresent(
                  instant -> health.down().withDetail(outbox.name() + "WaitingSince", instant));
            });
  }
}
