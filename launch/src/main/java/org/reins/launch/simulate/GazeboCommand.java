package org.reins.launch.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.reins.sim.gazebo.GazeboRobot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets up Gazebo. */
@Command(
    name = "gazebo",
    description = "Gazebo 11 as an additional simulator.",
    subcommands = GazeboCommand.Setup.class,
    mixinStandardHelpOptions = true)
public final class GazeboCommand implements Runnable {
  @Override
  public void run() {
    String missing = GazeboRobot.missing();
    System.out.println(
        missing.isEmpty() ? "Gazebo 11 is ready in " + GazeboRobot.folder() : missing);
  }

  /** Makes the folder that Gazebo runs in. */
  @Command(
      name = "setup",
      description =
          "Installs a small Debian 11 with Gazebo 11 and our lockstep plugin in a separate"
              + " folder. Needs root, 3.5 GB of disk space and Debian's packages. Finished steps"
              + " are not repeated.",
      mixinStandardHelpOptions = true)
  static final class Setup implements Callable<Integer> {
    @Option(
        names = "--folder",
        description = "Folder; by default reins/gazebo11 in the user's cache.",
        showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private Path folder;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Path to = (folder == null ? GazeboRobot.folder() : folder).toAbsolutePath();
      Path sources = Files.createTempDirectory("reins-gazebo");
      List<String> files = List.of("setup.sh", "lockstep.cc", "CMakeLists.txt");
      try {
        for (String file : files) {
          try (InputStream in = GazeboCommand.class.getResourceAsStream("/gazebo/" + file)) {
            Files.copy(in, sources.resolve(file), StandardCopyOption.REPLACE_EXISTING);
          }
        }
        return new ProcessBuilder(
                "bash", sources.resolve("setup.sh").toString(), to.toString(), sources.toString())
            .inheritIO()
            .start()
            .waitFor();
      } finally {
        for (String file : files) {
          Files.deleteIfExists(sources.resolve(file));
        }
        Files.delete(sources);
      }
    }
  }
}
