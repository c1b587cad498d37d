package org.reins.robot.urdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.RobotModel;
import org.reins.robot.model.RobotWarnings;

/** URDFs as people have them: grippers, trunks, wheels, and what is missing in them. */
class UrdfImportTest {
  @TempDir private Path folder;

  /** Puts a URDF together, link by link and joint by joint. */
  private static final class Urdf {
    private final StringBuilder xml = new StringBuilder();

    Urdf link(String name, double mass) {
      xml.append("<link name='" + name + "'>");
      if (mass > 0) {
        double i = 0.01 * mass;
        xml.append("<inertial><origin xyz='0 0 0.1'/><mass value='" + mass + "'/><inertia ixx='")
            .append(i + "' iyy='" + i + "' izz='" + i + "' ixy='0' ixz='0' iyz='0'/></inertial>");
      }
      xml.append("</link>");
      return this;
    }

    /** A joint with a link of 1 kg behind it, which bears the joint's name and an l before it. */
    Urdf joint(String type, String name, String parent, String more) {
      link("l" + name, 1);
      return bare(type, name, parent, "l" + name, more);
    }

    Urdf at(String xyz, String type, String name, String parent, String child) {
      xml.append("<joint name='" + name + "' type='" + type + "'><parent link='" + parent + "'/>")
          .append("<child link='" + child + "'/><origin xyz='" + xyz + "'/>" + AXIS + LIMIT)
          .append("</joint>");
      return this;
    }

    Urdf bare(String type, String name, String parent, String child, String more) {
      xml.append("<joint name='" + name + "' type='" + type + "'><parent link='" + parent + "'/>")
          .append("<child link='" + child + "'/><origin xyz='0 0.1 0.2'/>" + more + "</joint>");
      return this;
    }

    Urdf revolute(String name, String parent) {
      return joint("revolute", name, parent, AXIS + LIMIT);
    }

    String text() {
      return "<robot name='r'>" + xml + "</robot>";
    }
  }

  private static final String AXIS = "<axis xyz='0 1 0'/>";
  private static final String LIMIT = "<limit lower='-2' upper='2' effort='20' velocity='2'/>";

  private static Urdf arm() {
    return new Urdf().link("base", 0).revolute("j1", "base").revolute("j2", "lj1");
  }

  private UrdfReader.Imported read(String urdf, UrdfOptions options) throws IOException {
    Path path = folder.resolve("x.urdf");
    Files.writeString(path, urdf);
    return UrdfReader.read(path, options);
  }

  private RobotModel robot(String urdf, UrdfOptions options) throws IOException {
    return RobotFiles.parse("x.yaml", read(urdf, options).robotFile());
  }

  private RobotModel robot(Urdf urdf) throws IOException {
    return robot(urdf.text(), UrdfOptions.NONE);
  }

  private String refusal(String urdf, UrdfOptions options) {
    String message = assertThrows(RobotFileException.class, () -> read(urdf, options)).getMessage();
    assertEquals(1, message.lines().count());
    return message;
  }

  private void refused(Urdf urdf, String part) {
    String message = refusal(urdf.text(), UrdfOptions.NONE);
    assertTrue(message.contains(part), message);
  }

  @Test
  void theFingersOfAGripperAreFixed_andThatIsSaid() throws IOException {
    Urdf urdf =
        arm()
            .joint("prismatic", "finger", "lj2", "<limit lower='0.01' upper='0.03'/>")
            .joint("prismatic", "mirror", "lj2", "<mimic joint='finger' multiplier='-1'/>");
    UrdfReader.Imported made = read(urdf.text(), UrdfOptions.NONE);
    RobotModel r = RobotFiles.parse("x.yaml", made.robotFile());
    assertEquals(List.of("j1", "j2"), r.jointNames());
    assertEquals(3, r.links().get(1).mass(), 1e-12, "their masses stay");
    assertEquals(2, made.notes().size());
    assertTrue(
        made.robotFile().contains("# Note: joint finger is prismatic and carries no other joint"));
    assertTrue(made.notes().toString().contains("mirror mimics finger"), made.notes().toString());
  }

