package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.learning.policy.OnnxGraph;
import org.reins.node.json.Json;
import picocli.CommandLine;

/** policy check, record and test on the command line, with a network that copies its input. */
class PolicyCheckCommandTest {
  private static final String DESCRIPTION =
      """
      schema: reins/policy/1
      name: copies
      robot: go2
      network: copies.onnx
      period: 0.02
      joints:
        names: [FL_hip_joint, FL_thigh_joint, FL_calf_joint, FR_hip_joint, FR_thigh_joint, \
      FR_calf_joint, RL_hip_joint, RL_thigh_joint, RL_calf_joint, RR_hip_joint, RR_thigh_joint, \
      RR_calf_joint]
        posture: [0, 0.8, -1.5, 0, 0.8, -1.5, 0, 0.8, -1.5, 0, 0.8, -1.5]
        stiffness: 40
        damping: 1
      inputs:
        - terms: [{term: joint_velocity, scale: 0.05}]
      outputs:
        - terms: [{action: joint_position, scale: 0.25}]
      """;

  @TempDir private Path folder;

  /** Runs a command; the first line of the answer is its status. */
  private static String run(String... arguments) {
    StringWriter text = new StringWriter();
    CommandLine commands = new CommandLine(new PolicyCommand());
    commands.setOut(new PrintWriter(text, true));
    int status = commands.execute(arguments);
    return status + "\n" + text;
  }

  private Path write(String name, String description) throws IOException {
    Files.write(folder.resolve("copies.onnx"), identity(12));
    return Files.writeString(folder.resolve(name), description);
  }

  @Test
  void checkWithoutProbeWritesFindings_andItsStatusTellsErrors() throws IOException {
    Path json = folder.resolve("found.json");
    Path right = write("right.yaml", DESCRIPTION);
    String said = run("check", right.toString(), "--no-probe", "--json", json.toString());
    assertTrue(said.startsWith("0\n"), said);
    JsonNode root = Json.read(json);
    assertTrue(root.get("ok").asBoolean());
    assertEquals("warning", root.get("findings").get(0).get("severity").asText());
    assertEquals("command_twist", root.get("findings").get(0).get("term").asText());

    Path wrong = write("wrong.yaml", DESCRIPTION.replace("FL_hip_joint", "FL_abad"));
    said =
        run("check", wrong.toString(), "--robot", "go2", "--no-probe", "--json", json.toString());
    assertTrue(
        said.startsWith("1\nerror: joints.names: the robot has no joint FL_abad: it has"), said);
    assertEquals(false, Json.read(json).get("ok").asBoolean());
  }

  @Test
  void aRecordedPolicyPassesItsTest_andAChangedContractFailsIt() throws IOException {
    Path file = write("p.yaml", DESCRIPTION);
    String golden = folder.resolve("golden.jsonl").toString();
    assertTrue(run("record", file.toString(), "--out", golden, "--steps", "20").startsWith("0\n"));
    String same = run("test", file.toString(), golden);
    assertTrue(
        same.startsWith("0\n20 actions, largest difference: 0.00 in what the network sees"), same);
    Path scale = write("scale.yaml", DESCRIPTION.replace("scale: 0.05", "scale: 0.1"));
    assertTrue(run("test", scale.toString(), golden).startsWith("1\n"));
    Path action = write("action.yaml", DESCRIPTION.replace("scale: 0.25", "scale: 0.5"));
    String other = run("test", action.toString(), golden);
    assertTrue(other.startsWith("1\n"), other);
    assertTrue(other.contains("0.00 in what it answers"), other);
  }

  private void writeBroken(String name, int in, int out) throws IOException {
    float[] nothing = new float[out];
    java.util.Arrays.fill(nothing, Float.NaN);
    Files.write(
        folder.resolve(name),
        new OnnxGraph()
            .gemm("out", "in", "W", "b")
            .tensor("W", new float[in * out], out, in)
            .tensor("b", nothing, out)
            .input("in", in)
            .output("out", out)
            .bytes("broken", Map.of()));
  }

