package org.reins.node.policy;

import static java.util.stream.Collectors.joining;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.reins.filter.observation.Policy;

/**
 * A policy network run by ONNX Runtime on buffers that are allocated once. It has one input
 * float[1, m] and one output float[1, k].
 */
public final class OnnxPolicy implements Policy, AutoCloseable {
  // A dimension that the model leaves open.
  private static final long ANY = -1;

  private final OrtSession session;
  private final FloatBuffer in;
  private final FloatBuffer out;
  private final OnnxTensor input;
  private final OnnxTensor output;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;

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
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try {
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model, options);
      require(name, "input", session.getInputInfo(), observationSize);
      require(name, "output", session.getOutputInfo(), actionSize);
      in = direct(observationSize);
      out = direct(actionSize);
      input = OnnxTensor.createTensor(environment, in, new long[] {1, observationSize});
      output = OnnxTensor.createTensor(environment, out, new long[] {1, actionSize});
      inputs = Map.of(session.getInputNames().iterator().next(), input);
      outputs = Map.of(session.getOutputNames().iterator().next(), output);
    } catch (OrtException e) {
      throw new PolicyException(
          "policy " + name + " is not a model that ONNX Runtime can load: " + e.getMessage(), e);
    }
  }

  @Override
  public void act(float[] observation, float[] action) {
    in.clear();
    in.put(observation).flip();
    try {
      session.run(inputs, outputs).close();
      out.clear();
      out.get(action);
    } catch (OrtException e) {
      // The filter treats a number that is not finite as a missing action.
      Arrays.fill(action, Float.NaN);
    }
  }

  @Override
  public void close() {
    input.close();
    output.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new PolicyException("the policy's session did not close: " + e.getMessage(), e);
    }
  }

  private static FloatBuffer direct(int size) {
    return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static void require(String name, String what, Map<String, NodeInfo> nodes, int size) {
    String found = nodes.values().stream().map(OnnxPolicy::words).collect(joining(", "));
    String must = "it must have one, of type float32 and shape [1, " + size + "]";
    if (nodes.size() != 1) {
      throw new PolicyException(
          "policy "
              + name
              + " has "
              + nodes.size()
              + " "
              + what
              + "s, "
              + found
              + ": "
              + must
              + "; recurrent policies and policies with several "
              + what
              + "s are not run",
          null);
    }
    if (!(nodes.values().iterator().next().getInfo() instanceof TensorInfo info)
        || info.type != OnnxJavaType.FLOAT
        || info.getShape().length != 2
        || info.getShape()[1] != size
        || info.getShape()[0] != 1 && info.getShape()[0] != ANY) {
      throw new PolicyException(
          "policy " + name + " has the " + what + " " + found + ": " + must, null);
    }
  }

  /** A tensor by name, type and shape. */
  private static String words(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo info)) {
      return node.getName() + " (no tensor)";
    }
    String shape =
        Arrays.stream(info.getShape())
            .mapToObj(d -> d == ANY ? "any" : Long.toString(d))
            .collect(joining(", ", "[", "]"));
    String type =
        switch (info.type) {
          case FLOAT -> "float32";
          case DOUBLE -> "float64";
          default -> info.type.toString().toLowerCase(Locale.ROOT);
        };
    return node.getName() + " (" + type + " " + shape + ")";
  }
}