  private static final String RAIL =
      "<axis xyz='3 0 0'/><limit upper='2' effort='300' velocity='0.5'/>";

  private static UrdfOptions keep(String... joints) {
    return new UrdfOptions(
        List.of(),
        Map.of(),
        List.of(joints),
        UrdfOptions.MissingLimits.NONE,
        UrdfOptions.MissingLimits.NONE,
        Double.NaN);
  }

  @Test
  void aRailIsAJointOfTheArmThatItCarries() throws IOException {
    Urdf urdf =
        new Urdf()
            .link("base", 0)
            .joint("prismatic", "rail", "base", RAIL)
            .revolute("j1", "lrail")
            .joint("prismatic", "finger", "lj1", RAIL);
    UrdfReader.Imported made = read(urdf.text(), UrdfOptions.NONE);
    RobotModel r = RobotFiles.parse("x.yaml", made.robotFile());
    assertEquals(List.of("rail", "j1"), r.jointNames());
    assertTrue(r.joints().get(0).slides());
    assertEquals(2, r.joints().get(0).limits().upper());
    assertEquals(300, r.joints().get(0).limits().effort());
    assertEquals(1, r.posture()[0], "the middle of its range");
    assertEquals(1, made.notes().size(), "only the finger is fixed: " + made.notes());
    assertTrue(made.notes().get(0).contains("--keep finger"), made.notes().get(0));
    RobotModel all = robot(urdf.text(), keep("finger"));
    assertEquals(List.of("rail", "j1", "finger"), all.jointNames());
  }

