package org.reins.robot.urdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.model.RobotWarnings;

/** Limits in other units than a URDF has, and grippers that turn. */
class UrdfUnitsTest {
  @TempDir private Path folder;

  private static String link(String name) {
    return "<link name='"
        + name
        + "'><inertial><origin xyz='0 0 0.1'/><mass value='1'/><inertia ixx='0.01' iyy='0.01'"
        + " izz='0.01' ixy='0' ixz='0' iyz='0'/></inertial></link>";
  }

  private static String joint(String type, String name, String parent, String more) {
    return link("l" + name)
        + "<joint name='"
        + name
        + "' type='"
        + type
        + "'><parent link='"
        + parent
        + "'/><child link='l"
        + name
        + "'/><origin xyz='0 0.1 0.2'/><axis xyz='0 1 0'/>"
        + more
        + "</joint>";
  }

  private static String limit(double most, double velocity) {
    return "<limit lower='"
        + -most
        + "' upper='"
        + most
        + "' effort='20' velocity='"
        + velocity
        + "'/>";
  }

  private UrdfReader.Imported read(String joints, UrdfOptions options) throws IOException {
    Path path = folder.resolve("x.urdf");
    Files.writeString(path, "<robot name='r'><link name='base'/>" + joints + "</robot>");
    return UrdfReader.read(path, options);
  }

  private List<String> warnings(String joints) throws IOException {
    RobotModel robot = RobotFiles.parse("x.yaml", read(joints, UrdfOptions.NONE).robotFile());
    return RobotWarnings.of(robot);
  }

  private String refusal(String joints) {
    return assertThrows(RobotFileException.class, () -> read(joints, UrdfOptions.NONE))
        .getMessage();
  }

  @Test
  void limitsInDegreesAreRefused_withTheirJointsNamed() {
    String message =
        refusal(
            joint("revolute", "a", "base", limit(2, 2))
                + joint("revolute", "b", "la", limit(170, 180))
                + joint("revolute", "c", "lb", limit(120, 225)));
    assertTrue(
        message.endsWith(
            "limits that look like degrees, not rad: b (-170.0 to 170.0 at 180.0), c (-120.0 to"
                + " 120.0 at 225.0); convert them, or make a joint without end stops continuous"),
        message);
  }

  @Test
  void limitsInMillimetresAreRefused() {
    String message =
        refusal(
            joint("prismatic", "rail", "base", limit(800, 500))
                + joint("revolute", "b", "lrail", limit(2, 2)));
    assertTrue(message.contains("limits that look like millimetres, not m: rail"), message);
  }

  @Test
  void onlyARangeOrOnlyASpeedBeyondThatOfJointsIsAWarning() throws IOException {
    List<String> far = warnings(joint("revolute", "a", "base", limit(170, 3)));
    assertEquals(1, far.size());
    assertTrue(
        far.get(0).startsWith("joint a: its range is -170.0 to 170.0 rad: are these degrees"));
    List<String> fast = warnings(joint("revolute", "a", "base", limit(3, 180)));
    assertEquals(1, fast.size());
    assertTrue(fast.get(0).startsWith("joint a: its speed limit is 180.0 rad/s"), fast.get(0));
  }

  @Test
  void numbersThatStandForNoLimitAreMissing() {
    String none = "<limit lower='-1e16' upper='1e16' effort='1e30' velocity='1e30'/>";
    String message = refusal(joint("revolute", "a", "base", none));
    assertTrue(message.contains("an effort limit over 0 is missing for a"), message);
    assertTrue(message.contains("a velocity limit over 0 is missing for a"), message);
    assertTrue(message.contains("a range of positions"), message);
    assertTrue(message.contains("or give --fix JOINT=POSITION for these joints"), message);
    assertTrue(
        message.endsWith("a velocity beyond 1000 and a position beyond 10000 count as none"));
  }

