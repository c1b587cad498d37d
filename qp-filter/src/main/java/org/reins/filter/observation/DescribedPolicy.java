package org.reins.filter.observation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.reins.filter.policy.MemoryTensor;
import org.reins.filter.policy.PolicyDescription;
import org.reins.robot.model.RobotModel;

/**
 * A policy of any origin on a robot: assembles what the network sees, runs it, and decodes its
 * answer, as the policy's description says.
 *
 * <pre>
 *   policy.state()…             // what is known now, written by the caller
 *   policy.act();               // once per period of the description
 *   policy.command()            // what it asks of the joints
 * </pre>
 *
 * <p>Nothing allocates after construction except what the network allocates; not thread-safe.
 */
public final class DescribedPolicy implements AutoCloseable {
  private final PolicyDescription description;
  private final PolicyNetwork network;
  private final PolicyState state;
  private final ObservationAssembler[] assemblers;
  private final ActionDecoder decoder;
  private final float[][] inputs;
  private final float[][] outputs;
  private final float[] last;
  private long steps;

  /** Loads a network that has the given tensors. */
  public interface Loader {
    /**
     * Loads it.
     *
     * @param inputs tensors that it must take
     * @param outputs tensors that it must answer
     * @throws RuntimeException with one sentence if it is another network
     */
    PolicyNetwork load(List<TensorSpec> inputs, List<TensorSpec> outputs);
  }

  /**
   * Compiles a description for a robot, and loads its network.
   *
   * @param kp stiffness of the joints, N·m/rad, for a policy that brings no gains
   * @param kd damping of the joints, N·m·s/rad, for a policy that brings no gains
   * @throws RuntimeException with one sentence if the policy does not fit the robot
   */
  public DescribedPolicy(
      RobotModel robot, PolicyDescription description, double[] kp, double[] kd, Loader loader) {
    this.description = description;
    state = new PolicyState(robot);
    int action = description.actionNumbers();
    assemblers =
        description.inputs().stream()
            .map(in -> new ObservationAssembler(robot, description.joints(), in, action))
            .toArray(ObservationAssembler[]::new);
    decoder = new ActionDecoder(robot, description, kp, kd);
    last = new float[action];
    List<TensorSpec> in = inputs(description);
    List<TensorSpec> out = outputs(description);
    network = loader.load(in, out);
    inputs = buffers(in);
    outputs = buffers(out);
  }

  /** The tensors that a policy's network takes: observations, then recurrent state. */
  public static List<TensorSpec> inputs(PolicyDescription d) {
    int action = d.actionNumbers();
    return Stream.concat(
            d.inputs().stream().map(i -> new TensorSpec(i.tensor(), i.numbers(action))),
            d.memory().stream().map(m -> new TensorSpec(m.input(), m.numbers())))
        .toList();
  }

  /** The tensors that a policy's network answers: actions, then recurrent state. */
  public static List<TensorSpec> outputs(PolicyDescription d) {
    return Stream.concat(
            d.outputs().stream().map(o -> new TensorSpec(o.tensor(), o.numbers())),
            d.memory().stream().map(m -> new TensorSpec(m.output(), m.numbers())))
        .toList();
  }

  private static float[][] buffers(List<TensorSpec> tensors) {
    return tensors.stream().map(t -> new float[t.numbers()]).toArray(float[][]::new);
  }

  /** Forgets the past: history, recurrent state, last action, clock. */
  public void reset() {
    for (ObservationAssembler a : assemblers) {
      a.reset();
    }
    for (float[] in : inputs) {
      Arrays.fill(in, 0);
    }
    Arrays.fill(last, 0);
    steps = 0;
    decoder.rest();
  }

  /** What the policy sees; written by the caller before {@link #act}. */
  public PolicyState state() {
    return state;
  }

  /**
   * Chooses an action.
   *
   * @return false if the network's answer is not finite: it is dropped and not remembered, and the
   *     command is the last one
   */
  public boolean act() {
    state.time = steps++ * description.period();
    for (int i = 0; i < assemblers.length; i++) {
      assemblers[i].assemble(state, last, inputs[i]);
    }
    network.run(inputs, outputs);
    if (!isFinite()) {
      return false;
    }
    remember();
    decoder.decode(last, state.q);
    return true;
  }

  private boolean isFinite() {
    for (float[] out : outputs) {
      for (float v : out) {
        if (!Float.isFinite(v)) {
          return false;
        }
      }
    }
    return true;
  }

  private void remember() {
    int at = 0;
    int actions = description.outputs().size();
    for (int k = 0; k < actions; k++) {
      System.arraycopy(outputs[k], 0, last, at, outputs[k].length);
      at += outputs[k].length;
    }
    List<MemoryTensor> memory = description.memory();
    for (int m = 0; m < memory.size(); m++) {
      float[] from = outputs[actions + m];
      System.arraycopy(from, 0, inputs[assemblers.length + m], 0, from.length);
    }
  }

  /** What the policy asks of the joints; overwritten by {@link #act} and {@link #reset}. */
  public PolicyCommand command() {
    return decoder.command();
  }

  /** The network's last output, all tensors in order; overwritten by {@link #act}. */
  public float[] raw() {
    return last;
  }

  /** The observation of an input tensor at the last action; overwritten by {@link #act}. */
  public float[] observation(int input) {
    return inputs[input];
  }

  /** The description. */
  public PolicyDescription description() {
    return description;
  }

  @Override
  public void close() {
    network.close();
  }
}
