package org.reins.learning.policy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes a {@link TanhNetwork} as an ONNX model: opset 17, IR version 8, input {@code observation}
 * and output {@code action}, both float[1, size]. The field numbers are those of onnx.proto3.
 */
public final class OnnxWriter {
  private static final int FLOAT = 1;

  private OnnxWriter() {}

  /**
   * Serialises a network.
   *
   * @param metadata key-value pairs that travel in the file
   */
  public static byte[] write(TanhNetwork network, Map<String, String> metadata) {
    int[] sizes = network.sizes();
    Message graph = new Message();
    String in = "observation";
    for (int l = 1; l < sizes.length; l++) {
      String sum = "sum" + l;
      String out = l == sizes.length - 1 ? "action" : "layer" + l;
      graph.message(1, node("Gemm", sum, in, "W" + l, "b" + l).message(5, transposeB()));
      graph.message(1, node("Tanh", out, sum));
      in = out;
    }
    graph.text(2, "reach");
    for (int l = 1; l < sizes.length; l++) {
      graph.message(5, tensor("W" + l, network.weights(l), sizes[l], sizes[l - 1]));
      graph.message(5, tensor("b" + l, network.biases(l), sizes[l]));
    }
    graph.message(11, value("observation", sizes[0]));
    graph.message(12, value("action", sizes[sizes.length - 1]));

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

  private static Message node(String op, String output, String... inputs) {
    Message node = new Message();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(3, output + "_" + op).text(4, op);
  }

  private static Message transposeB() {
    return new Message().text(1, "transB").number(3, 1).number(20, 2);
  }

  private static Message tensor(String name, float[] data, long... shape) {
    Message tensor = new Message();
    for (long d : shape) {
      tensor.number(1, d);
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * data.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : data) {
      raw.putFloat(v);
    }
    return tensor.number(2, FLOAT).text(8, name).raw(9, raw.array());
  }

  private static Message value(String name, long size) {
    Message shape = new Message();
    shape.message(1, new Message().number(1, 1));
    shape.message(1, new Message().number(1, size));
    Message tensorType = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensorType));
  }

  /** A protocol-buffers message under construction. */
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
