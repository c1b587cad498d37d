package org.reins.robot.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobotFilesTest {
  @Test
  void everyBuiltInRobotLoads() {
    for (String name : RobotFiles.builtIn()) {
      assertEquals(name, RobotFiles.load(name).name());
    }
  }

  @Test
  void anUnknownRobotIsAnsweredWithTheKnownOnes() {
    String message =
        assertThrows(RobotFileException.class, () -> RobotFiles.load("r2d2")).getMessage();
    assertTrue(message.contains("r2d2") && message.contains("panda"), message);
  }

  @Test
  void aJointThatSlidesHasEnds_andNoLegSlides() {
    String rail = RobotFiles.text("src/test/resources/robots/rail_arm.yaml");
    String endless = rail.replace("lower: -0.9, upper: 1.1,", "");
    assertTrue(
        assertThrows(RobotFileException.class, () -> RobotFiles.parse("x.yaml", endless))
            .getMessage()
            .contains("lower is missing"));
    String far = rail.replace("q: [0.1,", "q: [3.1,");
    assertTrue(
        assertThrows(RobotFileException.class, () -> RobotFiles.parse("x.yaml", far))
            .getMessage()
            .contains("posture.q of rail is 3.1 m: allowed is -0.9 to 1.1"));
    String leg = RobotFiles.text("go1").replaceFirst("type: revolute", "type: prismatic");
    assertTrue(
        assertThrows(RobotFileException.class, () -> RobotFiles.parse("x.yaml", leg))
            .getMessage()
            .contains("is prismatic: the joints of a robot on legs must turn"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "upper: 2.8973 | upper: -3.0 | lower must be less than upper",
        "effort: 87.0 | effort: -1.0 | effort is -1.0",
        "mass: 2.7907 | mass: 0.0 | mass is 0.0 kg",
        "ixx: 0.00822445 | ixx: 0.00784585566 | largest may not exceed the sum",
        "izz: 0.00500443991 | izz: -0.005 | all must be positive",
        "mass: 2.542 | mass: heavy | it must be a finite number",
        "axis: [0.0, 0.0, 1.0] | axis: [0.0, 0.0, 2.0] | unit vector",
        "type: revolute | type: planar | allowed is revolute, continuous or prismatic",
        "rate_hz: 1000.0 | rate_hz: 0.0 | rate_hz is 0.0",
        "schema: reins/robot/1 | schema: reins/robot/9 | it must be reins/robot/1",
        "radius: 0.06 | radius: -0.06 | radius is -0.06 m",
        "parent: panda_link3 | parent: panda_link9 | no joint before it moves that link",
        "source: fci | source: hearsay | every number needs a source",
        "-2.3562, 0.0, 1.5708 | 2.3562, 0.0, 1.5708 | posture.q of panda_joint4",
        "velocity: 2.175 | speed: 2.175 | velocity is missing",
      })
  void aWrongValueIsNamedWithWhatIsAllowed(String find, String replace, String complaint)
      throws IOException {
    String good = panda();
    assertTrue(good.contains(find), find);
    String bad = good.replaceFirst(java.util.regex.Pattern.quote(find), replace);
    String message =
        assertThrows(RobotFileException.class, () -> RobotFiles.parse("bad.yaml", bad))
            .getMessage();
    assertTrue(message.startsWith("bad.yaml: ") || message.startsWith("joint "), message);
    assertTrue(message.contains(complaint), message);
  }

  @Test
  void aFileThatIsNotYamlIsSaidToBeSo() {
    String message =
        assertThrows(RobotFileException.class, () -> RobotFiles.parse("x.yaml", "a: [1, 2"))
            .getMessage();
    assertTrue(message.startsWith("x.yaml is not YAML"), message);
  }

  private static String panda() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(RobotFilesTest.class.getResourceAsStream("/robots/panda.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
