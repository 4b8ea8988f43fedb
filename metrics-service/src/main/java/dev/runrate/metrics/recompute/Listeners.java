package dev.runrate.metrics.recompute;

import dev.runrate.common.event.Json;
import dev.runrate.common.event.ReferenceEvent;
import dev.runrate.common.event.Topics;
import dev.runrate.common.fact.IssuerProfile;
import dev.runrate.common.messaging.Batch;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Hears what ingest-service says. */
@Component
class Listeners {
  private final Recomputation recomputation;
  private final RateTable rates;

  Listeners(Recomputation recomputation, RateTable rates) {
    this.recomputation = recomputation;
    this.rates = rates;
  }

  @KafkaListener(id = "metrics-filings", groupId = "metrics-service", topics = Topics.FILINGS)
  void onFilings(List<ConsumerRecord<String, byte[]>> batch) {
    Batch.process(batch, Received::of, recomputation::onFilings);
  }

  @KafkaListener(
      id = "metrics-reference",
      groupId = "metrics-service-reference",
      concurrency = "1",
      topics = Topics.REFERENCE)
  void onReference(List<ConsumerRecord<String, byte[]>> batch) {
    Batch.process(batch, message -> Json.read(message, ReferenceEvent.class), this::take);
  }

  private void take(List<ReferenceEvent> events) {
    List<IssuerProfile> profiles = new ArrayList<>();
    List<ReferenceEvent.Rates> years = new ArrayList<>();
    for (ReferenceEvent event : events) {
      if (event.issuer() != null) {
        profiles.add(event.issuer());
      }
      if (event.rates() != null) {
        years.add(event.rates());
      }
    }
    if (!profiles.isEmpty()) {
      recomputation.onProfiles(profiles);
    }
    if (!years.isEmpty()) {
      rates.put(years);
    }
  }
}
