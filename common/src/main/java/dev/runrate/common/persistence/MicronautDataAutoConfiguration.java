package dev.runrate.common.persistence;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.data.annotation.Repository;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Makes an application's Micronaut Data repositories Spring beans: {@code @JdbcRepository}
 * interfaces in the application's own packages can be injected like any other bean, use Spring's
 * DataSource and take part in Spring's {@code @Transactional}.
 *
 * <p>Behind them runs a small Micronaut context that knows nothing but the repositories and that
 * DataSource. It reads no configuration files or environment variables.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnBean(DataSource.class)
public class MicronautDataAutoConfiguration {

  @Bean
  static RepositoryRegistrar micronautRepositoryRegistrar() {
    return new RepositoryRegistrar();
  }

  /** Runs while beans are still being declared, hence creates none: all it adds is lazy. */
  static final class RepositoryRegistrar implements BeanDefinitionRegistryPostProcessor {

    private static final String CONTEXT_BEAN = "micronautContext";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
      var spring = (ConfigurableListableBeanFactory) registry;
      ApplicationContext micronaut = start(spring);
      registry.registerBeanDefinition(CONTEXT_BEAN, contextBean(micronaut));

      // Several applications may share one class path; each gets the repositories of its own
      // packages, and those that all have.
      List<String> packages = new ArrayList<>(AutoConfigurationPackages.get(spring));
      packages.add("dev.runrate.common");
      micronaut.getBeanDefinitions(Qualifiers.byStereotype(Repository.class)).stream()
          .filter(repository -> isWithin(packages, repository))
          .forEach(
              repository ->
                  registry.registerBeanDefinition(
                      repository.getBeanType().getName(), repositoryBean(repository, micronaut)));
    }

    private static ApplicationContext start(ListableBeanFactory spring) {
      RuntimeBeanDefinition<DataSource> dataSource =
          RuntimeBeanDefinition.builder(DataSource.class, () -> spring.getBean(DataSource.class))
              .qualifier(Qualifiers.byName("default"))
              .singleton(true)
              .build();
      return ApplicationContext.builder()
          .classLoader(RepositoryRegistrar.class.getClassLoader())
          .deduceEnvironment(false)
          .bootstrapEnvironment(false)
          .enableDefaultPropertySources(false)
          .environmentPropertySource(false)
          .banner(false)
          .properties(
              Map.of(
                  "datasources.default.dialect", "POSTGRES",
                  "datasources.default.transaction-manager", "springJdbc"))
          .beanDefinitions(dataSource)
          .start();
    }

    /** Not lazy: a bean that was never created would not be closed with Spring's context. */
    private static RootBeanDefinition contextBean(ApplicationContext micronaut) {
      var bean = new RootBeanDefinition(ApplicationContext.class, () -> micronaut);
      bean.setDestroyMethodName("close");
      return bean;
    }

    private static <T> RootBeanDefinition repositoryBean(
        BeanDefinition<T> repository, ApplicationContext micronaut) {
      var bean =
          new RootBeanDefinition(
              repository.getBeanType(), () -> micronaut.getBean(repository.getBeanType()));
      bean.setLazyInit(true);
      bean.setDependsOn(CONTEXT_BEAN);
      return bean;
    }

    private static boolean isWithin(List<String> packages, BeanDefinition<?> repository) {
      String name = repository.getBeanType().getName();
      return packages.stream().anyMatch(each -> name.startsWith(each + "."));
    }
  }
}
