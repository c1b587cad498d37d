package org.reins.filter.observation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.TermKind;
import org.reins.robot.model.RobotModel;

/**
 * A described policy's observation and action for whoever learns it. All inputs of the description
 * come one after the other in one observation, and so do its outputs in one action. Observations
 * are kept within {@link #observationBounds}, which leave room beyond the robot's limits.
 */
public final class DescribedArmInterface implements ArmInterface {
  private final PolicyFrame frame;
  private final float[][] inputs;
  private final int numbers;
  private final float[] low;
  private final float[] high;
  private final float[] actionLow;
  private final float[] actionHigh;
  // Null if the policy answers single actions.
  private final ChunkDrive chunks;

  /**
   * Compiles a description.
   *
   * @param frame used only here from now on
   * @throws PolicyFileException if it has recurrent state, or commands something else than joint
   *     targets and stiffness
   */
  public DescribedArmInterface(RobotModel robot, PolicyFrame frame) {
    this.frame = frame;
    PolicyDescription d = frame.description();
    DescribedArmPolicy.requireJointTargets(robot, d);
    DescribedPolicy.requireNoTopics(d);
    requireNoEffort(d);
    if (!d.memory().isEmpty()) {
      throw new PolicyFileException(
          "policy "
              + d.name()
              + " has recurrent state ("
              + d.memory().get(0).input()
              + "), which the learner keeps: leave memory out of the description for training, and"
              + " put it back for the trained network");
    }
    int action = d.actionNumbers();
    inputs = d.inputs().stream().map(in -> new float[in.numbers(action)]).toArray(float[][]::new);
    int sum = 0;
    for (float[] in : inputs) {
      sum += in.length;
    }
    numbers = sum;
    actionLow = new float[action * d.chunk().rows()];
    actionHigh = new float[action * d.chunk().rows()];
    low = new float[numbers];
    high = new float[numbers];
    ArmBounds bounds = new ArmBounds(robot, d);
    bounds.action(actionLow, actionHigh);
    bounds.observation(actionLow, actionHigh, low, high);
    chunks = d.chunk().isChunk() ? new ChunkDrive(robot) : null;
  }

  private static void requireNoEffort(PolicyDescription d) {
    if (d.inputs().stream()
        .flatMap(in -> in.terms().stream())
        .anyMatch(t -> t.kind() == TermKind.JOINT_EFFORT)) {
      throw new PolicyFileException(
          "policy "
              + d.name()
              + " sees joint_effort, which the training environment does not deliver: leave the"
              + " term out");
    }
  }

  @Override
  public double period() {
    return description().period();
  }

  @Override
  public int observationSize() {
    return numbers;
  }

  @Override
  public int actionSize() {
    return actionLow.length;
  }

  @Override
  public void reset() {
    frame.reset();
    if (chunks != null) {
      chunks.reset();
    }
  }

  @Override
  public void observe(double[] q, double[] qd, double[] goal, float[] observation) {
    PolicyState s = frame.state();
    System.arraycopy(q, 0, s.q, 0, s.q.length);
    System.arraycopy(qd, 0, s.qd, 0, s.qd.length);
    System.arraycopy(goal, 0, s.goal, 0, 3);
    frame.observe(inputs);
    int at = 0;
    for (float[] in : inputs) {
      for (float v : in) {
        observation[at] = Math.max(low[at], Math.min(high[at], v));
        at++;
      }
    }
  }

  @Override
  public void apply(float[] action, double[] q, double[] target, double[] stiffness) {
    System.arraycopy(q, 0, frame.state().q, 0, q.length);
    frame.answer(action);
    if (chunks != null) {
      if (frame.chunk(chunks.draft())) {
        chunks.begin(q);
      }
      advance(q, 0, target, stiffness);
      return;
    }
    System.arraycopy(frame.command().position, 0, target, 0, target.length);
    System.arraycopy(frame.command().stiffness, 0, stiffness, 0, stiffness.length);
  }

  @Override
  public void advance(double[] q, double dt, double[] target, double[] stiffness) {
    if (chunks != null) {
      chunks.sample(q, dt, target, stiffness);
    }
  }

  /** Chunks that were refused as a whole since the last reset: they changed nothing. */
  public long refusedChunks() {
    return chunks == null ? 0 : chunks.refused();
  }

  /** Writes the bounds of an observation; both arrays are overwritten. */
  public void observationBounds(float[] lowest, float[] highest) {
    System.arraycopy(low, 0, lowest, 0, numbers);
    System.arraycopy(high, 0, highest, 0, numbers);
  }

  /** Writes the range of actions that makes sense; both arrays are overwritten. */
  public void actionBounds(float[] lowest, float[] highest) {
    System.arraycopy(actionLow, 0, lowest, 0, actionLow.length);
    System.arraycopy(actionHigh, 0, highest, 0, actionHigh.length);
  }

  /**
   * The names of an observation's terms, each with the place of its first number. A name that comes
   * again has a number; with several inputs the name of the tensor comes first.
   */
  public Map<String, Integer> terms() {
    Map<String, Integer> terms = new LinkedHashMap<>();
    PolicyDescription d = description();
    int action = d.actionNumbers();
    int start = 0;
    for (ObservationInput in : d.inputs()) {
      int at = start;
      for (ObservationTerm t : in.terms()) {
        String name = (d.inputs().size() > 1 ? in.tensor() + "/" : "") + t.kind().code();
        String free = name;
        for (int k = 2; terms.containsKey(free); k++) {
          free = name + "_" + k;
        }
        terms.put(free, at);
        at += t.numbers(action) * t.history().frames();
      }
      start += in.numbers(action);
    }
    return terms;
  }

  /** The description. */
  public PolicyDescription description() {
    return frame.description();
  }
}
