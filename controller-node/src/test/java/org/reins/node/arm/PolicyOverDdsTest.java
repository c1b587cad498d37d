package org.reins.node.arm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.chunk.ChunkFault;
import org.reins.filter.observation.DescribedArmPolicy;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.node.NodeShell;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.filter.LiveTuning;
import org.reins.node.messages.PolicyAction;
import org.reins.node.messages.PolicyChunk;
import org.reins.node.messages.Scan;
import org.reins.node.messages.StampedNumbers;
import org.reins.node.policy.PolicyNode;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** Described policies in their node, and what the filter's node takes of them, over real DDS. */
@Timeout(120)
class PolicyOverDdsTest {
  private static final int DOMAIN = 96;

  private final RobotModel panda = RobotFiles.load("panda");
  private final EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
  private final RosNode driver = backend.createNode(NodeNames.of("driver"));
  private final RosNode runner = backend.createNode(NodeNames.of("policy_runner"));
  private final NodeShell shell =
      NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", Map.of());
  private final ArmInbox inbox =
      new ArmInbox(shell.ros(), panda, new LiveTuning(EnvelopeLevels.DEFAULT, shell));
  private final RawStates state = RawStates.of(panda);
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private volatile boolean running = true;
  private Thread thread;
  private PolicyNode node;

  @AfterEach
  void end() throws InterruptedException {
    running = false;
    thread.join();
    node.close();
    driver.close();
    runner.close();
    shell.close();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    boolean met = condition.getAsBoolean();
    for (int k = 0; k < 3_000 && !met; k++) {
      TimeUnit.MILLISECONDS.sleep(10);
      met = condition.getAsBoolean();
    }
    assertTrue(met, "within 30 s");
  }

  private PolicyDescription describe(String head, String terms, String actions) {
    String names = String.join(", ", panda.jointNames());
    String posture =
        Arrays.stream(panda.posture()).mapToObj(Double::toString).collect(Collectors.joining(", "));
    return PolicyFile.parse(
        "p.yaml",
        """
        schema: reins/policy/1
        name: p
        %s
        joints: {names: [%s], posture: [%s]}
        inputs: [{terms: [%s]}]
        outputs: [{terms: [%s]}]
        """
            .formatted(head, names, posture, terms, actions));
  }

  private void start(PolicyDescription d, PolicyNetwork network) {
    double[] gains = new double[panda.dof()];
    Arrays.fill(gains, 80);
    DescribedPolicy policy = new DescribedPolicy(panda, d, gains, gains, (in, out) -> network);
    node =
        new PolicyNode(
            runner, panda, new DescribedArmPolicy(panda, policy), d, warnings::add, policy::close);
    node.start();
    RosPublisher<RawStates> states =
        driver.publisher(RawStates.type(), "/joint_states", Qos.COMMAND);
    thread =
        new Thread(
            () -> {
              while (running) {
                state.stamp = NodeClock.nanos();
                states.publish(state);
                java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
              }
            },
            "driver");
    thread.start();
  }

  /** A network of one answer. */
  private record Constant(float value) implements PolicyNetwork {
    @Override
    public void run(float[][] inputs, float[][] outputs) {
      Arrays.fill(outputs[0], value);
    }

    @Override
    public void close() {}
  }

