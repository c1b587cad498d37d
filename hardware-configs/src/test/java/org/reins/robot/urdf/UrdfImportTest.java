package org.reins.robot.urdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** URDFs as people have them: names, limits, mimics, axes, and what is missing. */
class UrdfImportTest {
  private Imports imports;

  @BeforeEach
  void begin(@TempDir Path folder) {
    imports = new Imports(folder);
  }

  @Test
  void aJointFixedAtAnAngleTurnsWhatHangsOnIt() throws IOException {
    UrdfOptions bent =
        new UrdfOptions(List.of(), Map.of("j1", Math.PI / 2), Double.NaN, Double.NaN);
    RobotModel r = imports.robot(Urdf.arm().text(), bent);
    // About y: the next joint's z of 0.2 becomes x.
    assertArrayEquals(new double[] {0.2, 0.2, 0.2}, r.joints().get(0).xyz(), 1e-12);
    assertTrue(
        imports
            .refusal(Urdf.arm().text(), new UrdfOptions(List.of(), Map.of("j9", 0.0), 1, 1))
            .contains("no such joint; it has j1, j2"));
  }

  @Test
  void allJointsWithoutLimitsAreNamedAtOnce_andOptionsFillThemIn() throws IOException {
    String urdf =
        new Urdf()
            .link("base", 0)
            .joint("revolute", "j1", "base", "<limit lower='-1' upper='1' effort='0'/>")
            .joint("continuous", "j2", "lj1", "")
            .joint("revolute", "j3", "lj2", "<limit effort='5' velocity='1'/>")
            .text();
    String message = imports.refusal(urdf, UrdfOptions.NONE);
    assertTrue(message.contains("an effort limit over 0 is missing for j1, j2:"), message);
    assertTrue(message.contains("a velocity limit over 0 is missing for j1, j2:"), message);
    assertTrue(message.contains("(lower below upper) is missing for j3:"), message);
    UrdfOptions filled = new UrdfOptions(List.of(), Map.of("j3", 0.0), 40, 2.5);
    String file = imports.read(urdf, filled).robotFile();
    assertTrue(file.contains("effort: {source: reins, value: 40.0}"), file);
    assertEquals(2.5, RobotFiles.parse("x.yaml", file).joints().get(1).limits().velocity());
  }

