package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script for a real ROS 2, with a stand-in for ros2: that it counts, and how it ends. */
@Timeout(300)
class TryOnRos2Test {
  private static final Path SCRIPT = Path.of("reins/scripts/try-on-ros2.sh").toAbsolutePath();

  /** What ros2 answers when everything works; "rcljava" is not installed. */
  private static final String ANSWERS =
      """
      case "$1 $2" in
        'node list') echo /safety_filter ;;
        'node info') echo '/joint_states: sensor_msgs/msg/JointState' ;;
        'topic list') echo /safety_filter/status ;;
        'topic echo') echo 'action: 0' ;;
        'topic hz') echo 'average rate: 1000.1' ;;
        'param list') echo filter.alpha ;;
        'param get') echo 'Double value is: 1.0' ;;
        'param set') case "$5" in 7.0) echo 'allowed is 0.05 to 1.0' ;; *) echo successful ;; esac ;;
        'param dump') echo 'speed_scale: 1.0' ;;
        'param load') echo successful ;;
        'service call') echo 'success=True' ;;
        'bag record') trap 'exit 0' INT; while :; do sleep 0.05; done ;;
        'bag info') echo joint_states ;;
        'lifecycle set') touch "$0.inactive"; echo successful ;;
        'lifecycle get') if [ -e "$0.inactive" ]; then echo 'inactive [2]'; else echo 'active [3]'; fi ;;
        'launch reins') echo '[safety_filter]: active, configured for robot panda' ;;
        'pkg prefix') exit 1 ;;
        *) exit 1 ;;
      esac
      """;

  /** A node that ends by Ctrl-C with a status. */
  private static String node(int status) {
    return "trap 'exit " + status + "' INT; while :; do sleep 0.05; done";
  }

  private record Answer(int status, String output) {}

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Answer run(Path tools) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/bash", SCRIPT.toString());
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder
        .environment()
        .putAll(
            Map.of(
                "REINS", tools.resolve("reins").toString(),
                "REINS_TRY_BAG_SECONDS", "0.3",
                "REINS_TRY_TRIES", "2"));
    Process p = builder.redirectErrorStream(true).start();
    String output = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(p.waitFor(120, TimeUnit.SECONDS));
    return new Answer(p.exitValue(), output.strip());
  }

  @Test
  void withoutRos2ItIsOneSentenceAndStatus2(@TempDir Path folder) throws Exception {
    Answer answer = run(folder);
    assertEquals(
        "try-on-ros2.sh: ros2 is not on the PATH: source the setup file of your ROS 2 workspace"
            + " first, then start this again",
        answer.output());
    assertEquals(2, answer.status());
  }

  @Test
  void itsSyntaxIsSound() throws Exception {
    Process p = new ProcessBuilder("bash", "-n", SCRIPT.toString()).inheritIO().start();
    assertEquals(0, p.waitFor());
    assertTrue(Files.isExecutable(SCRIPT));
    assertTrue(Files.readString(Path.of("reins/CMakeLists.txt")).contains("try-on-ros2.sh"));
  }

  @Test
  void whenAllPasses_itSaysSoAndItsStatusIs0(@TempDir Path folder) throws Exception {
    program(folder.resolve("ros2"), ANSWERS);
    program(folder.resolve("reins"), node(0));
    Answer answer = run(folder);
    List<String> lines = answer.output().lines().toList();
    long passed = lines.stream().filter(l -> l.startsWith("pass ")).count();
    assertEquals(passed + " passed, 0 failed", lines.get(lines.size() - 1), answer.output());
    assertTrue(passed >= 20, answer.output());
    assertEquals(0, answer.status());
  }

  @Test
  void whatFailsIsNamedAndCounted_andItsStatusIs1(@TempDir Path folder) throws Exception {
    program(
        folder.resolve("ros2"),
        ANSWERS
            .replace("'node list') echo /safety_filter", "'node list') echo /nobody")
            .replace("'param load') echo successful", "'param load') echo Traceback"));
    program(folder.resolve("reins"), node(130));
    Answer answer = run(folder);
    assertEquals(1, answer.status(), answer.output());
    assertTrue(answer.output().endsWith(" passed, 5 failed"), answer.output());
    assertTrue(
        answer.output().contains("FAIL  node list: ros2 node list gave: /nobody"), answer.output());
    assertTrue(answer.output().contains("FAIL  a node ends with status 0, not 130"));
  }
}
