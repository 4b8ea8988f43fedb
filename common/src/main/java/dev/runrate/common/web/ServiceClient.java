package dev.runrate.common.web;

import dev.runrate.common.event.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Makes a client of another service from an interface whose methods are annotated with what they
 * ask ({@code @GetExchange("/internal/issuers")}). Every service is asked the same way, in the JSON
 * of the messages.
 */
public final class ServiceClient {
  /** Services are neighbours: one that takes longer to accept a connection is not there. */
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final String key;

  /**
   * @param keyOrNull what is shown to whoever asks; null for nothing
   */
  public ServiceClient(String keyOrNull) {
    this.key = keyOrNull;
  }

  /** What is shown to whoever asks; empty for nothing. */
  public Optional<String> authorization() {
    return Optional.ofNullable(key).map(each -> "Bearer " + each);
  }

  /**
   * @param patience from the question to the end of the answer
   * @return a client whose methods throw {@link
   *     org.springframework.web.client.RestClientResponseException} for an answer that is an error
   *     and {@link org.springframework.web.client.ResourceAccessException} where none comes
   */
  public <T> T of(Class<T> questions, URI service, Duration patience) {
    JdkClientHttpRequestFactory requests =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(CONNECT).build());
    requests.setReadTimeout(patience);
    RestClient client =
        RestClient.builder()
            .defaultHeaders(
                headers ->
                    authorization().ifPresent(each -> headers.set(HttpHeaders.AUTHORIZATION, each)))
            .baseUrl(service)
            .requestFactory(requests)
            .configureMessageConverters(
                converters ->
                    converters
                        .registerDefaults()
                        .withJsonConverter(new JacksonJsonHttpMessageConverter(Json.MAPPER)))
            .build();
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
        .build()
        .createClient(questions);
  }
}
