package org.reins.node.policy;

import static java.util.stream.Collectors.joining;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.observation.TensorSpec;

/**
 * A network run by ONNX Runtime on buffers that are allocated once: several inputs and outputs, of
 * float32, float64 or float16, with a fixed or an open batch. A model whose weights lie beside it
 * is loaded by path.
 */
public final class OnnxNetwork implements PolicyNetwork {
  private static final String DESCRIBED = "its description gives ";

  private final OrtSession session;
  private OrtException fault;
  private final List<TensorBuffer> in = new ArrayList<>();
  private final List<TensorBuffer> out = new ArrayList<>();
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxTensor> outputs = new HashMap<>();

  /** Opens a session. */
  private interface Opening {
    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  /**
   * Loads a model from memory.
   *
   * @param name name for messages
   * @param model bytes of the ONNX file
   * @param wantedInputs tensors that it must take
   * @param wantedOutputs tensors that it must answer; further ones are ignored
   * @throws PolicyException with one sentence for the user
   */
  public OnnxNetwork(
      String name, byte[] model, List<TensorSpec> wantedInputs, List<TensorSpec> wantedOutputs) {
    this(name, model, DESCRIBED, wantedInputs, wantedOutputs);
  }

  /**
   * Loads a model from memory.
   *
   * @param why words between a tensor that does not fit and what it must be
   */
  OnnxNetwork(
      String name,
      byte[] model,
      String why,
      List<TensorSpec> wantedInputs,
      List<TensorSpec> wantedOutputs) {
    this(name, (e, o) -> e.createSession(model, o), why, wantedInputs, wantedOutputs);
  }

  /**
   * Loads a model from a file, with the weights that may lie beside it.
   *
   * @param file the ONNX file
   * @param wantedInputs tensors that it must take
   * @param wantedOutputs tensors that it must answer; further ones are ignored
   * @throws PolicyException with one sentence for the user
   */
  public OnnxNetwork(Path file, List<TensorSpec> wantedInputs, List<TensorSpec> wantedOutputs) {
    this(
        file.toString(),
        (e, o) -> e.createSession(OnnxFiles.require(file), o),
        DESCRIBED,
        wantedInputs,
        wantedOutputs);
  }

  private OnnxNetwork(
      String name,
      Opening opening,
      String why,
      List<TensorSpec> wantedInputs,
      List<TensorSpec> wantedOutputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    session = open(name, opening, environment);
    try {
      Map<String, NodeInfo> takes = session.getInputInfo();
      String start = "policy " + name + " has the ";
      bind(start + "input", why, takes, wantedInputs, in, inputs, environment);
      bind(
          start + "output", why, session.getOutputInfo(), wantedOutputs, out, outputs, environment);
      for (String tensor : takes.keySet()) {
        if (!inputs.containsKey(tensor)) {
          throw new PolicyException(
              start
                  + "input "
                  + TensorBuffer.words(takes.get(tensor))
                  + ": "
                  + why
                  + words(wantedInputs),
              null);
        }
      }
    } catch (OrtException e) {
      close();
      throw OnnxFiles.notLoaded(name, e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static OrtSession open(String name, Opening opening, OrtEnvironment environment) {
    try (OrtSession.SessionOptions options = OnnxFiles.options()) {
      return opening.open(environment, options);
    } catch (OrtException e) {
      throw OnnxFiles.notLoaded(name, e);
    }
  }

  private static void bind(
      String start,
      String why,
      Map<String, NodeInfo> has,
      List<TensorSpec> wanted,
      List<TensorBuffer> buffers,
      Map<String, OnnxTensor> tensors,
      OrtEnvironment environment)
      throws OrtException {
    for (TensorSpec spec : wanted) {
      NodeInfo node =
          spec.name().isEmpty() && has.size() == 1
              ? has.values().iterator().next()
              : has.get(spec.name());
      if (node == null) {
        String found = has.values().stream().map(TensorBuffer::words).collect(joining(", "));
        throw new PolicyException(start + "s " + found + ": " + why + words(wanted), null);
      }
      if (!(node.getInfo() instanceof TensorInfo info) || !TensorBuffer.fits(info, spec)) {
        throw new PolicyException(
            start
                + " "
                + TensorBuffer.words(node)
                + ": "
                + why
                + words(List.of(spec))
                + " in one batch, of type float32, float64 or float16",
            null);
      }
      TensorBuffer buffer = new TensorBuffer(environment, info, spec.numbers());
      buffers.add(buffer);
      tensors.put(node.getName(), buffer.tensor());
    }
  }

  private static String words(List<TensorSpec> wanted) {
    return wanted.stream()
        .map(
            s ->
                (s.name().isEmpty() ? "one tensor" : s.name())
                    + " with "
                    + s.numbers()
                    + " numbers")
        .collect(joining(", "));
  }

  @Override
  public void run(float[][] seen, float[][] answer) {
    for (int i = 0; i < in.size(); i++) {
      in.get(i).write(seen[i]);
    }
    try {
      session.run(inputs, outputs).close();
      for (int i = 0; i < out.size(); i++) {
        out.get(i).read(answer[i]);
      }
    } catch (OrtException e) {
      fault = e;
      for (float[] a : answer) {
        Arrays.fill(a, Float.NaN);
      }
    }
  }

  /** Why the last run that failed did; such a run answers NaN. */
  public Optional<String> fault() {
    return Optional.ofNullable(fault).map(OnnxFiles::reason);
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new PolicyException("the policy's session did not close: " + e.getMessage(), e);
    }
  }
}
