package org.reins.learning.policy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a network that {@link OnnxWriter} wrote, to continue its training. The field numbers are
 * those of onnx.proto3.
 */
public final class OnnxReader {
  private static final int GRAPH = 7;
  private static final int INITIALIZER = 5;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_RAW = 9;

  /** Receives the fields of a message. A number field has a null body. */
  private interface Field {
    void take(int field, ByteBuffer body);
  }

  private OnnxReader() {}

  /**
   * Reads a network.
   *
   * @param name name of the file, for messages
   * @throws IllegalArgumentException if the bytes are not a network of tanh layers written by Reins
   */
  public static TanhNetwork read(String name, byte[] bytes) {
    Map<String, float[]> tensors = new HashMap<>();
    try {
      ByteBuffer model = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      fields(
          model,
          (field, graph) -> {
            if (field == GRAPH) {
              fields(
                  graph,
                  (inner, tensor) -> {
                    if (inner == INITIALIZER) {
                      addTensor(tensor, tensors);
                    }
                  });
            }
          });
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IllegalArgumentException("policy " + name + " is not an ONNX file", e);
    }
    return network(name, tensors);
  }

  private static void addTensor(ByteBuffer tensor, Map<String, float[]> tensors) {
    String[] called = {""};
    float[][] data = {null};
    fields(
        tensor,
        (field, body) -> {
          if (field == TENSOR_NAME) {
            called[0] = StandardCharsets.UTF_8.decode(body).toString();
          } else if (field == TENSOR_RAW) {
            data[0] = new float[body.remaining() / 4];
            body.asFloatBuffer().get(data[0]);
          }
        });
    tensors.put(called[0], data[0]);
  }

  private static TanhNetwork network(String name, Map<String, float[]> tensors) {
    int layers = 0;
    while (tensors.get("W" + (layers + 1)) != null && tensors.get("b" + (layers + 1)) != null) {
      layers++;
    }
    if (layers == 0) {
      throw new IllegalArgumentException(
          "policy "
              + name
              + " has no layers W1, b1, …: only policies that Reins wrote can be trained"
              + " further");
    }
    int[] sizes = new int[layers + 1];
    sizes[0] = tensors.get("W1").length / Math.max(1, tensors.get("b1").length);
    for (int l = 1; l <= layers; l++) {
      sizes[l] = tensors.get("b" + l).length;
      if (sizes[l] == 0 || tensors.get("W" + l).length != (long) sizes[l] * sizes[l - 1]) {
        throw new IllegalArgumentException(
            "policy " + name + " has a layer " + l + " of the wrong size");
      }
    }
    double[] parameters = new double[TanhNetwork.parameterCount(sizes)];
    int at = 0;
    for (int l = 1; l <= layers; l++) {
      for (String part : new String[] {"W" + l, "b" + l}) {
        for (float v : tensors.get(part)) {
          if (!Float.isFinite(v)) {
            throw new IllegalArgumentException(
                "policy " + name + ": " + part + " contains " + v + ": all numbers must be finite");
          }
          parameters[at++] = v;
        }
      }
    }
    return new TanhNetwork(sizes, parameters);
  }

  private static void fields(ByteBuffer message, Field field) {
    while (message.hasRemaining()) {
      long key = varint(message);
      int number = (int) (key >>> 3);
      switch ((int) (key & 7)) {
        case 0 -> varint(message);
        case 1 -> message.position(message.position() + 8);
        case 2 -> {
          int length = (int) varint(message);
          field.take(
              number, message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN));
          message.position(message.position() + length);
        }
        case 5 -> message.position(message.position() + 4);
        default -> throw new IllegalArgumentException("wire type " + (key & 7));
      }
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than ten bytes");
  }
}
