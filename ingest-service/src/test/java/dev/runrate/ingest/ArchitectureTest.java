package dev.runrate.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

/** The reading of articles is a pure core: no framework, no clock, no files, no network. */
@AnalyzeClasses(
    packages = "dev.runrate.ingest",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CORE = "dev.runrate.ingest.draft.reading..";

  @ArchTest
  static final ArchRule coreKnowsNoFramework =
      classes()
          .that()
          .resideInAPackage(CORE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.math..",
              "java.time..",
              "java.util..",
              "dev.runrate.common.fact..",
              CORE);

  @ArchTest
  static final ArchRule coreHasNoClock =
      noClasses()
          .that()
          .resideInAPackage(CORE)
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
          .resideInAPackage(CORE)
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class);

  @ArchTest
  static final ArchRule nothingElseReadsArticles =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.runrate.ingest.draft..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.runrate.ingest.draft..");
}
