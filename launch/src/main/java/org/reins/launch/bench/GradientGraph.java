package org.reins.launch.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.reins.filter.barrier.BarrierFile;
import org.reins.learning.policy.OnnxGraph;

/**
 * The baseline: a tanh barrier and its gradient as one ONNX graph, run by ONNX Runtime on one
 * thread with inputs and outputs in direct buffers that are bound once.
 */
final class GradientGraph implements AutoCloseable {
  private final OrtSession session;
  private final OnnxTensor input;
  private final OnnxTensor value;
  private final OnnxTensor slope;
  private final FloatBuffer in;
  private final FloatBuffer outValue;
  private final FloatBuffer outSlope;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;

  GradientGraph(BarrierFile file) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    session = environment.createSession(model(file), options);
    int n = file.mean().length;
    in = direct(n);
    outValue = direct(1);
    outSlope = direct(n);
    input = OnnxTensor.createTensor(environment, in, new long[] {1, n});
    value = OnnxTensor.createTensor(environment, outValue, new long[] {1, 1});
    slope = OnnxTensor.createTensor(environment, outSlope, new long[] {1, n});
    inputs = Map.of("x", input);
    outputs = Map.of("value", value, "gradient", slope);
  }

  /** B at x; the gradient goes to the array. */
  double evaluate(double[] x, double[] gradient) throws OrtException {
    for (int i = 0; i < gradient.length; i++) {
      in.put(i, (float) x[i]);
    }
    session.run(inputs, outputs).close();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = outSlope.get(i);
    }
    return outValue.get(0);
  }

  @Override
  public void close() throws OrtException {
    input.close();
    value.close();
    slope.close();
    session.close();
  }

  /** z = (x − mean) / scale folded into the first layer; the output scale into the last. */
  private static byte[] model(BarrierFile file) {
    List<BarrierFile.Layer> layers = file.layers();
    int last = layers.size();
    OnnxGraph graph = new OnnxGraph();
    String from = "x";
    for (int l = 1; l <= last; l++) {
      String sum = l == last ? "value" : "sum" + l;
      graph.gemm(sum, from, "W" + l, "b" + l);
      if (l < last) {
        graph.node("Tanh", "h" + l, sum);
        from = "h" + l;
      }
    }
    String back = "W" + last;
    for (int l = last - 1; l >= 1; l--) {
      graph
          .node("Mul", "square" + l, "h" + l, "h" + l)
          .node("Sub", "slope" + l, "one", "square" + l)
          .node("Mul", "g" + l, back, "slope" + l)
          .node("MatMul", l == 1 ? "gradient" : "back" + l, "g" + l, "W" + l);
      back = "back" + l;
    }
    for (int l = 1; l <= last; l++) {
      BarrierFile.Layer layer = layers.get(l - 1);
      float[] w = layer.weight().clone();
      float[] b = layer.bias().clone();
      for (int o = 0; o < layer.outputs(); o++) {
        for (int i = 0; i < layer.inputs(); i++) {
          int at = o * layer.inputs() + i;
          if (l == 1) {
            w[at] /= file.scale()[i];
            b[o] -= w[at] * file.mean()[i];
          }
          if (l == last) {
            w[at] *= file.outputScale();
          }
        }
        if (l == last) {
          b[o] *= file.outputScale();
        }
      }
      graph.tensor("W" + l, w, layer.outputs(), layer.inputs()).tensor("b" + l, b, layer.outputs());
    }
    int n = file.mean().length;
    return graph
        .tensor("one", new float[] {1}, 1)
        .input("x", n)
        .output("value", 1)
        .output("gradient", n)
        .bytes("barrier", Map.of());
  }

  private static FloatBuffer direct(int size) {
    return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
