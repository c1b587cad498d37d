package org.reins.filter.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** What the static rules say of contracts that are wrong in one place. */
class ContractRulesTest {
  private static final RobotModel GO2 = RobotFiles.load("go2");
  private static final String RIGHT =
      """
      schema: reins/policy/1
      name: p
      robot: go2
      period: 0.02
      joints:
        names: [FL_hip_joint, FL_thigh_joint, FL_calf_joint, FR_hip_joint, FR_thigh_joint, \
      FR_calf_joint, RL_hip_joint, RL_thigh_joint, RL_calf_joint, RR_hip_joint, RR_thigh_joint, \
      RR_calf_joint]
        posture: [0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5]
        stiffness: 25
        damping: 0.5
      commands:
        twist: {low: [-1, -1, -1], high: [1, 1, 1]}
      inputs:
        - terms:
            - {term: base_angular_velocity, scale: 0.25}
            - {term: projected_gravity}
            - {term: command_twist}
            - {term: joint_position_relative}
            - {term: joint_velocity, scale: 0.05}
            - {term: last_action}
      outputs:
        - terms: [{action: joint_position, scale: 0.25, clip: [-100, 100], clip_first: true}]
      """;

  private static List<Finding> found(String from, String to) {
    assertTrue(RIGHT.contains(from), from);
    PolicyDescription d = PolicyFile.parse("p.yaml", RIGHT.replace(from, to));
    return ContractRules.check(GO2, d);
  }

  /** The only finding that is no note. */
  private static String one(String from, String to) {
    List<Finding> bad =
        found(from, to).stream().filter(f -> f.severity() != Severity.NOTE).toList();
    assertEquals(1, bad.size(), bad.toString());
    return bad.get(0).severity().code() + " " + bad.get(0).sentence();
  }

  private static void assertFound(String beginning, String found) {
    assertTrue(found.startsWith(beginning), found);
  }

  @Test
  void aRightContractHasNoFindings() {
    assertEquals(List.of(), found("period: 0.02", "period: 0.02"));
  }

  @Test
  void anUnknownJointIsAnErrorThatNamesIt() {
    assertFound(
        "error joints.names: the robot has no joint FL_calf_motor: it has FR_hip_joint",
        one("FL_calf_joint", "FL_calf_motor"));
  }

  private static boolean hasError(String term, String from, String to) {
    return found(from, to).stream()
        .anyMatch(f -> f.severity() == Severity.ERROR && f.term().equals(term));
  }

  @Test
  void aWarningOnOneJointHidesNoErrorOnAnother() {
    assertTrue(
        hasError(
            "joints.stiffness",
            "stiffness: 25",
            "stiffness: [150, 0, 0, 20, 20, 20, 20, 20, 20, 20, 20, 20]"));
    assertTrue(
        hasError(
            "joints.damping",
            "damping: 0.5",
            "damping: [2, 50, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]"));
    assertTrue(
        hasError(
            "action joint_position",
            "scale: 0.25, clip",
            "scale: [-0.25, 0, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25], clip"));
  }

  @Test
  void gainsThatOnlySwitchAMotorBetweenItsLimitsAreAnError() {
    assertTrue(hasError("joints.stiffness", "stiffness: 25", "stiffness: 5000"));
    assertTrue(hasError("joints.damping", "damping: 0.5", "damping: 24.5"));
  }

  @Test
  void aTermThatNobodyDeliversIsAnError() {
    assertTrue(hasError("joint_effort", "{term: last_action}", "{term: joint_effort}"));
    assertTrue(hasError("command_pose_wxyz", "{term: last_action}", "{term: command_pose_wxyz}"));
  }

  @Test
  void anotherRobotIsAWarning() {
    assertEquals(
        "warning robot: the policy was trained for a1, and the robot is go2",
        one("robot: go2", "robot: a1"));
  }

  @Test
  void jointsSeenInAnotherOrderThanMovedAreAWarning() {
    assertFound(
        "warning joint_velocity: its joints are in another order than those of action",
        one(
            "{term: joint_velocity, scale: 0.05}",
            "{term: joint_velocity, scale: 0.05, joints: [FR_hip_joint, FR_thigh_joint,"
                + " FR_calf_joint, FL_hip_joint, FL_thigh_joint, FL_calf_joint, RR_hip_joint,"
                + " RR_thigh_joint, RR_calf_joint, RL_hip_joint, RL_thigh_joint, RL_calf_joint]}"));
  }

  @Test
  void exchangedGainsAreAnError() {
    assertFound(
        "error joints.damping: joint FL_hip_joint has damping 25 above its stiffness 0.5: the two"
            + " may be exchanged",
        one("stiffness: 25\n  damping: 0.5", "stiffness: 0.5\n  damping: 25"));
  }

  @Test
  void dampingFarFromThatOfKnownPoliciesIsAWarning() {
    assertFound(
        "warning joints.damping: joint FL_hip_joint has damping 5 at stiffness 25, 0.2 s",
        one("damping: 0.5", "damping: 5"));
  }

