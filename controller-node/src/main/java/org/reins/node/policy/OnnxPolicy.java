package org.reins.node.policy;

import java.util.List;
import org.reins.filter.observation.Policy;
import org.reins.filter.observation.TensorSpec;

/**
 * A policy network with the interface of one of Reins' own tasks, run by ONNX Runtime on buffers
 * that are allocated once: one input and one output of one batch.
 */
public final class OnnxPolicy implements Policy, AutoCloseable {
  private static final String UNDESCRIBED =
      "without a description, which recurrent policies and several tensors need"
          + " (docs/policies.md), it must have ";

  private final OnnxNetwork network;
  private final float[][] inputs = new float[1][];
  private final float[][] outputs = new float[1][];

  /**
   * Loads a model.
   *
   * @param name name for messages
   * @param model bytes of the ONNX file
   * @param observationSize number of observations in the robot's interface
   * @param actionSize number of actions in the robot's interface
   * @throws PolicyException with one sentence for the user
   */
  public OnnxPolicy(String name, byte[] model, int observationSize, int actionSize) {
    network =
        new OnnxNetwork(
            name,
            model,
            UNDESCRIBED,
            List.of(new TensorSpec("", observationSize)),
            List.of(new TensorSpec("", actionSize)));
  }

  @Override
  public void act(float[] observation, float[] action) {
    inputs[0] = observation;
    outputs[0] = action;
    network.run(inputs, outputs);
  }

  @Override
  public void close() {
    network.close();
  }
}
