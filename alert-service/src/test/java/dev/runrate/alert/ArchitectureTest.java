package dev.runrate.alert;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(
    packages = "dev.runrate.alert",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CORE = {"dev.runrate.alert.rule..", "dev.runrate.alert.alert.."};

  /** The words of the messages are the words of the rules, so the core knows those too. */
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
              "com.fasterxml.jackson.annotation..",
              "dev.runrate.common.fact..",
              "dev.runrate.common.event..",
              "dev.runrate.alert.rule..",
              "dev.runrate.alert.alert..");

  @ArchTest
  static final ArchRule coreHasNoClock =
      noClasses().that().resideInAnyPackage(CORE).should().callMethod(Instant.class, "now");

  /** Who is told what, and which addresses may be called, is decided without a framework. */
  @ArchTest
  static final ArchRule decisionsOfTheNotifierArePure =
      noClasses()
          .that()
          .haveNameMatching(
              ".*\\.notify\\.(Stages|Network|Targets|Signature|Subscription|Webhook)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "io.micronaut..", "org.apache..")
          .orShould()
          .callMethod(Instant.class, "now");
}
