package org.reins.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.filter.EnvelopeLevels;
import org.reins.launch.learn.CollectCommand;
import org.reins.launch.simnode.Backend;
import org.reins.node.audit.AuditEntry;
import org.reins.node.audit.AuditLog;
import org.reins.node.json.Json;
import org.reins.robot.file.RobotFiles;

/** Bad input is answered with one clear sentence and a status that is not zero. */
class MainTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --robot r2d2 | robot is r2d2: allowed is one of [panda, fr3",
        "demo --seconds 0 | seconds is 0.0: allowed is 1 to 3600",
        "demo --seconds soon | 'soon' is not a double",
        "demo --slot-seconds 0.1 | slot seconds is 0.1: allowed is 0.5 to 60",
        "demo --domain 500 | domain is 500: allowed is 0 to 101",
        "demo --policy nowhere.onnx | policy file nowhere.onnx does not exist",
        "demo --barrier nowhere.safetensors | barrier file nowhere.safetensors does not exist",
        "demo --robot go1 --policy nowhere.onnx | policy file nowhere.onnx does not exist",
        "demo --robot go1 --barrier nowhere.safetensors | barrier file nowhere.safetensors does not exist",
        "demo --robot ur5e --policy nowhere.onnx | --policy is nowhere.onnx: the demo of ur5e drives wild joint targets",
        "demo --robot ur5e --barrier none | --barrier is none: the demo of ur5e drives wild joint targets",
        "demo --wrong | Unknown option: '--wrong'",
        "train --data nowhere.h5 --out x | recording nowhere.h5 does not exist",
        "calibrate --barrier nowhere.safetensors | barrier file nowhere.safetensors does not exist",
        "certify --barrier nowhere.safetensors | barrier file nowhere.safetensors does not exist",
        "score --barrier nowhere.safetensors | barrier file nowhere.safetensors does not exist",
        "score --barrier x --episodes 0 | --episodes is 0: allowed is 1 to 1000000",
        "collect --out x.h5 --system moon | system is moon: allowed is panda-zone",
        "collect --out x.h5 --transitions 1 | transitions is 1: allowed is 1000 to 10000000",
        "train-policy --out x.onnx --generations 0 | generations is 0: allowed is 1 to 100000",
        "sim --level 9 | level is 9.0: allowed is 0 to 4",
        "sim --solver abacus | solver is abacus: allowed is own, vector or ojalgo",
        "sim --constraints nowhere.yaml | constraint file nowhere.yaml does not exist",
        "sim --cell moon | cell is moon: allowed is one of [panda-zone",
        "sim --cell nowhere.yaml | cell file nowhere.yaml does not exist: ./reins new cell writes one",
        "sim --cell ur5e-zone --barrier built-in | Reins comes with no models for robot ur5e",
        "collect --out x.h5 --cell nowhere.yaml | cell file nowhere.yaml does not exist",
        "make nowhere.yaml | cell file nowhere.yaml does not exist",
        "new cell --robot go3 | robot is go3",
        "campaign go1-walk | robot is go1, which stands on legs: this command takes cells of arms",
        "sim --cell go1-walk --level 1 | --level is for cells of arms",
        "sim --cell go1-walk --barrier nowhere.st | barrier file nowhere.st does not exist",
        "new | say what to write: ./reins new cell --robot ur5e",
        "explain nowhere.jsonl | log nowhere.jsonl does not exist",
        "bench roundtrip --trips 5 | --trips is 5: allowed is 100 to 1000000",
        "run --domain 86 --barrier nowhere.safetensors | barrier file nowhere.safetensors does not exist",
        "run --ros-args -p speed | -p is speed: it must be NAME:=VALUE",
        "bench qp --problems nowhere.bin | problem file nowhere.bin does not exist",
        "robots check nowhere.yaml | robot file nowhere.yaml does not exist",
        "fly | Unmatched argument at index 0: 'fly'",
      })
  void badInputIsNamed(String line, String complaint) {
    Answer answer = run(line.split(" "));
    assertEquals(2, answer.status(), answer.err());
    assertTrue(answer.err().contains(complaint), answer.err());
    assertTrue(answer.err().lines().count() <= 2, answer.err());
  }

  @Test
  void anAuditLogIsToldInWordsAndTamperingIsSeen() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    try (AuditLog log = AuditLog.open(file, null, w -> {})) {
      EnvelopeLevels levels = EnvelopeLevels.DEFAULT;
      log.append(new AuditEntry(0, "planner", levels.at(0), levels.at(1), "evidence", 21, 20, 6.5));
      log.append(
          new AuditEntry(1, "operator", levels.at(1), levels.at(0), "asked for", 3, 20, 1.5));
    }
    Answer answer = run("explain", file.toString());
    assertEquals(0, answer.status(), answer.err());
    assertTrue(
        answer
            .out()
            .contains(
                "1970-01-01 00:00:00.000 UTC  level 0 to 1 by the planner after 6.5 s (evidence 21.0"
                    + " of 20.0): evidence"),
        answer.out());
    assertTrue(answer.out().contains("speed 45 to 55 %"), answer.out());
    assertTrue(answer.out().contains("2 lines, all sound"), answer.out());
    Files.writeString(file, Files.readString(file).replace("operator", "planner"));
    answer = run("explain", file.toString());
    assertEquals(1, answer.status());
    assertTrue(answer.out().contains("NOT SOUND: line 2 was changed"), answer.out());
  }

  @Test
  void aRunIsExplainedInWords() throws IOException {
    Path log = folder.resolve("run.jsonl");
    assertEquals(0, run("sim", "--seeds", "1", "--seconds", "4", "--log", log.toString()).status());
    Answer answer = run("explain", log.toString());
    assertEquals(0, answer.status(), answer.err());
    assertTrue(answer.out().contains("changed: panda_joint"), answer.out());
    assertTrue(answer.out().contains("seconds in which each row acted:"), answer.out());
    Files.writeString(log, "{\"seed\":1}\n");
    answer = run("explain", log.toString());
    assertTrue(answer.err().contains("line 1 of "), answer.err());
  }

  @Test
  void aFileThatIsNotAPolicyIsSaidToBeSo() throws IOException {
    Path file = folder.resolve("p.onnx");
    Files.writeString(file, "not a model");
    Answer answer =
        run("collect", "--out", folder.resolve("x.h5").toString(), "--policy", file.toString());
    assertEquals(2, answer.status());
    assertTrue(answer.err().contains("is not a model that ONNX Runtime can load"), answer.err());
  }

  @Test
  void aBusyDomainIsNamedWithItsPort() throws IOException {
    int port = 7400 + 250 * 77 + 12;
    try (DatagramSocket busy = new DatagramSocket(null)) {
      busy.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Answer answer = run("demo", "--domain", "77");
      assertEquals(2, answer.status());
      assertTrue(
          answer.err().contains("DDS domain 77 is in use") && answer.err().contains("" + port),
          answer.err());
    }
  }

  @Test
  void theBuiltInRobotsAreListedCheckedAndWrittenAsUrdf() {
    Answer answer = run("robots");
    assertEquals(0, answer.status());
    for (String robot : RobotFiles.builtIn()) {
      assertTrue(answer.out().contains(robot + " "), answer.out());
      Answer check = run("robots", "check", robot);
      assertEquals(0, check.status(), check.err());
      assertTrue(check.out().contains("is sound"), check.out());
    }
    Answer urdf = run("robots", "urdf", "gen3", "--simulator", "modern");
    assertEquals(0, urdf.status());
    assertTrue(urdf.out().contains("type=\"continuous\""), urdf.out());
    assertTrue(urdf.out().contains("gz_ros2_control/GazeboSimSystem"), urdf.out());
    assertEquals(2, run("robots", "check", "r2d2").status());
  }

  @Test
  void aLeggedRobotWhereAnArmIsNeededIsRefusedWithTheArms() {
    Answer answer = run("node", "--robot", "go1", "--domain", "89", "echo");
    assertEquals(2, answer.status());
    assertTrue(answer.err().contains("stands on legs: an arm is needed"), answer.err());
    // The options of all nodes may come after the node's name, too.
    answer = run("node", "echo", "--domain", "89", "--robot", "go1");
    assertEquals(2, answer.status());
    assertTrue(answer.err().contains("stands on legs: an arm is needed"), answer.err());
    answer = run("node", "robot_sim", "--domain", "102");
    assertEquals(2, answer.status());
    assertTrue(answer.err().contains("ROS_DOMAIN_ID is 102"), answer.err());
  }

  @Test
  void theGo1sPolicyIsForNoOtherRobot() {
    Answer answer = run("node", "--robot", "a1", "--domain", "89", "policy_runner");
    assertEquals(2, answer.status());
    assertTrue(
        answer.err().contains("built-in, which exists for panda, go1 and go2, and robot is a1"));
  }

  @Test
  void aUrdfIsImportedWithItsNotes_andARobotOfTooManyRowsIsRefusedWithTheirNumber(
      @TempDir Path folder) throws IOException {
    String inertial =
        "<inertial><mass value='1'/><inertia ixx='0.01' iyy='0.01' izz='0.01' ixy='0' ixz='0'"
            + " iyz='0'/></inertial>";
    StringBuilder urdf = new StringBuilder("<robot name='long'><link name='l0'/>");
    for (int k = 1; k <= 20; k++) {
      urdf.append("<link name='l" + k + "'>" + inertial + "</link>")
          .append("<joint name='j" + k + "' type='revolute'><parent link='l" + (k - 1) + "'/>")
          .append("<child link='l" + k + "'/><origin xyz='0 0 0.1'/>")
          .append("<limit lower='-1' upper='1' effort='9' velocity='2'/></joint>");
    }
    Path file = folder.resolve("long.urdf");
    Files.writeString(file, urdf + "</robot>");
    Path yaml = folder.resolve("long.yaml");
    Answer all = run("robots", "import", file.toString());
    assertEquals(0, all.status(), all.err());
    Files.writeString(yaml, all.out());
    Answer check = run("robots", "check", yaml.toString());
    assertEquals(2, check.status());
    assertTrue(check.err().contains("77 constraint rows: at most 64"), check.err());
    Answer fewer = run("robots", "import", file.toString(), "--tip", "l6", "--fix", "j2=0.5");
    assertEquals(0, fewer.status(), fewer.err());
    assertTrue(fewer.err().contains("note: joint j7 leads to no --tip"), fewer.err());
    Files.writeString(yaml, fewer.out());
    check = run("robots", "check", yaml.toString());
    assertEquals(0, check.status(), check.err());
    assertTrue(check.out().contains("of 64 constraint rows"), check.out());
  }

  @Test
  void processesOfAnArmAreRefused() {
    Answer answer = run("demo", "--robot", "ur5e", "--processes", "--headless");
    assertEquals(2, answer.status());
    assertTrue(answer.err().contains("--processes is for legged robots"), answer.err());
  }

  @Test
  void theDemoOfARobotThatWalksTellsItsWalksAndLeavesAReport(@TempDir Path folder)
      throws IOException {
    Path json = folder.resolve("a1.json");
    Answer answer =
        run(
            "demo",
            "--robot",
            "a1",
            "--headless",
            "--seconds",
            "2",
            "--episodes",
            "1",
            "--out",
            folder.toString(),
            "--json",
            json.toString());
    assertEquals(0, answer.status(), answer.err());
    assertEquals(0, Json.read(json).path("filtered").path("violations").asInt(-1));
    assertEquals(7, Json.read(json).path("filtered").path("episodes").asInt());
    assertTrue(Files.readString(folder.resolve("report.html")).contains("<svg"), "a picture");
    Answer none = run("demo", "--robot", "a1", "--episodes", "0");
    assertEquals(2, none.status());
    assertTrue(none.err().contains("--episodes is 0: allowed is 1 to 10000"), none.err());
  }

  @Test
  void theSameDemosRunInMujoco(@TempDir Path folder) throws IOException {
    assumeTrue(Backend.MUJOCO.missing().isEmpty(), Backend.MUJOCO.missing());
    Path json = folder.resolve("f.json");
    for (String robot : List.of("go1", "ur5e")) {
      Answer answer =
          run(
              "demo",
              "--robot",
              robot,
              "--backend",
              "mujoco",
              "--headless",
              "--seconds",
              "2",
              "--episodes",
              "1",
              "--out",
              folder.toString(),
              "--json",
              json.toString());
      assertEquals(0, answer.status(), answer.err());
      assertEquals("mujoco", Json.read(json).path("backend").asText());
      assertEquals(0, Json.read(json).path("filtered").path("violations").asInt(-1), robot);
    }
  }

  private record Answer(int status, String out, String err) {}

  private static Answer run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int status = Main.execute(args);
      return new Answer(
          status,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void everyCommandsHelpIsPrintedWithoutAWarning() {
    requireHelp(List.of());
  }

  private static void requireHelp(List<String> command) {
    List<String> asked = new ArrayList<>(command);
    asked.add("--help");
    Answer answer = run(asked.toArray(String[]::new));
    assertEquals(0, answer.status(), command.toString());
    assertEquals("", answer.err(), command.toString());
    List<String> lines = answer.out().lines().toList();
    int commands = lines.indexOf("Commands:");
    for (String line : commands < 0 ? List.<String>of() : lines.subList(commands, lines.size())) {
      if (line.matches("  \\S.*")) {
        List<String> inner = new ArrayList<>(command);
        inner.add(line.strip().replaceFirst("\\s.*", ""));
        requireHelp(inner);
      }
    }
  }

  @Test
  void byDefaultAsMuchIsRecorded_asASystemsBarrierTakes() {
    assertEquals(800_000, CollectCommand.usual("panda-zone"));
    assertEquals(1_000_000, CollectCommand.usual("point-robot"));
    assertEquals(200_000, CollectCommand.usual("boat"));
  }
}
