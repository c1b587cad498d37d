package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code colcon build} takes for packages when this repository lies in a workspace. */
class ColconTest {
  private static final List<String> IGNORED = List.of("COLCON_IGNORE", "AMENT_IGNORE");
  // Of the extensions that come with ROS 2. A pom.xml is no package for them.
  private static final List<String> PACKAGES =
      List.of("package.xml", "CMakeLists.txt", "setup.py", "setup.cfg", "pyproject.toml");

  /** As colcon walks: not into hidden or ignored folders, and not below a package. */
  private static Set<String> packages(Path root) throws IOException {
    Set<String> found = new TreeSet<>();
    walk(root, root, found);
    return found;
  }

  private static void walk(Path root, Path folder, Set<String> found) throws IOException {
    if (IGNORED.stream().anyMatch(i -> Files.exists(folder.resolve(i)))) {
      return;
    }
    if (PACKAGES.stream().anyMatch(p -> Files.exists(folder.resolve(p)))) {
      found.add(root.relativize(folder).toString());
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      inside
          .filter(f -> Files.isDirectory(f) && !f.getFileName().toString().startsWith("."))
          .forEach(
              f -> {
                try {
                  walk(root, f, found);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  @Test
  void onlyTheThreeRosPackagesAreFound_alsoInWhatMavenBuilds() throws IOException {
    assertEquals(
        new TreeSet<>(List.of("launch/reins", "launch/reins_controller", "launch/reins_msgs")),
        packages(Path.of("..")));
  }

  /**
   * On a real Humble the package did not build: Maven was told not to compile the tests, and some
   * modules depend on the test jars of others.
   */
  @Test
  void thePackageBuildsTheTestJarsThatOtherModulesNeed() throws IOException {
    String poms = "";
    for (String module : List.of("qp-filter", "controller-node", "launch")) {
      poms += Files.readString(Path.of("..", module, "pom.xml"));
    }
    boolean needsTestJars =
        poms.contains("<type>test-jar</type>") || poms.contains("<classifier>tests<");
    assertEquals(
        needsTestJars ? List.of("-DskipTests", "-DskipTests") : List.of(),
        Files.readString(Path.of("reins/CMakeLists.txt"))
            .lines()
            .flatMap(l -> Stream.of(l.split("[ )]")))
            .filter(w -> w.startsWith("-DskipTests") || w.startsWith("-Dmaven.test.skip"))
            .toList());
  }

  @Test
  void theSourcesOfTheGazeboPlugInAreMarked_soThatTheirCopyIsToo() {
    assertEquals(true, Files.exists(Path.of("src/main/resources/gazebo/COLCON_IGNORE")));
  }

  @Test
  void withoutTheMarkAFolderWithCmakeWouldBeAPackage(@TempDir Path folder) throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a/b"));
    Files.createFile(inner.resolve("CMakeLists.txt"));
    assertEquals(new TreeSet<>(List.of("a/b")), packages(folder));
    Files.createFile(folder.resolve("a/COLCON_IGNORE"));
    assertEquals(new TreeSet<>(), packages(folder));
  }
}
