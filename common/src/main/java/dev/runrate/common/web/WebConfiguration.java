package dev.runrate.common.web;

import dev.runrate.common.event.Json;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all services' endpoints have in common: answers are written as messages are, in one JSON for
 * the whole of Runrate, and parameters that nobody knows are refused.
 */
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, BoundedBodies.class})
public class WebConfiguration implements WebMvcConfigurer {
  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new QueryParameters());
  }

  @Bean
  JsonMapper jsonMapper() {
    return Json.MAPPER;
  }
}
