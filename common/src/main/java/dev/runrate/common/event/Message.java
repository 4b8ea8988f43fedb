package dev.runrate.common.event;

import java.time.Instant;

/**
 * One Kafka record in the CloudEvents 1.0 binary mode, before it is sent.
 *
 * @param id stable across redeliveries: a consumer may drop what it has seen
 * @param type what happened, in reverse-DNS notation
 * @param source the service that says so
 * @param subject what it happened to
 */
public record Message(
    String topic,
    String key,
    String id,
    String type,
    String source,
    String subject,
    Instant time,
    byte[] value) {}
