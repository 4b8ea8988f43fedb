package dev.runrate.metrics.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How the page is handed out: what a browser may do with it, and how long it may keep it. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {
  /** The path of a library has its version in it, so what is there never changes. */
  private static final Duration FOREVER = Duration.ofDays(365);

  private final Map<String, String> etags = new ConcurrentHashMap<>();

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/webjars/**")
        .addResourceLocations("classpath:/META-INF/resources/webjars/")
        .setEtagGenerator(this::etag)
        .setCacheControl(CacheControl.maxAge(FOREVER).cachePublic().immutable());
    registry
        .addResourceHandler("/**")
        .addResourceLocations("classpath:/static/")
        .setEtagGenerator(this::etag)
        // Kept, and asked for again each time: a new version is there with the next look.
        .setCacheControl(CacheControl.noCache());
  }

  /** A weak one: the same content comes packed and unpacked. */
  private String etag(Resource resource) {
    return etags.computeIfAbsent(
        resource.getDescription(),
        description -> {
          try (InputStream content = resource.getInputStream()) {
            return "W/\"" + DigestUtils.md5DigestAsHex(content) + "\"";
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders() {
    FilterRegistrationBean<SecurityHeaders> filter =
        new FilterRegistrationBean<>(new SecurityHeaders());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  /** Answers that are read as a whole; an event stream must not wait for its end. */
  @Bean
  FilterRegistrationBean<ShallowEtagHeaderFilter> answersWithEtags() {
    ShallowEtagHeaderFilter etags = new ShallowEtagHeaderFilter();
    etags.setWriteWeakETag(true);
    FilterRegistrationBean<ShallowEtagHeaderFilter> filter = new FilterRegistrationBean<>(etags);
    filter.addUrlPatterns("/v1/issuers", "/v1/metrics", "/v1/conflicts");
    return filter;
  }
}
