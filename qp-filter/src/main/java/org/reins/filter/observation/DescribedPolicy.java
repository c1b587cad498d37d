package org.reins.filter.observation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.reins.filter.chunk.ActionChunk;
import org.reins.filter.policy.MemoryTensor;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
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
  private final PolicyFrame frame;
  private final PolicyNetwork network;
  private final float[][] inputs;
  private final float[][] outputs;
  private final float[] answer;
  private long dropped;

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
    frame = new PolicyFrame(robot, description, kp, kd);
    answer = new float[description.actionNumbers() * description.chunk().rows()];
    List<TensorSpec> in = inputs(description);
    List<TensorSpec> out = outputs(description);
    network = loader.load(in, out);
    inputs = buffers(in);
    outputs = buffers(out);
  }

  /**
   * Checks that a policy sees nothing that only a topic delivers, for where there are no topics.
   *
   * @throws PolicyFileException if it does
   */
  public static void requireNoTopics(PolicyDescription description) {
    description.inputs().stream()
        .flatMap(in -> in.terms().stream())
        .filter(t -> t.kind().hasTopic())
        .findFirst()
        .ifPresent(
            t -> {
              throw new PolicyFileException(
                  "policy "
                      + description.name()
                      + " sees "
                      + t.kind().code()
                      + ", which only the topic "
                      + t.topic()
                      + " delivers, and nothing publishes it in a simulation without a graph: run"
                      + " the policy as a node (./reins node policy_runner)");
            });
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
            d.outputs().stream()
                .map(o -> new TensorSpec(o.tensor(), o.numbers() * d.chunk().rows())),
            d.memory().stream().map(m -> new TensorSpec(m.output(), m.numbers())))
        .toList();
  }

  private static float[][] buffers(List<TensorSpec> tensors) {
    return tensors.stream().map(t -> new float[t.numbers()]).toArray(float[][]::new);
  }

  /** Forgets the past: history, recurrent state, last action, clock. */
  public void reset() {
    frame.reset();
    for (float[] in : inputs) {
      Arrays.fill(in, 0);
    }
  }

  /** What the policy sees; written by the caller before {@link #act}. */
  public PolicyState state() {
    return frame.state();
  }

  /**
   * Chooses an action.
   *
   * @return false if the network's answer is not finite: it is dropped and not remembered, and the
   *     command is the last one
   */
  public boolean act() {
    frame.observe(inputs);
    network.run(inputs, outputs);
    if (!isFinite()) {
      dropped++;
      return false;
    }
    remember();
    frame.answer(answer);
    return true;
  }

  /** How many answers were dropped since it was made, because they were not finite. */
  public long dropped() {
    return dropped;
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
    int actions = description().outputs().size();
    int rows = description().chunk().rows();
    for (int step = 0; step < rows; step++) {
      for (int k = 0; k < actions; k++) {
        int numbers = outputs[k].length / rows;
        System.arraycopy(outputs[k], step * numbers, answer, at, numbers);
        at += numbers;
      }
    }
    int observations = description().inputs().size();
    List<MemoryTensor> memory = description().memory();
    for (int m = 0; m < memory.size(); m++) {
      float[] from = outputs[actions + m];
      System.arraycopy(from, 0, inputs[observations + m], 0, from.length);
    }
  }

  /** What the policy asks of the joints; overwritten by {@link #act} and {@link #reset}. */
  public PolicyCommand command() {
    return frame.command();
  }

  /**
   * The network's last output, all tensors in order, of a chunk step by step; overwritten by {@link
   * #act}.
   */
  public float[] raw() {
    return frame.rows();
  }

  /**
   * Writes the chunk of the last answer.
   *
   * @param chunk everything but its stamp is overwritten
   * @return false if a number of the network is outside the range of its description
   */
  public boolean chunk(ActionChunk chunk) {
    return frame.chunk(chunk);
  }

  /** The observation of an input tensor at the last action; overwritten by {@link #act}. */
  public float[] observation(int input) {
    return inputs[input];
  }

  /** The description. */
  public PolicyDescription description() {
    return frame.description();
  }

  @Override
  public void close() {
    network.close();
  }
}
