package dev.runrate.ingest.filing;

import dev.runrate.common.messaging.MessagePublisher;
import dev.runrate.common.messaging.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The filing rows as an outbox: retractions are rows of their own. */
@Configuration(proxyBeanMethods = false)
class FilingOutbox {
  @Bean
  Outbox<FilingKey> filingMessages(
      MessagePublisher publisher, FilingRepository filings, Clock clock) {
    return new Outbox<>("filings", publisher, new Rows(filings), clock);
  }

  private record Rows(FilingRepository filings) implements Outbox.Rows<FilingKey> {
    @Override
    public List<Outbox.Row<FilingKey>> unpublished(Instant before, int limit) {
      List<Outbox.Row<FilingKey>> rows = new ArrayList<>();
      for (StoredFiling filing : filings.unpublished(before, limit)) {
        rows.add(new Outbox.Row<>(FilingKey.recorded(filing.id()), filing.recorded().message()));
      }
      for (StoredFiling filing : filings.unpublishedRetractions(before, limit)) {
        rows.add(new Outbox.Row<>(FilingKey.retracted(filing.id()), filing.retracted().message()));
      }
      return rows;
    }

    @Override
    public void markPublished(Collection<FilingKey> keys) {
      String[] recorded = ids(keys, false);
      if (recorded.length > 0) {
        filings.markPublished(recorded);
      }
      String[] retracted = ids(keys, true);
      if (retracted.length > 0) {
        filings.markRetractionsPublished(retracted);
      }
    }

    private static String[] ids(Collection<FilingKey> keys, boolean retraction) {
      return keys.stream()
          .filter(key -> key.retraction() == retraction)
          .map(FilingKey::id)
          .toArray(String[]::new);
    }
  }
}
