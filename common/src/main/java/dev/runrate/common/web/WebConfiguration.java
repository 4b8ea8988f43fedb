package dev.runrate.common.web;

import dev.runrate.common.event.Json;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all services' endpoints have in common: answers are written as messages are, in one JSON for
 * the whole of Runrate, tables also as CSV, and parameters that nobody knows are refused.
 */
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, BoundedBodies.class})
public class WebConfiguration implements WebMvcConfigurer {
  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new QueryParameters());
  }

  /** Behind those of JSON: who asks for nothing in particular gets JSON. */
  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
    converters.configureMessageConvertersList(list -> list.add(new CsvConverter()));
  }

  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
    negotiation
        .favorParameter(true)
        .parameterName(QueryParameters.FORMAT)
        .mediaType("json", MediaType.APPLICATION_JSON)
        .mediaType("csv", CsvConverter.TYPE)
        .useRegisteredExtensionsOnly(true);
  }

  @Bean
  JsonMapper jsonMapper() {
    return Json.MAPPER;
  }
}
