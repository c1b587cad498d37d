package org.reins.node.arguments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeName;
import org.reins.node.ros.NodeNames;

class RosArgumentsTest {
  @TempDir private Path folder;

  private static RosArguments parse(String... arguments) {
    return RosArguments.parse(List.of(arguments));
  }

  @Test
  void namesNamespaceAndRemappingsApply() {
    RosArguments a =
        parse(
            "--robot",
            "panda",
            "--ros-args",
            "-r",
            "__ns:=/arm/left",
            "-r",
            "__node:=guard",
            "-r",
            "joint_states:=/sim/joint_states",
            "-r",
            "other:~/status:=/nowhere",
            "--",
            "--json",
            "F");
    assertEquals(List.of("--robot", "panda", "--json", "F"), a.others());
    NodeNames names = a.names("safety_filter");
    assertEquals("/arm/left/guard", names.node().full());
    assertEquals("/sim/joint_states", names.resolve("joint_states"));
    assertEquals("/arm/left/guard/status", names.resolve("~/status"));
    assertEquals("/arm/left/policy/action", names.resolve("policy/action"));
    assertEquals("/clock", names.resolve("/clock"));
  }

  @Test
  void parametersComeFromFilesAndThenFromTheLine() throws Exception {
    Path file = folder.resolve("params.yaml");
    Files.writeString(
        file,
        """
        /**:
          ros__parameters:
            use_sim_time: true
            envelope: {speed_scale: 0.5, max_level: 2}
        arm:
          safety_filter:
            ros__parameters:
              envelope.speed_scale: 0.25
        /arm/other:
          ros__parameters:
            envelope.speed_scale: 0.9
        /*/safety_filter:
          ros__parameters:
            names: [a, b]
        """);
    RosArguments a =
        parse("--ros-args", "-p", "envelope.max_level:=1", "--params-file", file.toString());
    Map<String, ParameterValue> values = a.parameters(new NodeName("/arm", "safety_filter"));
    assertEquals(ParameterValue.of(0.25), values.get("envelope.speed_scale"));
    assertEquals(ParameterValue.of(1L), values.get("envelope.max_level"));
    assertEquals(ParameterValue.of(true), values.get("use_sim_time"));
    assertEquals(List.of("a", "b"), values.get("names").value());
  }

  @Test
  void whatIsWrongIsNamed() {
    assertEquals(
        "-p is speed: it must be NAME:=VALUE",
        assertThrows(ArgumentException.class, () -> parse("--ros-args", "-p", "speed"))
            .getMessage());
    assertEquals(
        "parameter file nowhere.yaml does not exist",
        assertThrows(
                ArgumentException.class, () -> parse("--ros-args", "--params-file", "nowhere.yaml"))
            .getMessage());
    assertEquals(
        "argument --speed after --ros-args is unknown: allowed are -r, -p, --params-file and the"
            + " logging options of ROS 2",
        assertThrows(ArgumentException.class, () -> parse("--ros-args", "--speed", "3"))
            .getMessage());
    assertEquals(
        "namespace is \"/a b\": it must be / or begin with / and consist of names with single"
            + " slashes between",
        assertThrows(
                IllegalArgumentException.class,
                () -> parse("--ros-args", "-r", "__ns:=a b").names("n"))
            .getMessage());
  }
}