  @Test
  void gainsThatTheWeightBendsAreAWarning() {
    assertFound(
        "warning joints.stiffness: joint FL_hip_joint has stiffness 5 N m/rad: the robot's"
            + " weight bends it by 1 rad",
        one("stiffness: 25\n  damping: 0.5", "stiffness: 5\n  damping: 0.1"));
  }

  @Test
  void gainsThatReachTheTorqueLimitAtOnceAreAWarning() {
    assertFound(
        "warning joints.stiffness: joint FL_hip_joint has stiffness 200 N m/rad: its torque limit"
            + " of 23.7 N m is reached 0.12 rad from the target",
        one("stiffness: 25\n  damping: 0.5", "stiffness: 200\n  damping: 4"));
  }

  @Test
  void missingGainsAreAWarning() {
    assertFound(
        "warning joints.stiffness: the description has no gains",
        one("stiffness: 25\n  damping: 0.5", "stiffness: []\n  damping: []"));
  }

  @Test
  void aPostureInDegreesIsAnErrorThatSaysSo() {
    String found =
        one(
            "[0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5]",
            "[6, 46, -86, -6, 46, -86, 6, 57, -86, -6, 57, -86]");
    assertFound("error joints.posture: joint FL_hip_joint has 6 rad in the default posture", found);
    assertTrue(
        one(
                "[0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5]",
                "[0, 46, -86, 0, 46, -86, 0, 57, -86, 0, 57, -86]")
            .endsWith("; 46 may be in degrees"));
  }

  @Test
  void aPostureInWhichTheRobotCannotStandIsAnError() {
    assertFound(
        "error joints.posture: in the default posture the feet are not level",
        one(
            "[0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0, -1.5]",
            "[0.1, 0.4, -0.9, -0.1, 0.4, -0.9, 0.1, 1.2, -2.3, -0.1, 1.2, -2.3]"));
  }

  @Test
  void anotherPeriodThanThatOfWalkingPoliciesIsAWarning() {
    assertFound(
        "warning period: the policy acts each 0.005 s: usual are 0.008 to 0.035 s",
        one("period: 0.02", "period: 0.005"));
    assertFound(
        "error period: the policy acts each 0.001 s: robot go2 takes a command each 0.002 s",
        one("period: 0.02", "period: 0.001"));
  }

  @Test
  void scalesThatNoKnownPolicyHasAreAWarning() {
    assertFound(
        "warning projected_gravity: has scale 9.81: usual are 0.5 to 2; gravity is a unit vector",
        one("projected_gravity}", "projected_gravity, scale: 9.81}"));
    assertTrue(
        one("joint_velocity, scale: 0.05", "joint_velocity, scale: 57.3")
            .endsWith(
                "it looks like a conversion from or to degrees, and Reins' terms are in"
                    + " radians"));
    assertEquals(
        "warning last_action: has scale 0: the network sees zeros",
        one("last_action}", "last_action, scale: 0}"));
  }

  @Test
  void aTurnedGravityIsOnlyANote_forTheProbeDecides() {
    List<Finding> found = found("projected_gravity}", "projected_gravity, scale: -1}");
    assertEquals(1, found.size());
    assertEquals(Severity.NOTE, found.get(0).severity());
    assertFound(
        "warning projected_gravity: has scales of both signs",
        one("projected_gravity}", "projected_gravity, scale: [1, -1, 1]}"));
  }

  @Test
  void worldAxesAreAWarning() {
    assertFound(
        "warning base_angular_velocity_world: is in world axes",
        one("base_angular_velocity,", "base_angular_velocity_world,"));
  }

  @Test
  void aClipThatCutsMotionIsAWarning() {
    assertFound(
        "warning joint_velocity: is clipped beyond 1: a robot that moves reaches 5",
        one(
            "joint_velocity, scale: 0.05",
            "joint_velocity, scale: 0.05, clip: [-1, 1], clip_first: true"));
    assertFound(
        "warning action joint_position: the clip leaves joint FL_hip_joint only 0.05 to 0.15 rad",
        one("clip: [-100, 100], clip_first: true", "clip: [-0.05, 0.05]"));
  }

  @Test
  void thePostureAsOffsetIsAnError_forItIsAddedTwice() {
    assertFound(
        "error action joint_position: joint FL_thigh_joint has offset 0.8, its default posture",
        one(
            "scale: 0.25, clip",
            "scale: 0.25, offset: [0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 1.0, -1.5, -0.1, 1.0,"
                + " -1.5], clip"));
  }

  @Test
  void actionsInDegreesAreAWarning() {
    assertFound(
        "warning action joint_position: one unit of action moves joint FL_hip_joint by 14.32 rad",
        one("scale: 0.25, clip", "scale: 14.32, clip"));
  }

  @Test
  void aPolicyThatSeesNoCommandIsAWarning() {
    assertEquals(
        "warning command_twist: the network does not see the commanded twist",
        one("      - {term: command_twist}\n", ""));
  }

  @Test
  void unknownCommandsAreANote() {
    List<Finding> found = found("commands:\n  twist: {low: [-1, -1, -1], high: [1, 1, 1]}\n", "");
    assertEquals(1, found.size());
    assertEquals("commands.twist", found.get(0).term());
    assertEquals(Severity.NOTE, found.get(0).severity());
  }
}
