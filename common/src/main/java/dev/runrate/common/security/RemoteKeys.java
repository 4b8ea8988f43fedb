package dev.runrate.common.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.runrate.common.web.ServiceClient;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.service.annotation.GetExchange;

/**
 * ingest-service's book of keys, asked from elsewhere. An answer is good for some seconds, so that
 * a revoked key ends soon; while ingest-service is away the last answer is kept for longer, so that
 * those who could read still can.
 */
final class RemoteKeys implements KeyBook {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration USABLE = Duration.ofHours(1);
  private static final int MOST = 10_000;

  private interface Book {
    @GetExchange("/internal/keys/{hash}")
    ApiKey find(@PathVariable String hash);
  }

  private final Book book;
  private final LoadingCache<String, Optional<ApiKey>> known =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .refreshAfterWrite(FRESH)
          .expireAfterWrite(USABLE)
          .build(this::ask);

  RemoteKeys(ServiceClient services, URI ingest) {
    this.book = services.of(Book.class, ingest, PATIENCE);
  }

  @Override
  public Optional<ApiKey> find(String hash) {
    return known.get(hash);
  }

  private Optional<ApiKey> ask(String hash) {
    try {
      return Optional.ofNullable(book.find(hash));
    } catch (HttpClientErrorException.NotFound e) {
      return Optional.empty();
    }
  }
}
