package org.reins.node.policy;

import static java.util.stream.Collectors.joining;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import org.reins.filter.observation.TensorSpec;

/** One tensor of a network over memory that is allocated once. */
final class TensorBuffer {
  // A dimension that the model leaves open.
  private static final long ANY = -1;

  private final OnnxJavaType type;
  private final ByteBuffer memory;
  private final OnnxTensor tensor;

  TensorBuffer(OrtEnvironment environment, TensorInfo info, int numbers) throws OrtException {
    type = info.type;
    memory = ByteBuffer.allocateDirect(type.size * numbers).order(ByteOrder.nativeOrder());
    long[] shape = shape(info.getShape(), numbers);
    tensor =
        switch (type) {
          case DOUBLE -> OnnxTensor.createTensor(environment, memory.asDoubleBuffer(), shape);
          case FLOAT16 -> OnnxTensor.createTensor(environment, memory.asShortBuffer(), shape, type);
          default -> OnnxTensor.createTensor(environment, memory.asFloatBuffer(), shape);
        };
  }

  OnnxTensor tensor() {
    return tensor;
  }

  void write(float[] values) {
    for (int i = 0; i < values.length; i++) {
      switch (type) {
        case DOUBLE -> memory.putDouble(8 * i, values[i]);
        case FLOAT16 -> memory.putShort(2 * i, Fp16Conversions.floatToFp16(values[i]));
        default -> memory.putFloat(4 * i, values[i]);
      }
    }
  }

  void read(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case DOUBLE -> (float) memory.getDouble(8 * i);
            case FLOAT16 -> Fp16Conversions.fp16ToFloat(memory.getShort(2 * i));
            default -> memory.getFloat(4 * i);
          };
    }
  }

  /** Whether a tensor of this kind can hold the numbers in one batch. */
  static boolean fits(TensorInfo info, TensorSpec spec) {
    boolean type =
        info.type == OnnxJavaType.FLOAT
            || info.type == OnnxJavaType.DOUBLE
            || info.type == OnnxJavaType.FLOAT16;
    return type && shape(info.getShape(), spec.numbers()) != null;
  }

  /** The shape with its open dimensions filled; null if the numbers do not fill it. */
  private static long[] shape(long[] declared, int numbers) {
    long fixed = Arrays.stream(declared).filter(d -> d != ANY).reduce(1, (a, b) -> a * b);
    int open = -1;
    long[] shape = declared.clone();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == ANY) {
        shape[i] = 1;
        open = i;
      }
    }
    if (fixed == numbers) {
      return shape;
    }
    // An open first dimension is the batch: it is never filled with what belongs to another one.
    if (open < 1 || fixed < 1 || numbers % fixed != 0) {
      return null;
    }
    shape[open] = numbers / fixed;
    return shape;
  }

  /** A tensor by name, type and shape. */
  static String words(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo info)) {
      return node.getName() + " (no tensor)";
    }
    String shape =
        Arrays.stream(info.getShape())
            .mapToObj(d -> d == ANY ? "any" : Long.toString(d))
            .collect(joining(", ", "[", "]"));
    return node.getName() + " (" + type(info) + " " + shape + ")";
  }

  /** The name of a tensor's type. */
  static String type(TensorInfo info) {
    return switch (info.type) {
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      default -> info.type.toString().toLowerCase(Locale.ROOT);
    };
  }
}
