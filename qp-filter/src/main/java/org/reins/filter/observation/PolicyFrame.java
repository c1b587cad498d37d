package org.reins.filter.observation;

import java.util.Arrays;
import org.reins.filter.policy.PolicyDescription;
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
    state = new PolicyState(robot);
    int action = description.actionNumbers();
    assemblers =
        description.inputs().stream()
            .map(in -> new ObservationAssembler(robot, description.joints(), in, action))
            .toArray(ObservationAssembler[]::new);
    decoder = new ActionDecoder(robot, description, kp, kd);
    last = new float[action];
  }

  /** Forgets the past: history, last action, clock. */
  public void reset() {
    for (ObservationAssembler a : assemblers) {
      a.reset();
    }
    Arrays.fill(last, 0);
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
   * @param raw finite numbers, all outputs in order, not modified
   */
  public void answer(float[] raw) {
    System.arraycopy(raw, 0, last, 0, last.length);
    decoder.decode(last, state.q);
  }

  /** What the policy asks of the joints; overwritten by {@link #answer} and {@link #reset}. */
  public PolicyCommand command() {
    return decoder.command();
  }

  /** The last answer; overwritten by {@link #answer}. */
  float[] last() {
    return last;
  }

  /** The description. */
  public PolicyDescription description() {
    return description;
  }
}
