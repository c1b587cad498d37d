package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.process.NodeProcess;
import org.reins.node.assembly.NodeMain;
import org.reins.node.watchdog.WatchdogMain;

/**
 * Whichever way a node is started, its JVM has the flags of a node. The scripts run here with a
 * java that prints what it is given.
 */
@Timeout(120)
class NodeFlagsTest {
  private static final Path SHARE = Path.of("reins");
  private static final List<String> NODES =
      List.of("safety_filter", "envelope_planner", "policy_runner", "robot_sim");

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A JDK whose java says its version, or the arguments it is given, one a line. */
  private static Path jdk(Path folder) throws IOException {
    script(
        folder.resolve("bin/java"),
        "case \"$*\" in *-XshowSettings*) echo ' java.specification.version = 17' >&2 ;;"
            + " *--list-modules*) ;; *) printf '%s\\n' \"$@\" ;; esac");
    script(folder.resolve("bin/javac"), "exit 1");
    return folder;
  }

  private static List<String> run(Path jdk, Path tools, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    builder.environment().remove("RCLJAVA_HOME");
    builder.environment().remove("REINS_JAVA_OPTS");
    Process p = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(p.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, p.exitValue(), output);
    return output.lines().toList();
  }

  private static void requireFlags(List<String> arguments) {
    List<String> before = arguments.subList(0, mainClass(arguments));
    assertTrue(before.containsAll(NodeProcess.FLAGS), arguments.toString());
  }

  private static int mainClass(List<String> arguments) {
    return arguments.indexOf("-cp") + 2;
  }

  /** Only the simulated robot needs more than what runs beside a real one. */
  private static void requireProgram(String node, List<String> arguments) {
    String program = node.equals("robot_sim") ? Main.class.getName() : NodeMain.class.getName();
    assertEquals(program, arguments.get(mainClass(arguments)), arguments.toString());
    String path = arguments.get(mainClass(arguments) - 1);
    assertEquals(node.equals("robot_sim"), path.contains("all/") || path.contains("sim/"), path);
  }

  /** The watchdog has its own program and flags, and only the libraries that it needs. */
  private static void requireWatchdog(List<String> arguments) {
    int program = mainClass(arguments);
    assertEquals(WatchdogMain.class.getName(), arguments.get(program), arguments.toString());
    assertEquals(WatchdogMain.FLAGS, arguments.subList(0, program - 2));
    assertEquals(
        List.of("--robot", "ur5e", "--reset"), arguments.subList(program + 1, arguments.size()));
    String path = arguments.get(program - 1);
    assertFalse(path.contains("qp-filter") || path.contains("libraries"), path);
  }

  private static List<String> command(Path script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  @Test
  void withTheScriptOfTheSources_andNothingElseHasAFixedHeap(@TempDir Path folder)
      throws Exception {
    Path reins = folder.resolve("reins");
    copy(Path.of("../reins"), reins);
    // What the script looks at to see whether a build is due.
    for (String file : List.of("pom.xml", ".mvn/a", "launch/pom.xml", "launch/src/main/a")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), "a");
    }
    Files.createDirectories(folder.resolve("controller-node/rcljava/src/main"));
    Path tools = folder.resolve("tools");
    script(
        tools.resolve("mvn"),
        "for m in launch controller-node; do mkdir -p $m/target;"
            + " echo libraries > $m/target/classpath.txt; done; echo BUILD SUCCESS");
    Path jdk = jdk(folder.resolve("jdk"));
    for (String node : NODES) {
      List<String> arguments =
          run(jdk, tools, command(reins, "node", node, "--ros-args", "-r", "a:=b"));
      requireFlags(arguments);
      requireProgram(node, arguments);
    }
    requireWatchdog(
        run(jdk, tools, command(reins, "node", "--robot", "ur5e", "watchdog", "--reset")));
    Path ros = folder.resolve("ros/share/any/java");
    Files.createDirectories(ros);
    for (String jar : List.of("std_msgs_messages.jar", "slf4j-jdk14.jar", "log4j-1.2.jar")) {
      Files.createFile(ros.resolve(jar));
    }
    List<String> withRos =
        run(
            jdk,
            tools,
            List.of("env", "RCLJAVA_HOME=" + folder.resolve("ros"), reins.toString(), "run"));
    String path = withRos.get(mainClass(withRos) - 1);
    assertTrue(path.contains("std_msgs_messages.jar"), path);
    assertFalse(path.contains("slf4j-jdk14") || path.contains("log4j-1.2"), path);
    List<String> both = run(jdk, tools, command(reins, "run", "--robot", "panda"));
    requireFlags(both);
    requireProgram("run", both);
    for (String other : List.of("demo", "train", "train-policy", "bench", "experiment")) {
      List<String> arguments = run(jdk, tools, command(reins, other));
      assertTrue(arguments.stream().noneMatch(a -> a.startsWith("-Xm")), arguments.toString());
    }
  }

  @Test
  void fromTheAmentPackage_whichTheLaunchFilesAndTheUnitStart(@TempDir Path folder)
      throws Exception {
    Path bin = folder.resolve("lib/reins");
    Files.createDirectories(folder.resolve("share/reins/java"));
    copy(SHARE.resolve("scripts/reins.sh"), bin.resolve("reins"));
    for (String node : NODES) {
      copy(SHARE.resolve("scripts/node.sh"), bin.resolve(node));
    }
    Path jdk = jdk(folder.resolve("jdk"));
    for (String node : NODES) {
      List<String> arguments =
          run(jdk, folder, command(bin.resolve(node), "--ros-args", "-r", "__node:=x"));
      requireFlags(arguments);
      requireProgram(node, arguments);
      assertTrue(arguments.containsAll(List.of("node", node, "__node:=x")), arguments.toString());
    }
    copy(SHARE.resolve("scripts/node.sh"), bin.resolve("watchdog"));
    requireWatchdog(
        run(jdk, folder, command(bin.resolve("watchdog"), "--robot", "ur5e", "--reset")));
    List<String> both = run(jdk, folder, command(bin.resolve("reins"), "run"));
    requireFlags(both);
    requireProgram("run", both);
    List<String> training = run(jdk, folder, command(bin.resolve("reins"), "train"));
    assertTrue(training.stream().noneMatch(a -> a.startsWith("-Xm")), training.toString());
    String cmake = Files.readString(SHARE.resolve("CMakeLists.txt"));
    assertTrue(cmake.contains("foreach(node " + String.join(" ", NODES) + " watchdog)"), cmake);
  }

  @Test
  void theUnitAndTheLaunchFilesStartNothingButThesePrograms() throws Exception {
    String unit = Files.readString(SHARE.resolve("systemd/reins-safety-filter.service"));
    Matcher start = Pattern.compile("ExecStart=\\S*/lib/reins/(\\w+) ").matcher(unit);
    assertTrue(start.find(), unit);
    assertTrue(NODES.contains(start.group(1)));
    assertFalse(start.find());
    for (String file : List.of("robot.launch.py", "gazebo.launch.py", "replay.launch.py")) {
      String text = Files.readString(SHARE.resolve("launch").resolve(file));
      assertFalse(text.contains("java"), file + " must not start a JVM by itself");
      Matcher ours = Pattern.compile("package='reins', executable='(\\w+)'").matcher(text);
      while (ours.find()) {
        String program = ours.group(1);
        assertTrue(NODES.contains(program) || program.equals("watchdog"), file + ": " + program);
      }
    }
  }

  @Test
  void asAProcessOfTheDemo(@TempDir Path folder) {
    requireFlags(NodeProcess.command("safety_filter", folder, 1, List.of()));
  }
}