  @Test
  void onlyAPrismaticJointThatMovesCanBeKept() {
    Urdf urdf =
        arm()
            .joint("prismatic", "finger", "lj2", RAIL)
            .joint("prismatic", "mirror", "lj2", RAIL + "<mimic joint='finger'/>");
    assertTrue(refusal(urdf.text(), keep("j1")).contains("--keep j1: it is revolute"));
    assertTrue(refusal(urdf.text(), keep("thumb")).contains("--keep thumb: "));
    assertTrue(refusal(urdf.text(), keep("mirror")).contains("mimics another joint"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new UrdfOptions(
                List.of(),
                Map.of("finger", 0.0),
                List.of("finger"),
                UrdfOptions.MissingLimits.NONE,
                UrdfOptions.MissingLimits.NONE,
                Double.NaN));
  }

  @Test
  void aGantryWithoutJointsThatTurnKeepsItsSlides() throws IOException {
    RobotModel r =
        robot(
            new Urdf()
                .link("base", 0)
                .joint("prismatic", "x", "base", RAIL)
                .joint("prismatic", "y", "lx", RAIL)
                .joint("prismatic", "z", "ly", RAIL));
    assertEquals(List.of("x", "y", "z"), r.jointNames());
    assertEquals(2, r.stage(2));
  }

  @Test
  void limitsThatASlideLacksAreNamedInItsUnits_andFilledInByOptionsOfTheirOwn() throws IOException {
    String urdf =
        new Urdf()
            .link("base", 0)
            .joint("prismatic", "rail", "base", "<axis xyz='1 0 0'/><limit upper='2'/>")
            .joint("revolute", "j1", "lrail", AXIS + "<limit lower='-1' upper='1'/>")
            .text();
    String message = refusal(urdf, UrdfOptions.NONE);
    assertTrue(message.contains("missing for j1: write it into the URDF, or give --effort N·m"));
    assertTrue(message.contains("missing for rail: write it into the URDF, or give --force N"));
    assertTrue(message.contains("or give --slide-velocity m/s"), message);
    UrdfOptions filled =
        new UrdfOptions(
            List.of(),
            Map.of(),
            List.of(),
            new UrdfOptions.MissingLimits(40, 2),
            new UrdfOptions.MissingLimits(500, 0.3),
            Double.NaN);
    RobotModel r = robot(urdf, filled);
    assertEquals(500, r.joints().get(0).limits().effort());
    assertEquals(0.3, r.joints().get(0).limits().velocity());
    assertEquals(40, r.joints().get(1).limits().effort());
  }

  @Test
  void aLegThatSlidesIsNotALeg() {
    String urdf =
        quadruped()
            .text()
            .replace("_a'", "_hip'")
            .replace("name='FL_b' type='revolute'", "name='FL_b' type='prismatic'");
    assertTrue(refusal(urdf, UrdfOptions.NONE).contains("belongs to a leg by its name"));
  }

  @Test
  void aRailThatIsFixedIsWhereTheArmStands() throws IOException {
    String urdf =
        new Urdf()
            .link("base", 0)
            .joint("prismatic", "rail", "base", RAIL)
            .revolute("j1", "lrail")
            .text();
    UrdfOptions at = new UrdfOptions(List.of(), Map.of("rail", 0.5), Double.NaN, Double.NaN);
    RobotModel r = robot(urdf, at);
    assertArrayEquals(new double[] {0.5, 0.2, 0.4}, r.joints().get(0).xyz(), 1e-12);
  }

  @Test
  void aJointFixedAtAnAngleTurnsWhatHangsOnIt() throws IOException {
    UrdfOptions bent =
        new UrdfOptions(List.of(), Map.of("j1", Math.PI / 2), Double.NaN, Double.NaN);
    RobotModel r = robot(arm().text(), bent);
    // About y: the next joint's z of 0.2 becomes x.
    assertArrayEquals(new double[] {0.2, 0.2, 0.2}, r.joints().get(0).xyz(), 1e-12);
    assertTrue(
        refusal(arm().text(), new UrdfOptions(List.of(), Map.of("j9", 0.0), 1, 1))
            .contains("no such joint; it has j1, j2"));
  }

  @Test
  void withATipOnlyTheJointsThatLeadThereAreKept() throws IOException {
    Urdf two = arm().revolute("side", "lj1");
    UrdfOptions tip = new UrdfOptions(List.of("lj2"), Map.of(), Double.NaN, Double.NaN);
    RobotModel r = robot(two.text(), tip);
    assertEquals(List.of("j1", "j2"), r.jointNames());
    assertEquals(2, r.links().get(0).mass(), 1e-12);
    UrdfOptions nowhere = new UrdfOptions(List.of("hand"), Map.of(), Double.NaN, Double.NaN);
    assertTrue(refusal(two.text(), nowhere).contains("no such link; it has base, lj1"));
  }

  @Test
  void aTrunkOnTheWorldWithTwoArmsAndAHeadIsAnArm() throws IOException {
    Urdf urdf = new Urdf().link("world", 0).link("torso", 30);
    urdf.bare("fixed", "fix", "world", "torso", "");
    for (String side : List.of("left", "right", "middle", "fourth")) {
      urdf.revolute(side + "1", "torso")
          .revolute(side + "2", "l" + side + "1")
          .revolute(side + "3", "l" + side + "2");
    }
    urdf.revolute("head", "torso");
    RobotModel r = robot(urdf);
    assertEquals("arm", r.base().kind());
    assertEquals(13, r.dof());
  }

  private static Urdf quadruped() {
    Urdf urdf = new Urdf().link("trunk", 10);
    for (String leg : List.of("FL", "FR", "RL", "RR")) {
      // In a frame at the tail: all hips lie ahead of it.
      String at = (leg.startsWith("F") ? "0.6 " : "0.1 ") + (leg.endsWith("L") ? "0.1" : "-0.1");
      urdf.link("l" + leg + "_a", 1)
          .at(at + " 0", "revolute", leg + "_a", "trunk", "l" + leg + "_a")
          .revolute(leg + "_b", "l" + leg + "_a")
          .revolute(leg + "_c", "l" + leg + "_b")
          .link(leg + "_foot", 0.1)
          .bare("fixed", leg + "_f", "l" + leg + "_c", leg + "_foot", "");
    }
    return urdf;
  }

  @Test
  void aQuadrupedIsLegged_withAnArmItIsRefused_untilTheArmIsFixed() throws IOException {
    RobotModel bare = robot(quadruped());
    assertEquals("legged", bare.base().kind());
    assertEquals(
        List.of("FR_a", "FL_a", "RR_a", "RL_a"),
        List.of(0, 3, 6, 9).stream().map(bare.jointNames()::get).toList());
    String urdf = quadruped().revolute("arm1", "trunk").revolute("arm2", "larm1").text();
    assertTrue(
        refusal(urdf, UrdfOptions.NONE).contains("others that begin with arm1 (2)"),
        refusal(urdf, UrdfOptions.NONE));
    UrdfOptions still =
        new UrdfOptions(List.of(), Map.of("arm1", 0.0, "arm2", 0.5), Double.NaN, Double.NaN);
    RobotModel r = robot(urdf, still);
    assertEquals("legged", r.base().kind());
    assertEquals(12, r.base().bodies().get(0).mass(), 1e-12);
  }

  @Test
  void aHandOfFourFingersIsAnArm_aBipedIsRefused() throws IOException {
    Urdf hand = new Urdf().link("palm", 1);
    for (String finger : List.of("a", "b", "c", "d")) {
      String parent = "palm";
      for (int k = 0; k < 4; k++) {
        hand.revolute(finger + k, parent);
        parent = "l" + finger + k;
      }
    }
    assertEquals("arm", robot(hand).base().kind());
    Urdf biped = new Urdf().link("pelvis", 10);
    for (String side : List.of("left_", "right_")) {
      biped
          .revolute(side + "hip", "pelvis")
          .revolute(side + "knee", "l" + side + "hip")
          .revolute(side + "ankle", "l" + side + "knee");
    }
    refused(biped, "belongs to a leg by its name");
  }

  @Test
  void wheelsAreNamed_andAnArmOnThemIsImportedByItsTip() throws IOException {
    Urdf urdf =
        new Urdf()
            .link("chassis", 20)
            .joint("continuous", "wheel_left", "chassis", AXIS + "<limit effort='5' velocity='9'/>")
            .joint("continuous", "drive", "chassis", AXIS + "<limit effort='5' velocity='9'/>");
    refused(urdf, "wheel_left is a wheel");
    refused(
        new Urdf()
            .link("chassis", 20)
            .joint("continuous", "one", "chassis", AXIS + "<limit effort='5' velocity='9'/>")
            .joint("continuous", "two", "chassis", AXIS + "<limit effort='5' velocity='9'/>"),
        "one, two are wheels");
    urdf.revolute("j1", "chassis").revolute("j2", "lj1");
    UrdfOptions tip = new UrdfOptions(List.of("lj2"), Map.of(), Double.NaN, Double.NaN);
    assertEquals(List.of("j1", "j2"), robot(urdf.text(), tip).jointNames());
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
    String message = refusal(urdf, UrdfOptions.NONE);
    assertTrue(message.contains("an effort limit over 0 is missing for j1, j2:"), message);
    assertTrue(message.contains("a velocity limit over 0 is missing for j1, j2:"), message);
    assertTrue(message.contains("(lower below upper) is missing for j3:"), message);
    UrdfOptions filled = new UrdfOptions(List.of(), Map.of("j3", 0.0), 40, 2.5);
    String file = read(urdf, filled).robotFile();
    assertTrue(file.contains("effort: {source: reins, value: 40.0}"), file);
    assertEquals(2.5, RobotFiles.parse("x.yaml", file).joints().get(1).limits().velocity());
  }

  @Test
  void softLimitsCountWhereTheyAreNarrower() throws IOException {
    String soft = "<safety_controller soft_lower_limit='-1.5' soft_upper_limit='9'/>";
    RobotModel r =
        robot(new Urdf().link("base", 0).joint("revolute", "j1", "base", AXIS + LIMIT + soft));
    assertEquals(-1.5, r.joints().get(0).limits().lower());
    assertEquals(2, r.joints().get(0).limits().upper());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "yes", "left: j1", "l2 # tip", "null", "1e3", "[a]", "~", "- x"})
  void whateverAJointIsCalled_whatIsImportedCanBeRead(String name) throws IOException {
    RobotModel r = robot(new Urdf().link("base", 0).revolute(name, "base"));
    assertEquals(List.of(name), r.jointNames());
  }

