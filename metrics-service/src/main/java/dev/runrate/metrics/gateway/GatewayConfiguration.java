package dev.runrate.metrics.gateway;

import dev.runrate.metrics.MetricsSettings;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {
  /** Behind all other filters: whoever may not ask here may not have it asked from here. */
  @Bean
  FilterRegistrationBean<Gateway> gateway(MetricsSettings settings) {
    FilterRegistrationBean<Gateway> filter =
        new FilterRegistrationBean<>(
            new Gateway(new Routes(settings.ingestUrl(), settings.alertsUrl())));
    filter.setOrder(Ordered.LOWEST_PRECEDENCE);
    filter.addUrlPatterns("/v1/*", "/drafts", "/drafts/*");
    return filter;
  }
}