  @Test
  void aChunkedPolicyIsExecutedInTheFiltersNode_stepByStepAndWithoutAJump() throws Exception {
    start(
        describe(
            "period: 0.1\nchunk: {steps: 25, step: 0.02}",
            "{term: joint_position}",
            "{action: joint_position, scale: 0.1}"),
        new Constant(0.5f));
    LiveArmFeed feed = new LiveArmFeed(inbox, null);
    double[] q = new double[7];
    double[] target = new double[7];
    double[] stiffness = new double[7];
    double[] before = new double[7];
    long[] last = {0};
    double[] expected = Arrays.stream(panda.posture()).map(p -> p + 0.05).toArray();
    await(
        () -> {
          if (!inbox.states.take()) {
            return false;
          }
          long now = feed.state(q, new double[7], new double[7]);
          System.arraycopy(target, 0, before, 0, 7);
          long stamp = feed.action(target, stiffness);
          if (inbox.chunks.count(ChunkFault.NONE) == 0) {
            return false;
          }
          // A chunk that lasts is as fresh as the state. A busy host may delay the next one.
          assertTrue(now - stamp >= 0);
          for (int i = 0; i < 7 && last[0] > 0; i++) {
            double most = panda.joints().get(i).limits().velocity() * 1e-9 * (now - last[0]);
            assertEquals(before[i], target[i], most + 1e-9);
          }
          last[0] = now;
          boolean there = true;
          for (int i = 0; i < 7; i++) {
            there &= Math.abs(target[i] - expected[i]) < 1e-6;
          }
          return there && inbox.chunks.count(ChunkFault.NONE) > 3;
        });
    assertArrayEquals(expected, target, 1e-6);
    assertEquals(80, stiffness[2], 1e-9);
    assertEquals(List.of(), warnings);
    // A publisher of its own sends one that must not begin.
    RosPublisher<PolicyChunk> other =
        driver.publisher(PolicyChunk.type(panda.jointNames()), "/policy/chunk", Qos.RELIABLE);
    PolicyChunk bad = new PolicyChunk(7);
    bad.chunk.steps = 2;
    bad.chunk.step = 0.02;
    System.arraycopy(panda.posture(), 0, bad.chunk.target, 0, 7);
    System.arraycopy(panda.posture(), 0, bad.chunk.target, 7, 7);
    bad.chunk.target[9] = Double.NaN;
    await(
        () -> {
          other.publish(bad);
          return inbox.chunks.count(ChunkFault.NOT_FINITE) > 0;
        });
    assertTrue(
        inbox.chunks.warning().contains("has a number that is not finite, joint panda_joint3"));
  }

  @Test
  void aPolicyThatSeesAWrenchAndAScan_isAskedOnlyWhileBothAreFreshAndWhole() throws Exception {
    float[][] seen = new float[1][];
    List<float[]> all = new CopyOnWriteArrayList<>();
    PolicyNetwork copies =
        new PolicyNetwork() {
          @Override
          public void run(float[][] inputs, float[][] outputs) {
            seen[0] = inputs[0].clone();
            all.add(seen[0]);
            Arrays.fill(outputs[0], inputs[0][0]);
          }

          @Override
          public void close() {}
        };
    start(
        describe(
            "period: 0.02",
            "{term: wrench, max_age: 2}, {term: range_scan, topic: /front, numbers: 3, max_age: 2}",
            "{action: joint_position_delta, scale: 0.01}"),
        copies);
    List<PolicyAction> actions = new CopyOnWriteArrayList<>();
    driver.subscribe(
        PolicyAction.type(panda.jointNames()),
        "/policy/action",
        Qos.RELIABLE,
        m -> {
          PolicyAction copy = new PolicyAction(7);
          System.arraycopy(m.target, 0, copy.target, 0, 7);
          actions.add(copy);
        });
    await(() -> warnings.stream().anyMatch(w -> w.contains("nothing has arrived on wrench yet")));
    RosPublisher<StampedNumbers> wrenches =
        driver.publisher(StampedNumbers.WRENCH, "/wrench", Qos.COMMAND);
    RosPublisher<Scan> scans = driver.publisher(Scan.LASER, "/front", Qos.COMMAND);
    StampedNumbers wrench = new StampedNumbers(6);
    wrench.values[0] = 4;
    wrench.values[5] = -0.5;
    Scan scan = new Scan();
    scan.most = 8;
    scan.count = 3;
    System.arraycopy(new float[] {1, Float.POSITIVE_INFINITY, Float.NaN}, 0, scan.values, 0, 3);
    await(
        () -> {
          wrenches.publish(wrench);
          scans.publish(scan);
          return !actions.isEmpty();
        });
    assertArrayEquals(new float[] {4, 0, 0, 0, 0, -0.5f, 1, 8, 8}, all.get(0));
    assertEquals(panda.posture()[3] + 0.04, actions.get(0).target[3], 1e-6);
    scan.count = 4;
    await(
        () -> {
          wrenches.publish(wrench);
          scans.publish(scan);
          return warnings.stream()
              .anyMatch(w -> w.contains("on /front has 4 numbers, and the policy's description"));
        });
    scan.count = 3;
    int before = all.size();
    await(
        () -> {
          wrenches.publish(wrench);
          scans.publish(scan);
          return all.size() > before;
        });
    await(() -> warnings.stream().anyMatch(w -> w.contains("ago, allowed is 2.0 s (max_age)")));
  }
}