  @Test
  void softLimitsCountWhereTheyAreNarrower() throws IOException {
    String soft = "<safety_controller soft_lower_limit='-1.5' soft_upper_limit='9'/>";
    RobotModel r =
        imports.robot(
            new Urdf()
                .link("base", 0)
                .joint("revolute", "j1", "base", Urdf.AXIS + Urdf.LIMIT + soft));
    assertEquals(-1.5, r.joints().get(0).limits().lower());
    assertEquals(2, r.joints().get(0).limits().upper());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "yes", "left: j1", "l2 # tip", "null", "1e3", "[a]", "~", "- x"})
  void whateverAJointIsCalled_whatIsImportedCanBeRead(String name) throws IOException {
    RobotModel r = imports.robot(new Urdf().link("base", 0).revolute(name, "base"));
    assertEquals(List.of(name), r.jointNames());
  }

  @Test
  void anAxisIsADirection() throws IOException {
    RobotModel r =
        imports.robot(
            new Urdf()
                .link("base", 0)
                .joint("revolute", "j", "base", "<axis xyz='0 3 4'/>" + Urdf.LIMIT));
    assertArrayEquals(new double[] {0, 0.6, 0.8}, r.joints().get(0).axis(), 1e-15);
    imports.refused(
        new Urdf()
            .link("base", 0)
            .joint("revolute", "j", "base", "<axis xyz='0 0 0'/>" + Urdf.LIMIT),
        "the axis of joint j is 0 0 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<robot><link name='a'/><link name='a'/></robot> | two elements <link> named a",
        "<robot xmlns:xacro='x'><xacro:arm prefix='l'/></robot> | is xacro",
        "<robot><link name='${p}_a'/></robot> | is xacro",
        "<!DOCTYPE robot><robot/> | remove it, because a URDF does not need it",
        "<robot><link name='a'/><link name='b'/><joint name='j' type='fixed'><parent link='a'/><child link='b'/></joint><joint name='k' type='fixed'><parent link='a'/><child link='b'/></joint></robot> | link b is the child of joints j and k",
      })
  void aFileThatIsNoUrdfIsRefusedByWhatItIs(String urdf, String part) {
    String message = imports.refusal(urdf.strip(), UrdfOptions.NONE);
    assertTrue(message.contains(part), message);
  }

  @Test
  void theOptionsHaveRanges() {
    for (double wrong : new double[] {0, -1, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new UrdfOptions(List.of(), Map.of(), wrong, Double.NaN));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new UrdfOptions(List.of(), Map.of("j", Double.NaN), 1, 1));
  }

  @Test
  void aMimicThatMovesJointsBehindItIsRefused_forItsKinematicsWouldBeWrong() {
    imports.refused(
        Urdf.arm()
            .joint(
                "revolute",
                "m",
                "lj2",
                Urdf.AXIS + Urdf.LIMIT + "<mimic joint='j2' multiplier='-1'/>")
            .revolute("j3", "lm"),
        "joint m mimics j2 and moves joints behind it");
  }

  @Test
  void mimicsOfMimicsFollowWhateverTheOrderInTheFile() throws IOException {
    Urdf urdf =
        Urdf.arm()
            .joint(
                "revolute",
                "f1",
                "lj2",
                Urdf.AXIS + Urdf.LIMIT + "<mimic joint='f2' multiplier='2'/>")
            .joint(
                "revolute",
                "f2",
                "lj2",
                Urdf.AXIS + Urdf.LIMIT + "<mimic joint='f3' offset='0.1'/>")
            .joint("revolute", "f3", "lj2", Urdf.AXIS + Urdf.LIMIT);
    UrdfOptions bent = new UrdfOptions(List.of(), Map.of("f3", 0.5), Double.NaN, Double.NaN);
    assertTrue(
        imports
            .read(urdf.text(), bent)
            .notes()
            .toString()
            .contains("f1 mimics f2: it has no motor and is" + " fixed at 1.2"));
    imports.refused(
        Urdf.arm().joint("revolute", "a", "lj2", Urdf.LIMIT + "<mimic joint='a'/>"),
        "mimics it in turn");
  }

  @Test
  void whatIsFixedIsInsideItsLimits_andNotFixedAlready() {
    UrdfOptions far = new UrdfOptions(List.of(), Map.of("j1", 9.0), Double.NaN, Double.NaN);
    assertTrue(
        imports.refusal(Urdf.arm().text(), far).contains("--fix j1=9.0: allowed is -2.0 to 2.0"));
    String urdf = Urdf.arm().joint("fixed", "tool", "lj2", "").text();
    UrdfOptions fixed = new UrdfOptions(List.of(), Map.of("tool", 0.5), Double.NaN, Double.NaN);
    assertTrue(imports.refusal(urdf, fixed).contains("--fix tool: it is fixed already"));
  }

  @Test
  void whatXacroWroteInCommentsIsNoXacro_andABogusXmlVersionIsRead() throws IOException {
    String urdf =
        "<?xml version='0.0' ?><!-- <xacro:arm side=\"${side}\"/> -->" + Urdf.arm().text();
    assertEquals(List.of("j1", "j2"), imports.robot(urdf, UrdfOptions.NONE).jointNames());
  }

  @Test
  void aMimicThatCarriesOnlyMimicsIsTheFingerOfAGripper() throws IOException {
    Urdf urdf =
        Urdf.arm()
            .joint("revolute", "finger", "lj2", Urdf.AXIS + Urdf.LIMIT)
            .joint("revolute", "inner", "lj2", Urdf.AXIS + Urdf.LIMIT + "<mimic joint='finger'/>")
            .joint("revolute", "tip", "linner", Urdf.AXIS + Urdf.LIMIT + "<mimic joint='finger'/>");
    assertEquals(List.of("j1", "j2", "finger"), imports.robot(urdf).jointNames());
  }

  @Test
  void anArmThatWouldLieOnTheTableGetsAPostureClearOfIt_andTheSameEachTime() throws IOException {
    Urdf urdf = new Urdf().link("base", 0);
    String parent = "base";
    for (int k = 1; k <= 4; k++) {
      urdf.joint(
          "revolute",
          "j" + k,
          parent,
          "<axis xyz='1 0 0'/>" + Urdf.LIMIT.replace("lower='-2'", "lower='-2.5'"));
      parent = "lj" + k;
    }
    String low = urdf.text().replace("xyz='0 0.1 0.2'", "xyz='0 0.3 0'");
    UrdfReader.Imported made = imports.read(low, UrdfOptions.NONE);
    assertTrue(made.notes().toString().contains("clear of a table"), made.notes().toString());
    assertEquals(made.robotFile(), imports.read(low, UrdfOptions.NONE).robotFile());
    RobotModel r = RobotFiles.parse("x.yaml", made.robotFile());
    RigidBodyDynamics d = new RigidBodyDynamics(r);
    d.update(r.posture(), new double[4]);
    double[] p = new double[3];
    for (int body = 2; body < 4; body++) {
      d.position(d.point(body, new double[3]), p);
      assertTrue(p[2] > 0.15, "body " + body + " at " + p[2]);
    }
    assertEquals(List.of(), imports.read(Urdf.arm().text(), UrdfOptions.NONE).notes());
  }

  @Test
  void aNameOfSeveralLinesWritesNoKeysOfItsOwn() throws IOException {
    String urdf =
        Urdf.arm()
            .joint("prismatic", "f&#10;schema: x", "lj2", "<limit upper='1'/>")
            .text()
            .replace("name='r'", "name='true'");
    RobotModel r = imports.robot(urdf, UrdfOptions.NONE);
    assertEquals("true", r.name());
    assertEquals(2, r.dof());
  }
}
