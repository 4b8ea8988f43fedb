package dev.runrate.common.messaging;

import dev.runrate.common.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * The post office that all services share: how messages are sent, which topics there are, and the
 * one policy for what a listener could not process. What may heal is tried again without end, for a
 * lost filing is unforgivable and the database comes back; what will not heal goes to {@code
 * <topic>.dlt} with the cause in its headers.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopicSettings.class)
public class MessagingConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(MessagingConfiguration.class);
  private static final String MOST_BYTES = Integer.toString(16 << 20);
  private static final long FIRST_RETRY_MS = 200;
  private static final long LONGEST_RETRY_MS = 10_000;

  @Bean
  MessagePublisher messagePublisher(KafkaTemplate<String, byte[]> kafka) {
    return new MessagePublisher(kafka);
  }

  @Bean
  BrokerHealth brokerHealthIndicator(KafkaAdmin admin, KafkaListenerEndpointRegistry listeners) {
    return new BrokerHealth(admin, listeners);
  }

  @Bean
  OutboxHealth outboxHealthIndicator(
      ObjectProvider<Outbox<?>> outboxes, ObjectProvider<OutboxOwner<?>> owners, Clock clock) {
    return new OutboxHealth(outboxes, owners, clock);
  }

  @Bean
  DeadLetterHealth deadLettersHealthIndicator(
      DeadLetters deadLetters, KafkaListenerEndpointRegistry listeners) {
    return new DeadLetterHealth(deadLetters, listeners);
  }

  /** Every service makes sure of every topic, so that none waits for another to have started. */
  @Bean
  NewTopics topics(TopicSettings settings) {
    return new NewTopics(
        Topics.all().stream()
            .flatMap(
                topic ->
                    Stream.of(
                        topic(topic, settings.partitions(), settings.replicas()),
                        deadLetters(topic, settings.replicas())))
            .toArray(NewTopic[]::new));
  }

  /** Kept until somebody has looked at them. */
  private static NewTopic deadLetters(String topic, short replicas) {
    return TopicBuilder.name(Topics.deadLetters(topic))
        .partitions(1)
        .replicas(replicas)
        .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
        .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MOST_BYTES)
        .build();
  }

  private static NewTopic topic(String name, int partitions, short replicas) {
    TopicBuilder topic =
        TopicBuilder.name(name)
            .partitions(partitions)
            .replicas(replicas)
            // What is accepted must go through: the largest filing, as it is in JSON.
            .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MOST_BYTES);
    return name.equals(Topics.REFERENCE)
        // The newest word on each issuer and year of rates is all that matters.
        ? topic
            .config(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)
            .build()
        : topic.build();
  }

  /**
   * Listeners compute for seconds at a time. On virtual threads, of which only as many run as there
   * are processors, they would keep requests waiting.
   */
  @Bean
  ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>>
      listenersOnThreadsOfTheirOwn() {
    return container -> {
      SimpleAsyncTaskExecutor threads =
          new SimpleAsyncTaskExecutor(container.getListenerId() + "-");
      container.getContainerProperties().setListenerTaskExecutor(threads);
    };
  }

  @Bean
  DeadLetters deadLetters(
      ConsumerFactory<String, byte[]> consumers, KafkaTemplate<String, byte[]> kafka) {
    return new DeadLetters(consumers, kafka);
  }

  @Bean
  CommonErrorHandler listenerErrorPolicy(KafkaTemplate<String, byte[]> kafka) {
    DeadLetterPublishingRecoverer deadLetters =
        new DeadLetterPublishingRecoverer(
            kafka,
            (record, fault) -> {
              LOG.error(
                  "record {}-{}@{} cannot be processed and goes to {}",
                  record.topic(),
                  record.partition(),
                  record.offset(),
                  Topics.deadLetters(record.topic()),
                  fault);
              return new TopicPartition(Topics.deadLetters(record.topic()), -1);
            });
    deadLetters.setHeadersFunction(
        (record, fault) ->
            new RecordHeaders()
                .add(DeadLetters.CAUSE, DeadLetters.cause(fault).getBytes(StandardCharsets.UTF_8)));
    ExponentialBackOff backOff = new ExponentialBackOff(FIRST_RETRY_MS, 2);
    backOff.setMaxInterval(LONGEST_RETRY_MS);
    DefaultErrorHandler policy = new DefaultErrorHandler(deadLetters, backOff);
    policy.setBackOffFunction(
        (record, fault) -> Faults.mayHeal(fault) ? null : new FixedBackOff(0, 0));
    policy.setRetryListeners(new Complaint());
    return policy;
  }

  /** Whoever runs this should hear why nothing moves. */
  private static final class Complaint implements RetryListener {
    @Override
    public void failedDelivery(ConsumerRecord<?, ?> record, Exception fault, int attempt) {
      LOG.warn(
          "record {}-{}@{} is tried again ({}): {}",
          record.topic(),
          record.partition(),
          record.offset(),
          attempt,
          NestedExceptionUtils.getMostSpecificCause(fault).toString());
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> records, Exception fault, int attempt) {
      LOG.warn(
          "{} records are tried again ({}): {}",
          records.count(),
          attempt,
          NestedExceptionUtils.getMostSpecificCause(fault).toString());
    }
  }
}
