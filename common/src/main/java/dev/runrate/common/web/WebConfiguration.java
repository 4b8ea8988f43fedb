package dev.runrate.common.web;

import dev.runrate.common.event.Json;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Answers are written as messages are: one JSON for the whole of Runrate. */
@Configuration(proxyBeanMethods = false)
@Import(ProblemAdvice.class)
public class WebConfiguration {
  @Bean
  JsonMapper jsonMapper() {
    return Json.MAPPER;
  }
}
