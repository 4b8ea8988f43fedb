package dev.runrate.ingest.draft;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of drafts; {@code ingest-service.yml} says what each is for.
 *
 * @param maxArticleBytes the largest article, in bytes, as it is sent
 * @param lexicons a directory of a user's own lexicon files; null for none
 * @param engineTimeout how long metrics-service may take to say what it makes of a draft
 * @param modelUrl an OpenAI-compatible endpoint up to {@code /v1}; null for none, the default
 * @param modelName which of its models
 * @param modelKey sent as a bearer token; null for none
 * @param modelTimeout how long it may take
 */
@ConfigurationProperties("runrate.drafts")
public record DraftSettings(
    int maxArticleBytes,
    Path lexicons,
    Duration engineTimeout,
    URI modelUrl,
    String modelName,
    String modelKey,
    Duration modelTimeout) {}
