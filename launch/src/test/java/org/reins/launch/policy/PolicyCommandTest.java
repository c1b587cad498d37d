package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import picocli.CommandLine;

/** The commands of policies, and files that are not what they should be. */
class PolicyCommandTest {
  private static final String DEPLOY =
      """
      joint_ids_map: [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]
      step_dt: 0.02
      stiffness: [20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20]
      damping: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
      default_joint_pos: [0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5]
      actions:
        JointPositionAction:
          scale: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
          offset: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
      observations:
        base_ang_vel: {params: {}, clip: null, scale: [0.2, 0.2, 0.2], history_length: 2}
        last_action: {params: {}, clip: null, scale: 1.0}
      """;

  @TempDir private Path folder;
  private Path bundle;
  private String out;
  private String err;

  @BeforeEach
  void makeABundle() throws IOException {
    bundle = Files.createDirectories(folder.resolve("dog"));
    Files.createDirectories(bundle.resolve("params"));
    Files.writeString(bundle.resolve("params").resolve("deploy.yaml"), DEPLOY);
    new TinyNetwork(12, 12, new String[] {"obs"}, 18)
        .write(bundle.resolve("exported").resolve("policy.onnx"), Map.of(), "actions");
  }

  private int run(String... arguments) {
    StringWriter printed = new StringWriter();
    StringWriter told = new StringWriter();
    int status =
        new CommandLine(new PolicyCommand())
            .setOut(new PrintWriter(printed))
            .setErr(new PrintWriter(told))
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  line.getErr().println("reins: " + e.getMessage());
                  line.getErr().flush();
                  // Another exception has no sentence for people.
                  return e instanceof ReinsException ? 2 : 1;
                })
            .execute(arguments);
    out = printed.toString();
    err = told.toString();
    return status;
  }

  @Test
  void importWritesToStandardOutputWithItsNotesInTheHeadAndOnStandardError() {
    assertEquals(0, run("import", bundle.toString(), "--robot", "go2"));
    PolicyDescription d = PolicyFile.parse("printed", out);
    assertEquals("FL_hip_joint", d.joints().names().get(0));
    assertEquals(bundle.resolve("exported").resolve("policy.onnx").toString(), d.network());
    assertTrue(out.startsWith("# Imported by ./reins policy import from unitree_rl_lab:"), out);
    String note = "its numbers are rounded to 3 digits by the exporter";
    assertTrue(out.contains("# Note: " + note + "."), out);
    assertTrue(err.contains("reins: note: " + note), err);
  }

  @Test
  void importWritesAFileWithThePathOfTheNetworkSeenFromIt_andDoesNotReplaceOneUnasked()
      throws IOException {
    Path file = folder.resolve("made").resolve("walk.yaml");
    String[] line = {"import", bundle.toString(), "--robot", "go2", "--out", file.toString()};
    assertEquals(0, run(line));
    assertEquals("", out);
    assertTrue(err.contains("reins: wrote " + file), err);
    PolicyDescription d = PolicyFile.read(file);
    assertEquals("../dog/exported/policy.onnx", d.network());
    Files.writeString(file, "mine");
    assertEquals(2, run(line));
    assertTrue(err.contains("is there already: give --replace"), err);
    assertEquals("mine", Files.readString(file));
    assertEquals(
        0,
        run("import", bundle.toString(), "--robot", "go2", "--replace", "--out", file.toString()));
    assertTrue(err.contains("reins: replaced " + file), err);
    assertEquals("../dog/exported/policy.onnx", PolicyFile.read(file).network());
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertEquals(1, left.count(), "nothing but the file is left in its folder");
    }
  }

  @Test
  void importSaysThatANetworkOfAnotherSizeDoesNotFit() throws IOException {
    new TinyNetwork(12, 12, new String[] {"obs"}, 45)
        .write(bundle.resolve("exported").resolve("policy.onnx"), Map.of(), "actions");
    assertEquals(0, run("import", bundle.toString(), "--robot", "go2"));
    assertTrue(
        err.contains("note: the network cannot be used with this description: policy "), err);
    assertTrue(err.contains("has the input obs (float32 [1, 45])"), err);
  }

  @Test
  void inspectShowsEachPlaceOfTheTensors_aBundlesAndADescriptionsAlike() throws IOException {
    Path json = folder.resolve("policy.json");
    assertEquals(
        0,
        run("inspect", bundle.toString(), "--robot", "go2", "--json", json.toString()),
        () -> err);
    assertTrue(out.contains("takes   obs float32 [1, 18]"), out);
    assertTrue(out.contains("[0..6)   base_angular_velocity"), out);
    assertTrue(out.contains("2 frames, oldest first, from the first sample"), out);
    assertTrue(out.contains("[6..18)  last_action"), out);
    assertTrue(out.contains("missing:"), out);
    JsonNode tree = Json.read(json);
    assertEquals(18, tree.at("/inputs/0/numbers").asInt());
    assertEquals(6, tree.at("/inputs/0/terms/1/from").asInt());
    assertEquals("last_action", tree.at("/inputs/0/terms/1/term").asText());
    assertEquals(18, tree.at("/network/inputs/0/shape/1").asInt());
    Path file = folder.resolve("walk.yaml");
    String shown = out.replaceFirst("(?s).*?network", "network");
    assertEquals(0, run("import", bundle.toString(), "--robot", "go2", "--out", file.toString()));
    assertEquals(0, run("inspect", file.toString(), "--robot", "go2"));
    assertEquals(shown, out.replaceFirst("(?s).*?network", "network"));
  }

  @Test
  void inspectShowsTheTensorsOfABareNetwork_andWhatIsMissingForARobot() throws IOException {
    Path onnx = bundle.resolve("exported").resolve("policy.onnx");
    assertEquals(0, run("inspect", onnx.toString()));
    assertTrue(out.contains("takes   obs float32 [1, 18]"), out);
    assertTrue(out.contains("Nothing in it says what its numbers mean"), out);
    Path file = folder.resolve("walk.yaml");
    run("import", bundle.toString(), "--robot", "go2", "--out", file.toString());
    assertEquals(0, run("inspect", file.toString(), "--robot", "panda"));
    assertTrue(
        out.contains("what base_angular_velocity measures: robot panda has a fixed base"), out);
    assertTrue(out.contains("joints of robot panda for FL_hip_joint"), out);
    Files.delete(onnx);
    assertEquals(0, run("inspect", file.toString()));
    assertTrue(out.contains("is not there"), out);
  }

  private void refused(String sentence, Path file) {
    assertEquals(2, run("import", file.toString(), "--robot", "go2"), () -> err);
    assertEquals("reins: " + sentence, err.strip());
    assertFalse(out.contains("schema"));
  }

  @Test
  void whatIsNoBundleIsRefusedInOneSentence() throws IOException {
    Path file = folder.resolve("some.yaml");
    refused("bundle " + file + " does not exist", file);
    Files.writeString(file, "a: 1\n");
    assertEquals(2, run("import", file.toString()));
    assertTrue(
        err.startsWith(
            "reins: bundle " + file + " is in no format that Reins knows: looked for rl_sar ("),
        err);
    assertTrue(err.contains("found some.yaml"), err);
    assertEquals(1, err.strip().lines().count());
    Files.writeString(file, "schema: reins/robot/1\n");
    refused(
        file
            + " has a schema, reins/robot/1: it is a file of Reins, not a bundle; see it with ./reins"
            + " policy inspect "
            + file,
        file);
    Path pt = folder.resolve("policy.pt");
    Files.write(pt, new byte[] {0, 1, 2});
    assertEquals(2, run("import", pt.toString()));
    assertTrue(err.contains("is a network: nothing in it says what its numbers mean"), err);
    assertEquals(2, run("inspect", pt.toString()));
    assertTrue(err.contains("is a network: nothing in it says what its numbers mean"), err);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertEquals(2, run("import", empty.toString()));
    assertTrue(err.contains("; it has neither YAML nor ONNX files; "), err);
  }

  @Test
  void filesThatAreTooLargeOrNotYamlOrNotOnnxAreRefusedInOneSentence() throws IOException {
    Path file = folder.resolve("deploy.yaml");
    Files.writeString(file, "a: [1, 2\nb: }\n");
    assertEquals(2, run("import", file.toString()));
    assertTrue(err.startsWith("reins: " + file + " is not YAML: "), err);
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    refused("file " + file + " cannot be read: it is not text in UTF-8", file);
    Files.write(file, new byte[(1 << 20) + 1]);
    assertEquals(2, run("import", file.toString()));
    assertTrue(err.contains("it has 1048577 bytes or more: allowed are up to 1048576"), err);
    Files.writeString(file, "[".repeat(100) + "]".repeat(100));
    assertEquals(2, run("import", file.toString()));
    assertTrue(err.contains("nests over 50 levels deep"), err);
    Path onnx = folder.resolve("policy.onnx");
    Files.writeString(onnx, "no model", StandardCharsets.UTF_8);
    assertEquals(2, run("import", onnx.toString()));
    assertTrue(err.contains("is not a model that ONNX Runtime can load"), err);
    Files.writeString(onnx, "");
    refused("policy " + onnx + " is empty: copy or export it again", onnx);
    Files.writeString(onnx, "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    refused(
        "policy "
            + onnx
            + " is a pointer of Git LFS and not the network: run 'git lfs pull' where it came from",
        onnx);
    Files.writeString(onnx, "PK\003\004");
    assertEquals(2, run("import", onnx.toString()));
    assertTrue(err.contains("is a zip file, such as PyTorch's, and not ONNX"), err);
    Path archive = Files.writeString(folder.resolve("bundle.zip"), "PK");
    refused(archive + " is an archive: unpack it, and name the folder with the policy", archive);
    new TinyNetwork(12, 12, new String[] {"obs"}, 18)
        .write(folder.resolve("BARE.ONNX"), Map.of(), "actions");
    assertEquals(2, run("import", folder.resolve("BARE.ONNX").toString()));
    assertTrue(err.contains("BARE.ONNX is a network: nothing in it says what its numbers"), err);
  }

  @Test
  void importTellsOfANetworkThatIsAFolder() throws IOException {
    Path network = bundle.resolve("exported").resolve("policy.onnx");
    Files.delete(network);
    Files.createDirectory(network);
    assertEquals(0, run("import", bundle.toString(), "--robot", "go2"));
    assertTrue(err.contains("policy.onnx is a folder: a file is needed"), err);
  }

  @Test
  void aBundleOfLegsIsRefusedForAnArm_andOptionsThatDoNotFitAreNamed() {
    assertEquals(2, run("import", bundle.toString(), "--robot", "panda"));
    assertTrue(err.contains("joint_ids_map has 12 joints: the robot has 7"), err);
    assertEquals(
        2, run("import", bundle.toString(), "--robot", "go2", "--rename", "knee=FL_calf_joint"));
    assertTrue(err.contains("--rename has knee: the policy's joints are FL_hip_joint"), err);
    assertEquals(2, run("import", bundle.toString(), "--robot", "go2", "--period", "5"));
    assertTrue(err.contains("--period is 5.0 s: allowed is above 0 to 1"), err);
    assertEquals(2, run("import", bundle.toString(), "--robot", "go2", "--posture", "1,2"));
    assertTrue(err.contains("posture has 2 numbers: there are 12 joints"), err);
  }

  @Test
  void keysOfAWrongTypeAreNamed() throws IOException {
    Path file = bundle.resolve("params").resolve("deploy.yaml");
    for (String[] change :
        new String[][] {
          {"step_dt: 0.02", "step_dt: fast", "step_dt is fast: it must be a finite number"},
          {"step_dt: 0.02", "step_dt: -1", "period is -1.0: allowed is above 0 to 1 s"},
          {"[3, 4, 5, 0,", "[3, 4, 5, 3,", "joint FL_hip_joint is named twice"},
          {"[3, 4, 5, 0,", "[3, 4, 5, 99,", "joint_ids_map has 99.0: allowed is 0 to 11"},
          {"stiffness: [20, ", "stiffness: [-1, ", "stiffness has -1.0: allowed is 0 to 1e6"},
          {"stiffness: [20, ", "stiffness: [", "stiffness has 11 numbers: there are 12 joints"},
          {
            "scale: [0.2, 0.2, 0.2]",
            "scale: [0.2, 0.2]",
            "base_ang_vel.scale has 2 numbers: 1 or 3 are"
          },
          {"history_length: 2", "history_length: 5000", "history has 5000 frames"},
          {"JointPositionAction", "TorqueAction", "actions has TorqueAction: Reins knows Joint"},
          {
            "observations:\n",
            "observations: 3\nother:\n",
            "observations is 3: it must be a mapping"
          }
        }) {
      assertTrue(DEPLOY.contains(change[0]), change[0]);
      Files.writeString(file, DEPLOY.replace(change[0], change[1]));
      assertEquals(2, run("import", bundle.toString(), "--robot", "go2"), change[1]);
      assertTrue(err.contains(change[2]), err);
      assertEquals(1, err.strip().lines().count(), err);
    }
  }
}