  @Test
  void anAxisIsADirection() throws IOException {
    RobotModel r =
        robot(
            new Urdf()
                .link("base", 0)
                .joint("revolute", "j", "base", "<axis xyz='0 3 4'/>" + LIMIT));
    assertArrayEquals(new double[] {0, 0.6, 0.8}, r.joints().get(0).axis(), 1e-15);
    refused(
        new Urdf().link("base", 0).joint("revolute", "j", "base", "<axis xyz='0 0 0'/>" + LIMIT),
        "the axis of joint j is 0 0 0");
  }

  @Test
  void aLightLinkGetsARotor_andARobotFileWithoutOneAWarning() throws IOException {
    String light =
        "<robot name='r'><link name='base'/><link name='tip'><inertial><mass value='0.01'/>"
            + "<inertia ixx='8e-7' iyy='8e-7' izz='8e-7' ixy='0' ixz='0' iyz='0'/></inertial></link>"
            + "<joint name='j' type='revolute'><parent link='base'/><child link='tip'/>"
            + AXIS
            + "<limit lower='-2' upper='2' effort='2' velocity='2'/></joint></robot>";
    String file = read(light, UrdfOptions.NONE).robotFile();
    RobotModel r = RobotFiles.parse("x.yaml", file);
    assertTrue(r.joints().get(0).rotorInertia() > 5e-4);
    assertEquals(List.of(), RobotWarnings.of(r));
    String without =
        file.replaceFirst(
            "rotor_inertia: \\{source: reins, value: [^}]*}",
            "rotor_inertia: {source: reins, value: 0.0}");
    List<String> warnings = RobotWarnings.of(RobotFiles.parse("x.yaml", without));
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("joint j: 2.0 N·m accelerate"), warnings.get(0));
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
    String message = refusal(urdf.strip(), UrdfOptions.NONE);
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
    refused(
        arm()
            .joint("revolute", "m", "lj2", AXIS + LIMIT + "<mimic joint='j2' multiplier='-1'/>")
            .revolute("j3", "lm"),
        "joint m mimics j2 and moves joints behind it");
  }

  @Test
  void mimicsOfMimicsFollowWhateverTheOrderInTheFile() throws IOException {
    Urdf urdf =
        arm()
            .joint("revolute", "f1", "lj2", AXIS + LIMIT + "<mimic joint='f2' multiplier='2'/>")
            .joint("revolute", "f2", "lj2", AXIS + LIMIT + "<mimic joint='f3' offset='0.1'/>")
            .joint("revolute", "f3", "lj2", AXIS + LIMIT);
    UrdfOptions bent = new UrdfOptions(List.of(), Map.of("f3", 0.5), Double.NaN, Double.NaN);
    assertTrue(
        read(urdf.text(), bent)
            .notes()
            .toString()
            .contains("f1 mimics f2: it has no motor and is" + " fixed at 1.2"));
    refused(arm().joint("revolute", "a", "lj2", LIMIT + "<mimic joint='a'/>"), "mimics it in turn");
  }

  @Test
  void whatIsFixedIsInsideItsLimits_andNotFixedAlready() {
    UrdfOptions far = new UrdfOptions(List.of(), Map.of("j1", 9.0), Double.NaN, Double.NaN);
    assertTrue(refusal(arm().text(), far).contains("--fix j1=9.0: allowed is -2.0 to 2.0"));
    String urdf = arm().joint("fixed", "tool", "lj2", "").text();
    UrdfOptions fixed = new UrdfOptions(List.of(), Map.of("tool", 0.5), Double.NaN, Double.NaN);
    assertTrue(refusal(urdf, fixed).contains("--fix tool: it is fixed already"));
  }

  @Test
  void aHandOfFourFingersOfThreeJointsIsAnArm() throws IOException {
    Urdf hand = new Urdf().link("palm", 1);
    for (String finger : List.of("a", "b", "c", "d")) {
      hand.revolute(finger + "0", "palm")
          .revolute(finger + "1", "l" + finger + "0")
          .revolute(finger + "2", "l" + finger + "1");
    }
    assertEquals("arm", robot(hand).base().kind());
  }

  @Test
  void whatXacroWroteInCommentsIsNoXacro_andABogusXmlVersionIsRead() throws IOException {
    String urdf = "<?xml version='0.0' ?><!-- <xacro:arm side=\"${side}\"/> -->" + arm().text();
    assertEquals(List.of("j1", "j2"), robot(urdf, UrdfOptions.NONE).jointNames());
  }

  @Test
  void anInertiaThatNoBodyHasIsEnlargedAndTold() throws IOException {
    String flat =
        arm()
            .text()
            .replaceFirst("ixx='0.01' iyy='0.01' izz='0.01'", "ixx='0.001' iyy='0.002' izz='0.05'");
    UrdfReader.Imported made = read(flat, UrdfOptions.NONE);
    Inertia i = RobotFiles.parse("x.yaml", made.robotFile()).links().get(0).inertia();
    assertEquals(0.05, i.zz(), 1e-9);
    assertEquals(0.05, i.xx() + i.yy(), 1e-9);
    assertEquals(0.001, i.yy() - i.xx(), 1e-9, "as much is added to both");
    assertTrue(made.notes().get(0).contains("no rigid body has the inertia of link lj1"));
    assertTrue(made.robotFile().contains("inertia: {source: reins, ixx"));
    String point =
        arm().text().replaceFirst("ixx='0.01' iyy='0.01' izz='0.01'", "ixx='0' iyy='0' izz='0'");
    Inertia ball = robot(point, UrdfOptions.NONE).links().get(0).inertia();
    // A ball of 1 kg and 1000 kg/m³ has a radius of 62 mm.
    assertEquals(0.4 * 0.0620 * 0.0620, ball.xx(), 1e-5);
  }

  @Test
  void enlargedInertiasArePossibleAndNeverSmaller_whateverTheTensor() {
    SplittableRandom random = new SplittableRandom(3);
    for (int k = 0; k < 2_000; k++) {
      double[] t = random.doubles(6, -1, 1).toArray();
      double[] p = PossibleInertia.of(t, 1);
      Inertia made = new Inertia(p[0], p[1], p[2], p[3], p[4], p[5]);
      for (int d = 0; d < 20 && t[0] + t[3] + t[5] > 0; d++) {
        double[] n = random.doubles(3, -1, 1).toArray();
        assertTrue(about(n, p) >= about(n, t) - 1e-9, made.toString());
      }
    }
    double[] sound = {0.02, 0.001, 0, 0.03, 0, 0.025};
    assertTrue(sound == PossibleInertia.of(sound, 1), "a possible one stays as it is");
  }

  private static double about(double[] n, double[] t) {
    return n[0] * n[0] * t[0]
        + n[1] * n[1] * t[3]
        + n[2] * n[2] * t[5]
        + 2 * (n[0] * n[1] * t[1] + n[0] * n[2] * t[2] + n[1] * n[2] * t[4]);
  }

  @Test
  void linksWithoutAnInertialAreNamedAtOnce_andADensityEstimatesThem() throws IOException {
    String urdf =
        new Urdf()
            .link("base", 0)
            .link("a", 0)
            .link("b", 0)
            .bare("revolute", "j1", "base", "a", AXIS + LIMIT)
            .bare("revolute", "j2", "a", "b", AXIS + LIMIT)
            .text();
    String message = refusal(urdf, UrdfOptions.NONE);
    assertTrue(message.contains("links a, b have no inertial"), message);
    assertTrue(message.contains("--density"), message);
    UrdfOptions dense =
        new UrdfOptions(
            List.of(),
            Map.of(),
            List.of(),
            UrdfOptions.MissingLimits.NONE,
            UrdfOptions.MissingLimits.NONE,
            1000);
    UrdfReader.Imported made = read(urdf, dense);
    RobotModel r = RobotFiles.parse("x.yaml", made.robotFile());
    double length = Math.hypot(0.1, 0.2) + 0.08;
    assertEquals(1000 * Math.PI * 0.06 * 0.06 * length, r.links().get(0).mass(), 1e-9);
    assertTrue(made.notes().get(0).contains("and not with torques"), made.notes().get(0));
    assertTrue(r.control().gravityCompensated());
    // Joints that tell nothing, links that are named as legs.
    String legs =
        quadruped().text().replaceAll("<inertial>.*?</inertial>", "").replace("_foot", "_end");
    assertTrue(
        refusal(legs.replaceAll("'l(..)_a'", "'$1.hip'"), dense)
            .contains("body trunk of a quadruped has no inertial"));
    assertTrue(
        refusal(quadruped().text().replaceAll("<inertial>.*?</inertial>", ""), dense)
            .contains("body trunk of a quadruped has no inertial"));
  }

  @Test
  void aMimicThatCarriesOnlyMimicsIsTheFingerOfAGripper() throws IOException {
    Urdf urdf =
        arm()
            .joint("revolute", "finger", "lj2", AXIS + LIMIT)
            .joint("revolute", "inner", "lj2", AXIS + LIMIT + "<mimic joint='finger'/>")
            .joint("revolute", "tip", "linner", AXIS + LIMIT + "<mimic joint='finger'/>");
    assertEquals(List.of("j1", "j2", "finger"), robot(urdf).jointNames());
  }

  @Test
  void whatFliesIsRefused_andItsArmIsImportedByItsTip() throws IOException {
    Urdf drone =
        new Urdf()
            .link("frame", 2)
            .revolute("rotor_0", "frame")
            .revolute("rotor_1", "frame")
            .revolute("j1", "frame");
    refused(drone, "rotor_0, rotor_1 are propellers");
    UrdfOptions tip = new UrdfOptions(List.of("lj1"), Map.of(), Double.NaN, Double.NaN);
    assertEquals(List.of("j1"), robot(drone.text(), tip).jointNames());
    refused(arm().joint("fixed", "t", "base", "").link("Thruster_left", 1), "is a propeller");
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
          "<axis xyz='1 0 0'/>" + LIMIT.replace("lower='-2'", "lower='-2.5'"));
      parent = "lj" + k;
    }
    String low = urdf.text().replace("xyz='0 0.1 0.2'", "xyz='0 0.3 0'");
    UrdfReader.Imported made = read(low, UrdfOptions.NONE);
    assertTrue(made.notes().toString().contains("clear of a table"), made.notes().toString());
    assertEquals(made.robotFile(), read(low, UrdfOptions.NONE).robotFile());
    RobotModel r = RobotFiles.parse("x.yaml", made.robotFile());
    RigidBodyDynamics d = new RigidBodyDynamics(r);
    d.update(r.posture(), new double[4]);
    double[] p = new double[3];
    for (int body = 2; body < 4; body++) {
      d.position(d.point(body, new double[3]), p);
      assertTrue(p[2] > 0.15, "body " + body + " at " + p[2]);
    }
    assertEquals(List.of(), read(arm().text(), UrdfOptions.NONE).notes());
  }

  @Test
  void massesAndCirclesThatCannotBeAreRefused() {
    refused(
        new Urdf()
            .bare("revolute", "x", "b", "c", LIMIT)
            .bare("revolute", "y", "c", "b", LIMIT)
            .link("b", 1)
            .link("c", 1),
        "its parents form a circle");
    String heavy =
        arm()
            .text()
            .replace(
                "</robot>",
                "<link name='tool'><inertial><mass value='5'/></inertial></link><joint name='t'"
                    + " type='fixed'><parent link='lj2'/><child link='tool'/></joint></robot>");
    assertTrue(refusal(heavy, UrdfOptions.NONE).contains("link tool has a mass and no inertia"));
  }

  @Test
  void aNameOfSeveralLinesWritesNoKeysOfItsOwn() throws IOException {
    String urdf =
        arm()
            .joint("prismatic", "f&#10;schema: x", "lj2", "<limit upper='1'/>")
            .text()
            .replace("name='r'", "name='true'");
    RobotModel r = robot(urdf, UrdfOptions.NONE);
    assertEquals("true", r.name());
    assertEquals(2, r.dof());
  }
}
