package org.reins.learning.policy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An ONNX model under construction, single precision, opset 17, IR version 8. Nodes are added in
 * the order in which they run. The field numbers are those of onnx.proto3.
 */
public final class OnnxGraph {
  private static final int FLOAT = 1;

  private final Message nodes = new Message();
  private final Message tensors = new Message();
  private final Message values = new Message();

  /** Adds an operator with one output. */
  public OnnxGraph node(String operator, String output, String... inputs) {
    nodes.message(1, message(operator, output, inputs));
    return this;
  }

  /** Adds y = x Wᵀ + b. */
  public OnnxGraph gemm(String output, String x, String weight, String bias) {
    Message transposeB = new Message().text(1, "transB").number(3, 1).number(20, 2);
    nodes.message(1, message("Gemm", output, x, weight, bias).message(5, transposeB));
    return this;
  }

  /** Adds a constant, row-major. */
  public OnnxGraph tensor(String name, float[] data, long... shape) {
    Message tensor = new Message();
    for (long d : shape) {
      tensor.number(1, d);
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * data.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : data) {
      raw.putFloat(v);
    }
    tensors.message(5, tensor.number(2, FLOAT).text(8, name).raw(9, raw.array()));
    return this;
  }

  /** Declares an input of shape [1, size]. */
  public OnnxGraph input(String name, long size) {
    values.message(11, value(name, size));
    return this;
  }

  /** Declares an output of shape [1, size]. */
  public OnnxGraph output(String name, long size) {
    values.message(12, value(name, size));
    return this;
  }

  /**
   * Serialises the model.
   *
   * @param name of the graph
   * @param metadata key-value pairs stored in the file
   */
  public byte[] bytes(String name, Map<String, String> metadata) {
    Message graph = new Message().append(nodes).text(2, name).append(tensors).append(values);
    Message model = new Message();
    model.number(1, 8);
    model.text(2, "reins");
    model.message(7, graph);
    model.message(8, new Message().text(1, "").number(2, 17));
    for (Map.Entry<String, String> e : metadata.entrySet()) {
      model.message(14, new Message().text(1, e.getKey()).text(2, e.getValue()));
    }
    return model.bytes();
  }

  private static Message message(String operator, String output, String... inputs) {
    Message node = new Message();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(3, output + "_" + operator).text(4, operator);
  }

  private static Message value(String name, long size) {
    Message shape = new Message();
    shape.message(1, new Message().number(1, 1));
    shape.message(1, new Message().number(1, size));
    Message tensorType = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensorType));
  }

  /** A Protocol Buffers message under construction. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint(field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return raw(field, value.bytes());
    }

    Message raw(int field, byte[] value) {
      varint(field << 3 | 2);
      varint(value.length);
      out.write(value, 0, value.length);
      return this;
    }

    Message append(Message other) {
      out.writeBytes(other.bytes());
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
