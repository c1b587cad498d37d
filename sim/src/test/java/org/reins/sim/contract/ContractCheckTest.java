package org.reins.sim.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.contract.Finding;
import org.reins.filter.contract.Severity;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.observation.TensorSpec;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.filter.policy.PolicyWriter;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The probe, with networks whose weights are written here. */
class ContractCheckTest {
  private static final RobotModel GO2 = RobotFiles.load("go2");
  private static final String STANDS =
      """
      schema: reins/policy/1
      name: stands
      robot: go2
      period: 0.02
      joints:
        names: [FL_hip_joint, FL_thigh_joint, FL_calf_joint, FR_hip_joint, FR_thigh_joint, \
      FR_calf_joint, RL_hip_joint, RL_thigh_joint, RL_calf_joint, RR_hip_joint, RR_thigh_joint, \
      RR_calf_joint]
        posture: [0, 0.8, -1.5, 0, 0.8, -1.5, 0, 0.8, -1.5, 0, 0.8, -1.5]
        stiffness: 40
        damping: 1
      commands:
        twist: {low: [0, 0, 0], high: [0, 0, 0.5]}
      inputs:
        - terms: [{term: projected_gravity}, {term: command_twist}]
      outputs:
        - terms: [{action: joint_position, scale: 0.25}]
      """;

  /** Sits on its thighs unless gravity points down. */
  private static final class Upright implements PolicyNetwork {
    @Override
    public void run(float[][] inputs, float[][] outputs) {
      float wrong = inputs[0][2] < 0 ? 0 : 6;
      for (int i = 0; i < outputs[0].length; i++) {
        // The left legs fold, the right ones stretch.
        float side = i < 3 || (i >= 6 && i < 9) ? 1 : -1;
        outputs[0][i] = i % 3 == 1 ? side * wrong / 2 : i % 3 == 2 ? -side * wrong : 0;
      }
    }

    @Override
    public void close() {}
  }

  private static SharedNetwork upright() {
    return new SharedNetwork((List<TensorSpec> in, List<TensorSpec> out) -> new Upright());
  }

  private static PolicyDescription description(String from, String to) {
    assertTrue(STANDS.contains(from), from);
    return PolicyFile.parse("p.yaml", STANDS.replace(from, to));
  }

  @Test
  void aPolicyThatOnlyStandsIsToldThatItDoesNotTurn() {
    try (SharedNetwork network = upright()) {
      ContractCheck.Result r =
          new ContractCheck(GO2, network).check(description("period", "period"), List.of());
      ProbeResult probe = r.probe().orElseThrow();
      assertFalse(probe.fell());
      assertTrue(r.isOk());
      List<String> bad =
          r.findings().stream()
              .filter(f -> f.severity() != Severity.NOTE)
              .map(Finding::sentence)
              .toList();
      assertEquals(1, bad.size(), bad.toString());
      assertTrue(bad.get(0).startsWith("probe: turning does not work: "), bad.get(0));
    }
  }

  @Test
  void theSignOfGravityIsNamedAsTheCauseOfAFall() {
    // Without commands the right contract has nothing to answer, so only the fall counts.
    PolicyDescription still =
        PolicyFile.parse(
            "p.yaml",
            STANDS
                .replace("high: [0, 0, 0.5]", "high: [0, 0, 0]")
                .replace("projected_gravity}", "projected_gravity, scale: -1}"));
    try (SharedNetwork network = upright()) {
      List<Repair> repairs =
          Repairs.of(GO2, still).stream()
              .filter(r -> r.term().equals("projected_gravity") || r.term().equals("period"))
              .toList();
      ContractCheck.Result r = new ContractCheck(GO2, network).check(still, repairs);
      assertFalse(r.isOk(), r.findings().toString());
      assertTrue(r.probe().orElseThrow().fell());
      assertEquals("projected_gravity", r.causes().get(0).term());
      assertTrue(
          r.findings().stream()
              .anyMatch(
                  f ->
                      f.severity() == Severity.ERROR
                          && f.sentence()
                              .equals(
                                  "projected_gravity: the robot stands and walks with the sign"
                                      + " turned")),
          r.findings().toString());
    }
  }

  @Test
  void aProbeIsTheSameEachTime() {
    PolicyDescription d = description("period", "period");
    try (SharedNetwork network = upright()) {
      ContractCheck check = new ContractCheck(GO2, network);
      assertEquals(check.run(d).tilt(), check.run(d).tilt());
    }
  }

  @Test
  void noRepairEqualsTheContractOrAnother() {
    PolicyDescription d = description("period", "period");
    List<String> all =
        Repairs.of(GO2, d).stream()
            .map(r -> PolicyWriter.write(r.description(), List.of()))
            .toList();
    assertEquals(all.size(), all.stream().distinct().count());
    assertFalse(all.contains(PolicyWriter.write(d, List.of())));
    assertTrue(all.size() > 40, "only " + all.size());
  }

  @Test
  void mistakesFollowFromTheSeed_andEachChangesTheContractOrIsRefused() {
    PolicyDescription d = description("period", "period");
    ContractErrors one = new ContractErrors(GO2, d, new SplittableRandom(3));
    ContractErrors two = new ContractErrors(GO2, d, new SplittableRandom(3));
    for (String kind : one.kinds()) {
      assertEquals(text(one.make(kind)), text(two.make(kind)), kind);
    }
    assertEquals("refused", text(made(one, "period", 40)));
  }

  /** Draws until a mistake is refused. */
  private static ContractError made(ContractErrors errors, String kind, int most) {
    ContractError e = errors.make(kind);
    for (int k = 0; k < most && !text(e).equals("refused"); k++) {
      e = errors.make(kind);
    }
    return e;
  }

  private static String text(ContractError e) {
    try {
      return PolicyWriter.write(e.description().get(), List.of());
    } catch (IllegalArgumentException refused) {
      return "refused";
    }
  }

  @Test
  void ordersOfJointsAreKnownByNameForEachQuadruped() {
    for (String robot : List.of("go1", "go2", "a1", "spot", "anymal_c")) {
      assertEquals(7, JointOrders.of(RobotFiles.load(robot)).size(), robot);
    }
    assertEquals(
        List.of("FL_hip_joint", "FR_hip_joint", "RL_hip_joint", "RR_hip_joint"),
        JointOrders.of(GO2).get("joint by joint, FL FR RL RR").subList(0, 4));
    assertTrue(JointOrders.of(RobotFiles.load("panda")).isEmpty());
  }
}
