package org.reins.launch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.reins.node.process.NodeClock;

/** The arrows between the modules, and who may touch what. */
class ModuleRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // What tests of several modules share comes as a jar.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.reins");

  @Test
  void modulesDependInOneDirectionOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("robot")
        .definedBy("org.reins.robot..")
        .layer("filter")
        .definedBy("org.reins.filter..")
        .layer("sim")
        .definedBy("org.reins.sim..")
        .layer("learning")
        .definedBy("org.reins.learning..")
        .layer("node")
        .definedBy("org.reins.node..")
        .layer("launch")
        .definedBy("org.reins.launch..")
        .whereLayer("launch")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("node")
        .mayOnlyBeAccessedByLayers("launch")
        .whereLayer("learning")
        .mayOnlyBeAccessedByLayers("launch")
        .whereLayer("sim")
        .mayOnlyBeAccessedByLayers("learning", "launch")
        .whereLayer("filter")
        .mayOnlyBeAccessedByLayers("sim", "learning", "node", "launch")
        .check(CLASSES);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("org.reins.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatRunsBesideARobotKnowsNeitherSimulatorsNorTraining() {
    noClasses()
        .that()
        .resideInAPackage("org.reins.node..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.reins.sim..", "org.reins.learning..", "org.reins.launch..")
        .check(CLASSES);
  }

  @Test
  void onlyTheLearningModuleKnowsDjl() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.reins.learning..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }

  @Test
  void onlyTheEmbeddedAdapterKnowsItsMiddleware() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.reins.node.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("us.ihmc..", "com.eprosima..")
        .check(CLASSES);
  }

  @Test
  void theWatchdogSharesNeitherMiddlewareNorFilterWithWhatItWatches() {
    noClasses()
        .that()
        .resideInAPackage("org.reins.node.watchdog..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideOutsideOfPackages(
                "org.reins.node.watchdog..",
                "org.reins.node.process..",
                "org.reins.robot..",
                "java.."))
        .check(CLASSES);
  }

  @Test
  void theClockOfTheLoopIsReadInOneClassOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.reins.robot..", "org.reins.filter..", "org.reins.sim..", "org.reins.node..")
        .and()
        .doNotBelongToAnyOf(NodeClock.class)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(CLASSES);
  }

  @Test
  void theFilterNeitherLogsNorPrints() {
    noClasses()
        .that()
        .resideInAnyPackage("org.reins.filter..", "org.reins.node.filter..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..", "java.util.logging..")
        .check(CLASSES);
  }
}