  @Test
  void aNetworkThatAnswersNaNIsAnErrorOfTheCheck_andIsNotRecorded() throws IOException {
    Path file = write("p.yaml", DESCRIPTION.replace("copies.onnx", "nan.onnx"));
    writeBroken("nan.onnx", 12, 12);
    String said = run("check", file.toString());
    assertTrue(said.startsWith("1\nerror: network: in the probe 400 answers were NaN"), said);
    Path golden = Files.writeString(folder.resolve("golden.jsonl"), "mine");
    CommandLine record = new CommandLine(new PolicyCommand());
    String[] told = new String[1];
    record.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          told[0] = e.getMessage();
          return 2;
        });
    assertEquals(2, record.execute("record", file.toString(), "--out", golden.toString()));
    assertTrue(told[0].startsWith("policy copies answers NaN or infinity at action 1: "), told[0]);
    assertEquals("mine", Files.readString(golden));
  }

  private static final String ARM =
      """
      schema: reins/policy/1
      name: reach
      robot: ur5e
      network: NETWORK
      period: 0.02
      joints:
        names: [shoulder_pan_joint, shoulder_lift_joint, elbow_joint, wrist_1_joint, \
      wrist_2_joint, wrist_3_joint]
        posture: [0, -1.57, 1.57, -1.57, -1.57, 0]
        stiffness: 800
        damping: 40
      inputs:
        - terms: [{term: joint_position}]
      outputs:
        - terms: [{action: joint_position_delta, scale: 0.1}]
      """;

  @Test
  void theNetworkOfAnArmIsLoadedAndRunOnceByTheCheck_andNotWithoutProbe() throws IOException {
    Files.write(folder.resolve("copies.onnx"), identity(6));
    Files.write(folder.resolve("seven.onnx"), identity(7));
    writeBroken("nan.onnx", 6, 6);
    Path file = folder.resolve("arm.yaml");
    Files.writeString(file, ARM.replace("NETWORK", "copies.onnx"));
    String said = run("check", file.toString());
    assertTrue(said.startsWith("0\nnote: "), said);
    Files.writeString(file, ARM.replace("NETWORK", "nan.onnx"));
    said = run("check", file.toString());
    assertTrue(said.startsWith("1\nerror: network: it answers NaN as number 1 to a robot"), said);
    Files.writeString(file, ARM.replace("NETWORK", "seven.onnx"));
    said = run("check", file.toString());
    assertTrue(said.startsWith("1\nerror: network: policy "), said);
    assertTrue(said.contains("has the input in (float32 [1, 7])"), said);
    assertTrue(run("check", file.toString(), "--no-probe").startsWith("0\n"));
  }

  /** An ONNX model that answers what it is given. */
  private static byte[] identity(int numbers) {
    Proto node = new Proto().text(1, "in").text(2, "out").text(4, "Identity");
    Proto graph =
        new Proto()
            .message(1, node)
            .text(2, "copies")
            .message(11, tensor("in", numbers))
            .message(12, tensor("out", numbers));
    return new Proto()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Proto().number(2, 13))
        .out
        .toByteArray();
  }

  private static Proto tensor(String name, int numbers) {
    Proto shape =
        new Proto().message(1, new Proto().number(1, 1)).message(1, new Proto().number(1, numbers));
    return new Proto()
        .text(1, name)
        .message(2, new Proto().message(1, new Proto().number(1, 1).message(2, shape)));
  }

  /** Just enough of protobuf. */
  private static final class Proto {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Proto text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Proto value) {
      return bytes(field, value.out.toByteArray());
    }

    private Proto bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long left = value;
      while (left > 127) {
        out.write((int) (left & 127 | 128));
        left >>>= 7;
      }
      out.write((int) left);
    }
  }
}
