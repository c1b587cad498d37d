package org.reins.launch.roscontrol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ControllerParametersTest {
  @SuppressWarnings("unchecked")
  private static Map<String, Object> controller(String yaml) {
    Map<String, Object> all =
        (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return (Map<String, Object>)
        ((Map<String, Object>) all.get("reins_controller")).get("ros__parameters");
  }

  @ParameterizedTest
  @CsvSource({"ur5e, velocity", "fr3, effort", "gen3, position"})
  void theFilesThatComeWithTheControllerAreThoseOfTheCommand(String robot, String mode)
      throws Exception {
    Path file = Path.of("reins_controller/config", robot + "_" + mode + ".yaml");
    assertEquals(
        ControllerParameters.yaml(RobotFiles.load(robot), mode, ControllerParameters.FILE),
        Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"panda", "fr3", "ur5e", "ur10e", "gen3", "iiwa14"})
  @SuppressWarnings("unchecked")
  void eachArmGetsItsOwnLimitsJointsAndRate_asFloats(String name) {
    RobotModel robot = RobotFiles.load(name);
    for (String mode : ControllerParameters.MODES) {
      Map<String, Object> p = controller(ControllerParameters.yaml(robot, mode, "/dev/shm/x"));
      assertEquals(robot.jointNames(), p.get("joints"));
      assertEquals(mode, p.get("command_interface"));
      assertEquals("/dev/shm/x", p.get("file"));
      assertEquals(robot.control().rateHz(), p.get("rate_hz"));
      Map<String, Map<String, Object>> limits = (Map<String, Map<String, Object>>) p.get("limits");
      assertEquals(List.copyOf(limits.keySet()), robot.jointNames());
      robot
          .joints()
          .forEach(
              j -> {
                JointLimits l = j.limits();
                Map<String, Object> given = limits.get(j.name());
                assertEquals(l.velocity(), given.get("velocity"));
                assertEquals(l.acceleration(), given.get("acceleration"));
                assertEquals(l.effort(), given.get("effort"));
                assertEquals(l.effortRate(), given.get("effort_rate"));
                assertEquals(l.isContinuous() ? null : l.lower(), given.get("lower"));
                assertEquals(l.isContinuous() ? null : l.upper(), given.get("upper"));
              });
    }
  }

  @Test
  void namesThatYamlWouldTakeForSomethingElseStayNames(@TempDir Path folder) throws Exception {
    String text =
        Files.readString(Path.of("../hardware-configs/src/main/resources/robots/ur5e.yaml"))
            .replace("name: elbow_joint", "name: \"yes\"")
            .replace("name: wrist_1_joint", "name: \"a, b: {c\"");
    Path file = Files.writeString(folder.resolve("robot.yaml"), text);
    RobotModel robot = RobotFiles.load(file.toString());
    Map<String, Object> p =
        controller(ControllerParameters.yaml(robot, "velocity", "/dev/shm/a #b"));
    assertEquals(robot.jointNames(), p.get("joints"));
    assertEquals("/dev/shm/a #b", p.get("file"));
    assertEquals(List.copyOf(((Map<?, ?>) p.get("limits")).keySet()), robot.jointNames());
  }

  @Test
  void anotherModeAndALeggedRobotAreRefusedInOneSentence() {
    String mode =
        assertThrows(
                ReinsException.class,
                () -> ControllerParameters.yaml(RobotFiles.load("ur5e"), "torque", "/x"))
            .getMessage();
    assertEquals("--mode is torque: allowed is effort, velocity, position", mode);
    String legs =
        assertThrows(
                ReinsException.class,
                () -> ControllerParameters.yaml(RobotFiles.load("go1"), "effort", "/x"))
            .getMessage();
    assertTrue(legs.startsWith("go1 walks: reins_controller is for arms"), legs);
  }
}
