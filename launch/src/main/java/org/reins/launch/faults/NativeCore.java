package org.reins.launch.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.reins.robot.ReinsException;

/** The C++ core of launch/reins_controller and its tests, built without ROS. */
public final class NativeCore {
  private static final List<String> TOOLS = List.of("cmake", "g++", "make");
  private static final List<String> PLACES =
      List.of("launch/reins_controller", "reins_controller", "../launch/reins_controller");
  private static final int BUILDING_SECONDS = 600;

  private NativeCore() {}

  /** Which tool or source the build lacks, as one sentence; empty if none. */
  public static String missing() {
    for (String tool : TOOLS) {
      if (!isOnPath(tool)) {
        return tool
            + " is missing, which builds launch/reins_controller: apt-get install cmake make g++";
      }
    }
    return sources() == null
        ? "launch/reins_controller is not in this folder: run this in the root of Reins' repository"
        : "";
  }

  private static boolean isOnPath(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private static Path sources() {
    for (String place : PLACES) {
      if (Files.isRegularFile(Path.of(place, "CMakeLists.txt"))) {
        return Path.of(place).toAbsolutePath().normalize();
      }
    }
    return null;
  }

  /**
   * Builds programs of the core.
   *
   * @param root for builds, one for each place of the sources; one that was used before is fast
   * @param targets core_test, record_race_test, sim_arm
   * @return the folder of the programs
   * @throws ReinsException with the end of the log if it fails
   */
  public static Path build(Path root, List<String> targets)
      throws IOException, InterruptedException {
    String missing = missing();
    if (!missing.isEmpty()) {
      throw new ReinsException(missing);
    }
    String source = String.valueOf(sources());
    // A build folder remembers where its sources are.
    Path folder = root.resolve(Integer.toHexString(source.hashCode()));
    Files.createDirectories(folder);
    String build = folder.toString();
    run(folder, List.of("cmake", "-S", source, "-B", build, "-DREINS_CORE_ONLY=ON"));
    List<String> command =
        new java.util.ArrayList<>(List.of("cmake", "--build", build, "-j2", "--target"));
    command.addAll(targets);
    run(folder, command);
    return folder;
  }

  private static void run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("build.log");
    Process p =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = p.waitFor(BUILDING_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      p.destroyForcibly();
    }
    if (!ended || p.exitValue() != 0) {
      String text = Files.readString(log);
      throw new ReinsException(
          "launch/reins_controller was not built: "
              + text.substring(Math.max(0, text.length() - 1500)));
    }
  }
}
