package dev.runrate.common.security;

import dev.runrate.common.fact.Sha256;
import dev.runrate.common.web.ProblemAnswer;
import dev.runrate.common.web.ServiceClient;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** The doors of all three services; which role opens which stands in {@link #rooms}. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import(AuditController.class)
@EnableConfigurationProperties(SecuritySettings.class)
public class SecurityConfiguration {
  /**
   * How the services ask each other.
   *
   * @return shows the service key where callers are asked for one
   */
  @Bean
  ServiceClient serviceClient(SecuritySettings settings) {
    return new ServiceClient(serviceKey(settings));
  }

  /** Derived from the admin key where it is not set, so that one secret is enough. */
  private static String serviceKey(SecuritySettings settings) {
    if (SecuritySettings.isSet(settings.serviceKey())) {
      return settings.serviceKey();
    }
    return SecuritySettings.isSet(settings.adminKey())
        ? HexFormat.of().formatHex(Sha256.of("between the services: " + settings.adminKey()))
        : null;
  }

  @Bean
  AuditTrail auditTrail(AuditRepository rows, Clock clock) {
    return new AuditTrail(rows, clock);
  }

  /** It stands among the doors, where it is known who calls; not before them once more. */
  @Bean
  FilterRegistrationBean<AuditTrail> auditTrailOfTheDoorsAlone(AuditTrail trail) {
    FilterRegistrationBean<AuditTrail> registration = new FilterRegistrationBean<>(trail);
    registration.setEnabled(false);
    return registration;
  }

  @Bean
  SecurityFilterChain doors(
      HttpSecurity http,
      SecuritySettings settings,
      Environment environment,
      ObjectProvider<KeyBook> ownKeys,
      ServiceClient services,
      AuditTrail trail,
      Clock clock)
      throws Exception {
    http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(each -> each.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    // Figures have tags of their own, streams say no-store themselves.
                    .cacheControl(each -> each.disable())
                    .referrerPolicy(Customizer.withDefaults()));
    http.addFilterBefore(trail, ExceptionTranslationFilter.class);
    if (!settings.origins().isEmpty()) {
      http.cors(cors -> cors.configurationSource(origins(settings.origins())));
    }
    if (!asksCallers(settings, environment.getProperty("server.address"))) {
      http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
          .addFilterBefore(
              new LocalCallsOnly(settings.hosts(), settings.origins()),
              SecurityContextHolderFilter.class);
      return http.build();
    }
    requireSomethingToAskFor(settings, environment);
    Tokens tokens =
        new Tokens(
            settings,
            serviceKey(settings),
            ownKeys.getIfAvailable(() -> new RemoteKeys(services, settings.keysUrl())),
            decoder(settings.jwt()),
            clock);
    http.authorizeHttpRequests(SecurityConfiguration::rooms)
        .oauth2ResourceServer(
            bearer ->
                bearer
                    .authenticationManagerResolver(request -> tokens)
                    .authenticationEntryPoint(SecurityConfiguration::refuseUnknown)
                    .accessDeniedHandler((request, response, e) -> refuse(response)))
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint(SecurityConfiguration::refuseUnknown)
                    .accessDeniedHandler((request, response, e) -> refuse(response)));
    if (settings.requestsPerSecond() > 0) {
      http.addFilterBefore(
          new RateLimit(settings.requestsPerSecond(), settings.burst()), AuthorizationFilter.class);
    }
    return http.build();
  }

  /** The first line that fits counts. */
  private static void rooms(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry to) {
    String read = Role.READ.text();
    String post = Role.POST.text();
    String rules = Role.RULES.text();
    String admin = Role.ADMIN.text();
    to.requestMatchers("/actuator/health/**").permitAll();
    to.requestMatchers("/actuator/**").hasAuthority(read);
    to.requestMatchers("/internal/**").hasAuthority(Role.INTERNAL.text());
    to.requestMatchers("/v1/keys/**", "/v1/admin/**").hasAuthority(admin);
    // A subscription has addresses that may hold secrets.
    to.requestMatchers("/v1/subscriptions/**").hasAuthority(rules);
    to.requestMatchers(HttpMethod.GET, "/v1/**").hasAuthority(read);
    to.requestMatchers(HttpMethod.HEAD, "/v1/**").hasAuthority(read);
    to.requestMatchers("/v1/whatif/**").hasAuthority(read);
    to.requestMatchers("/v1/filings/**", "/v1/drafts/**", "/v1/issuers/**", "/v1/fx-rates/**")
        .hasAuthority(post);
    to.requestMatchers("/v1/rules/**", "/v1/silences/**", "/v1/alerts/**", "/v1/backtests/**")
        .hasAuthority(rules);
    to.requestMatchers("/v1/**").hasAuthority(admin);
    // The page: it shows nothing but what it is answered above.
    to.requestMatchers(HttpMethod.GET, "/**").permitAll();
    to.anyRequest().denyAll();
  }

  private static boolean asksCallers(SecuritySettings settings, String addressOrNull)
      throws UnknownHostException {
    return settings.hasKeys()
        || !SecuritySettings.isSet(addressOrNull)
        || !InetAddress.getByName(addressOrNull).isLoopbackAddress();
  }

  /** A door that nobody can open, or everybody, is a mistake that is better told at once. */
  private static void requireSomethingToAskFor(SecuritySettings settings, Environment environment) {
    if (!settings.hasKeys()) {
      throw new IllegalStateException(
          "the service listens on "
              + environment.getProperty("server.address", "every address")
              + ", off loopback, where callers must say who they are, and nothing is set that they"
              + " could show. Set runrate.security.admin-key (RUNRATE_SECURITY_ADMINKEY;"
              + " `openssl rand -hex 32` makes one) or runrate.security.jwt.issuer and audience;"
              + " or listen on 127.0.0.1.");
    }
    if (serviceKey(settings) == null) {
      throw new IllegalStateException(
          "the services cannot ask each other: set runrate.security.service-key"
              + " (RUNRATE_SECURITY_SERVICEKEY), the same for all three, or"
              + " runrate.security.admin-key.");
    }
  }

  private static Optional<JwtDecoder> decoder(SecuritySettings.Jwt jwt) {
    if (!jwt.isThere()) {
      return Optional.empty();
    }
    // A provider that is not up yet must not keep the service from starting.
    return Optional.of(
        new SupplierJwtDecoder(
            () -> {
              NimbusJwtDecoder decoder =
                  SecuritySettings.isSet(jwt.jwkSetUri())
                      ? NimbusJwtDecoder.withJwkSetUri(jwt.jwkSetUri()).build()
                      : NimbusJwtDecoder.withIssuerLocation(jwt.issuer()).build();
              decoder.setJwtValidator(
                  new DelegatingOAuth2TokenValidator<>(
                      JwtValidators.createDefaultWithIssuer(jwt.issuer()),
                      new JwtClaimValidator<List<String>>(
                          JwtClaimNames.AUD,
                          audience -> audience != null && audience.contains(jwt.audience()))));
              return decoder;
            }));
  }

  private static UrlBasedCorsConfigurationSource origins(List<String> origins) {
    CorsConfiguration allowed = new CorsConfiguration();
    allowed.setAllowedOrigins(origins);
    allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    allowed.setAllowedHeaders(
        List.of(
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.ACCEPT,
            HttpHeaders.IF_NONE_MATCH,
            "Last-Event-ID"));
    allowed.setExposedHeaders(
        List.of(HttpHeaders.LINK, HttpHeaders.LOCATION, HttpHeaders.ETAG, "Last-Event-ID"));
    UrlBasedCorsConfigurationSource all = new UrlBasedCorsConfigurationSource();
    all.registerCorsConfiguration("/**", allowed);
    return all;
  }

  private static void refuseUnknown(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    if (e instanceof Tokens.NotKnownNow) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
      ProblemAnswer.answer(
          response,
          503,
          "unavailable",
          "Service unavailable",
          "Keys cannot be checked; try again.");
      return;
    }
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    ProblemAnswer.answer(
        response,
        401,
        "unauthorized",
        "Unauthorized",
        request.getHeader(HttpHeaders.AUTHORIZATION) == null
            ? "Say who calls: Authorization: Bearer KEY."
            : "The key or token is not known, or has ended.");
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    Caller caller = Caller.current();
    ProblemAnswer.forbidden(
        response,
        caller.name()
            + " may not do this; it has the roles "
            + caller.roles().stream().map(Role::text).sorted().toList()
            + ".");
  }
}
