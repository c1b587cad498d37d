package org.reins.learning.policy;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.observation.TensorSpec;
import org.reins.robot.ReinsException;

/**
 * A TorchScript network, run by DJL's PyTorch engine. The file has no names: tensors are given and
 * answered in the description's order, each with a batch of one. It allocates, so it belongs into
 * the policy's process or a simulator, never on the control thread.
 */
public final class TorchScriptNetwork implements PolicyNetwork {
  private final String name;
  private final List<TensorSpec> outputs;
  private final Model model;
  private final Predictor<NDList, NDList> predictor;
  private final NDManager manager;

  /**
   * Loads a network and runs it once on zeros.
   *
   * @param file the TorchScript file
   * @param wantedInputs tensors that it must take
   * @param wantedOutputs tensors that it must answer
   * @throws ReinsException with one sentence for the user
   */
  public TorchScriptNetwork(
      Path file, List<TensorSpec> wantedInputs, List<TensorSpec> wantedOutputs) {
    name = file.toString();
    outputs = wantedOutputs;
    if (!Files.isRegularFile(file)) {
      throw new ReinsException(
          "policy " + name + (Files.exists(file) ? " is not a file" : " does not exist"));
    }
    model = Model.newInstance("policy", "PyTorch");
    try {
      model.load(file.toAbsolutePath().getParent(), file.getFileName().toString());
      predictor = model.newPredictor(new NoopTranslator());
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new ReinsException(
          "policy " + name + " is not a TorchScript file that PyTorch can load: " + first(e), e);
    }
    manager = model.getNDManager().newSubManager();
    try {
      float[][] zeros =
          wantedInputs.stream().map(t -> new float[t.numbers()]).toArray(float[][]::new);
      float[][] answers =
          wantedOutputs.stream().map(t -> new float[t.numbers()]).toArray(float[][]::new);
      compute(zeros, answers);
    } catch (TranslateException | RuntimeException e) {
      close();
      throw e instanceof ReinsException known
          ? known
          : new ReinsException(
              "policy "
                  + name
                  + " does not take "
                  + words(wantedInputs)
                  + ", which its description gives: "
                  + first(e),
              e);
    }
  }

  @Override
  public void run(float[][] inputs, float[][] answers) {
    try {
      compute(inputs, answers);
    } catch (TranslateException | RuntimeException e) {
      for (float[] a : answers) {
        Arrays.fill(a, Float.NaN);
      }
    }
  }

  private void compute(float[][] inputs, float[][] answers) throws TranslateException {
    try (NDManager now = manager.newSubManager()) {
      NDList given = new NDList();
      for (float[] in : inputs) {
        given.add(now.create(in, new Shape(1, in.length)));
      }
      NDList answered = predictor.predict(given);
      answered.attach(now);
      if (answered.size() < answers.length) {
        throw new ReinsException(
            "policy "
                + name
                + " answers "
                + answered.size()
                + " tensors: its description gives "
                + words(outputs));
      }
      for (int k = 0; k < answers.length; k++) {
        NDArray one = answered.get(k);
        if (one.size() != answers[k].length) {
          throw new ReinsException(
              "policy "
                  + name
                  + " answers "
                  + one.getShape()
                  + ": its description gives "
                  + words(List.of(outputs.get(k))));
        }
        System.arraycopy(one.toFloatArray(), 0, answers[k], 0, answers[k].length);
      }
    }
  }

  private static String words(List<TensorSpec> wanted) {
    return String.join(
        ", ",
        wanted.stream()
            .map(t -> (t.name().isEmpty() ? "a tensor" : t.name()) + " of [1, " + t.numbers() + "]")
            .toList());
  }

  /** The line of a message that tells the reason: PyTorch's messages are pages long. */
  private static String first(Exception e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().map(String::strip).toList();
    return lines.stream()
        .filter(l -> l.startsWith("RuntimeError: "))
        .reduce((a, b) -> b)
        .or(() -> lines.stream().filter(l -> !l.isEmpty()).findFirst())
        .orElse("no reason given")
        .replaceFirst("^([\\w.]+(Exception|Error): )+", "");
  }

  @Override
  public void close() {
    predictor.close();
    manager.close();
    model.close();
  }
}
