package org.reins.filter.observation;

import java.util.Arrays;
import org.reins.filter.chunk.ActionChunk;
import org.reins.filter.chunk.ChunkKind;
import org.reins.filter.policy.ChunkShape;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.TermKind;
import org.reins.robot.model.RobotModel;

/**
 * What surrounds a network, as its description says: it assembles the observation and decodes the
 * answer. Whoever gives the answer, a network or a learner, the numbers are the same.
 *
 * <p>Order of calls for each action: write {@link #state}, {@link #observe}, {@link #answer}.
 * Nothing allocates after construction; not thread-safe.
 */
public final class PolicyFrame {
  private final PolicyDescription description;
  private final PolicyState state;
  private final ObservationAssembler[] assemblers;
  private final ActionDecoder decoder;
  private final float[] last;
  private final float[] rows;
  // The step of a chunk that is the last one to begin before the next observation.
  private final int begun;
  private long steps;

  /**
   * Compiles a description for a robot.
   *
   * @param kp stiffness of the joints, N·m/rad, for a policy that brings no gains
   * @param kd damping of the joints, N·m·s/rad, for a policy that brings no gains
   * @throws RuntimeException with one sentence if the policy does not fit the robot
   */
  public PolicyFrame(RobotModel robot, PolicyDescription description, double[] kp, double[] kd) {
    this.description = description;
    state = new PolicyState(robot, scan(TermKind.RANGE_SCAN), scan(TermKind.HEIGHT_SCAN));
    int action = description.actionNumbers();
    assemblers =
        description.inputs().stream()
            .map(in -> new ObservationAssembler(robot, description.joints(), in, action))
            .toArray(ObservationAssembler[]::new);
    decoder = new ActionDecoder(robot, description, kp, kd);
    last = new float[action];
    rows = new float[action * description.chunk().rows()];
    begun =
        description.chunk().isChunk()
            ? (int) Math.round(description.period() / description.chunk().step()) - 1
            : 0;
  }

  /** Numbers of the longest scan of a kind. */
  private int scan(TermKind kind) {
    return description.inputs().stream()
        .flatMap(in -> in.terms().stream())
        .filter(t -> t.kind() == kind)
        .mapToInt(t -> t.source().numbers())
        .max()
        .orElse(0);
  }

  /** Forgets the past: history, last action, clock. */
  public void reset() {
    for (ObservationAssembler a : assemblers) {
      a.reset();
    }
    Arrays.fill(last, 0);
    Arrays.fill(rows, 0);
    steps = 0;
    decoder.rest();
  }

  /** What is known now; written by the caller before {@link #observe}. */
  public PolicyState state() {
    return state;
  }

  /**
   * Assembles what the network sees at the next action.
   *
   * @param inputs one array per input of the description, overwritten
   */
  public void observe(float[][] inputs) {
    state.time = steps++ * description.period();
    for (int i = 0; i < assemblers.length; i++) {
      assemblers[i].assemble(state, last, inputs[i]);
    }
  }

  /**
   * Takes the network's answer to the last observation.
   *
   * @param raw finite numbers, all outputs in order; of a chunk step by step; not modified
   */
  public void answer(float[] raw) {
    System.arraycopy(raw, 0, rows, 0, rows.length);
    int at = Math.max(0, Math.min(begun, description.chunk().rows() - 1)) * last.length;
    System.arraycopy(rows, at, last, 0, last.length);
    decoder.begin(state.q);
    decoder.decode(rows, 0, state.q);
  }

  /**
   * Writes the steps of the last answer, in the robot's joints.
   *
   * @param chunk everything but its stamp is overwritten
   * @return false if a number of the network is outside the range of its description
   */
  boolean chunk(ActionChunk chunk) {
    ChunkShape shape = description.chunk();
    boolean inside = true;
    for (float v : rows) {
      inside &= v >= shape.low() && v <= shape.high();
    }
    PolicyCommand command = decoder.command();
    int n = chunk.joints;
    chunk.kind = decoder.velocities() ? ChunkKind.VELOCITY : ChunkKind.POSITION;
    chunk.step = shape.step();
    chunk.steps = shape.steps();
    decoder.begin(state.q);
    for (int k = 0; k < shape.steps(); k++) {
      decoder.decode(rows, k * last.length, state.q);
      double[] from = decoder.velocities() ? command.velocity : command.position;
      double[] stiffness = decoder.velocities() ? decoder.stiffness() : command.stiffness;
      System.arraycopy(from, 0, chunk.target, k * n, n);
      System.arraycopy(stiffness, 0, chunk.stiffness, k * n, n);
    }
    return inside;
  }

  /** What the policy asks of the joints; overwritten by {@link #answer} and {@link #reset}. */
  public PolicyCommand command() {
    return decoder.command();
  }

  /** The last answer, of a chunk all steps; overwritten by {@link #answer}. */
  float[] rows() {
    return rows;
  }

  /** The last action: of a chunk one step. Overwritten by {@link #answer}. */
  float[] last() {
    return last;
  }

  /** The description. */
  public PolicyDescription description() {
    return description;
  }
}