  @Test
  void twoLimitsOfAJointAreRefused() {
    String message = refusal(joint("revolute", "a", "base", limit(2, 2) + limit(1, 1)));
    assertTrue(message.contains("<joint name=\"a\"> has 2 elements <limit>: keep one"), message);
  }

  @Test
  void lengthsInMillimetresAndMassesInGramsAreWarnedOf() throws IOException {
    String arm = joint("revolute", "a", "base", limit(2, 2));
    assertEquals(List.of(), warnings(arm));
    String far = arm.replace("xyz='0 0.1 0.2'", "xyz='0 100 200'");
    assertTrue(warnings(far).get(0).contains("224 m from the joint before: millimetres?"));
    String off = arm.replace("xyz='0 0 0.1'", "xyz='0 0 100'");
    assertTrue(warnings(off).toString().contains("centre of mass is 100 m away: millimetres?"));
    String heavy = arm.replace("mass value='1'", "mass value='2000'");
    assertTrue(warnings(heavy).toString().contains("its mass is 2000 kg: grams?"));
    String wide = arm.replace("ixx='0.01'", "ixx='1e4'").replace("iyy='0.01'", "iyy='1e4'");
    assertTrue(
        warnings(wide).toString().contains("too large for its mass"), warnings(wide)::toString);
    assertTrue(read(heavy, UrdfOptions.NONE).notes().toString().contains("2000 kg"));
  }

  @Test
  void xacroWithAnyPrefixIsSeen_andEmptyLinesBeforeTheFirstAreAllowed() throws IOException {
    Path path = folder.resolve("x.urdf");
    String arm = "<link name='base'/>" + joint("revolute", "a", "base", limit(2, 2)) + "</robot>";
    Files.writeString(
        path,
        "<robot name='r' xmlns:x='http://www.ros.org/wiki/xacro'><x:include filename='y'/>" + arm);
    String message =
        assertThrows(RobotFileException.class, () -> UrdfReader.read(path, UrdfOptions.NONE))
            .getMessage();
    assertTrue(message.contains("is xacro"), message);
    Files.writeString(path, "\n  <?xml version=\"1.0\"?><robot name='r'>" + arm);
    assertTrue(UrdfReader.read(path, UrdfOptions.NONE).robotFile().contains("name: a"));
  }

  @Test
  void aMimicOutsideOfItsLimitsIsSaid() throws IOException {
    String joints =
        joint("revolute", "a", "base", limit(2, 2))
            + joint("revolute", "m", "la", limit(2, 2) + "<mimic joint='a' offset='9'/>");
    assertTrue(
        read(joints, UrdfOptions.NONE)
            .notes()
            .toString()
            .contains("fixed at 9.0, outside of its own limits"));
  }

  @Test
  void aWristOfTwoTurnsAndAContinuousJointAreNoCauseForIt() throws IOException {
    assertEquals(
        List.of(),
        warnings(
            joint("revolute", "a", "base", limit(4 * Math.PI, 20))
                + joint("continuous", "b", "la", "<limit effort='20' velocity='20'/>")));
  }

  @Test
  void aGripperThatTurnsIsKept_andTheNoteSaysHowToLeaveItOut() throws IOException {
    String joints =
        joint("revolute", "arm", "base", limit(2, 2))
            + joint("revolute", "finger", "larm", limit(0.8, 2))
            + joint(
                "revolute",
                "mirror",
                "larm",
                limit(0.8, 2) + "<mimic joint='finger' multiplier='-1' offset='0.1'/>");
    UrdfReader.Imported made = read(joints, UrdfOptions.NONE);
    assertEquals(
        List.of("arm", "finger"), RobotFiles.parse("x.yaml", made.robotFile()).jointNames());
    assertTrue(made.notes().toString().contains("leave it out with --fix finger=0.0"));
    UrdfOptions without = new UrdfOptions(List.of(), Map.of("finger", 0.0), Double.NaN, Double.NaN);
    assertEquals(
        List.of("arm"), RobotFiles.parse("x.yaml", read(joints, without).robotFile()).jointNames());
  }
}
