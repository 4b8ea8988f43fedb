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

/** The filing rows as an outbox: retractions and reinstatements are rows of their own. */
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
        rows.add(filing.recording());
      }
      for (StoredFiling filing : filings.unpublishedRetractions(before, limit)) {
        rows.add(filing.retraction());
      }
      for (StoredFiling filing : filings.unpublishedReinstatements(before, limit)) {
        rows.add(filing.reinstatement());
      }
      return rows;
    }

    @Override
    public void markPublished(Collection<FilingKey> keys) {
      List<String> recorded = new ArrayList<>();
      for (FilingKey key : keys) {
        switch (key.kind()) {
          case RECORDED -> recorded.add(key.id());
          case RETRACTED -> filings.markRetractionPublished(key.id(), key.at());
          case REINSTATED -> filings.markReinstatementPublished(key.id(), key.at());
        }
      }
      if (!recorded.isEmpty()) {
        filings.markPublished(recorded.toArray(String[]::new));
      }
    }
  }
}
