package dev.runrate.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

@AnalyzeClasses(
    packages = "dev.runrate.metrics",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CORE = {
    "dev.runrate.metrics.factbook..",
    "dev.runrate.metrics.period..",
    "dev.runrate.metrics.metric..",
    "dev.runrate.metrics.audit..",
    "dev.runrate.metrics.coverage..",
    "dev.runrate.metrics.forecast..",
    "dev.runrate.metrics.peers..",
    "dev.runrate.metrics.trend.."
  };

  @ArchTest
  static final ArchRule coreKnowsNoFramework =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.math..",
              "java.time..",
              "java.util..",
              "dev.runrate.common.fact..",
              "dev.runrate.metrics.factbook..",
              "dev.runrate.metrics.period..",
              "dev.runrate.metrics.metric..",
              "dev.runrate.metrics.audit..",
              "dev.runrate.metrics.coverage..",
              "dev.runrate.metrics.forecast..",
              "dev.runrate.metrics.peers..",
              "dev.runrate.metrics.trend..");

  @ArchTest
  static final ArchRule coreHasNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule noBinaryFloatingPointInTheCore =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(CORE)
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class);

  @ArchTest
  static final ArchRule packagesHaveNoCircles =
      slices().matching("dev.runrate.metrics.(*)..").should().beFreeOfCycles();
}
