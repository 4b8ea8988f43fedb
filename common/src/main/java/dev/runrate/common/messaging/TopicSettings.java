package dev.runrate.common.messaging;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How topics are made where they are not there yet.
 *
 * @param partitions how many consumers of a topic can work side by side
 * @param replicas brokers that keep a copy
 */
@ConfigurationProperties("runrate.topics")
public record TopicSettings(@DefaultValue("4") int partitions, @DefaultValue("1") short replicas) {}
