package dev.runrate.common.web;

import dev.runrate.common.event.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
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

  private ServiceClient() {}

  /**
   * @param patience from the question to the end of the answer
   * @return a client whose methods throw {@link
   *     org.springframework.web.client.RestClientResponseException} for an answer that is an error
   *     and {@link org.springframework.web.client.ResourceAccessException} where none comes
   */
  public static <T> T of(Class<T> questions, URI service, Duration patience) {
    JdkClientHttpRequestFactory requests =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(CONNECT).build());
    requests.setReadTimeout(patience);
    RestClient client =
        RestClient.builder()
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
