package org.reins.node.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** LearnedModels that copy their inputs to their outputs, with tensors of all kinds. */
class OnnxPolicyTest {
  private static final int FLOAT32 = 1;
  private static final int FLOAT16 = 10;
  private static final int FLOAT64 = 11;

  /** A tensor of a model; a negative size is left open. */
  private record Tensor(String name, int type, int... shape) {}

  /** Just enough of protobuf for an ONNX model of identities. */
  private static final class Proto {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Proto text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Proto value) {
      return bytes(field, value.out.toByteArray());
    }

    private Proto bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long left = value;
      while (left > 127) {
        out.write((int) (left & 127 | 128));
        left >>>= 7;
      }
      out.write((int) left);
    }
  }

  private static Proto info(Tensor t) {
    Proto shape = new Proto();
    for (int size : t.shape()) {
      shape.message(1, size < 0 ? new Proto().text(2, "batch") : new Proto().number(1, size));
    }
    Proto tensor = new Proto().number(1, t.type()).message(2, shape);
    return new Proto().text(1, t.name()).message(2, new Proto().message(1, tensor));
  }

  private static byte[] model(List<Tensor> inputs, List<Tensor> outputs) {
    Proto graph = new Proto();
    for (int i = 0; i < outputs.size(); i++) {
      graph.message(
          1,
          new Proto()
              .text(1, inputs.get(i).name())
              .text(2, outputs.get(i).name())
              .text(4, "Identity"));
    }
    graph.text(2, "copies");
    inputs.forEach(t -> graph.message(11, info(t)));
    outputs.forEach(t -> graph.message(12, info(t)));
    return new Proto()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Proto().number(2, 13))
        .out
        .toByteArray();
  }

  private static String refusal(List<Tensor> inputs, List<Tensor> outputs) {
    byte[] model = model(inputs, outputs);
    return assertThrows(PolicyException.class, () -> new OnnxPolicy("p.onnx", model, 3, 3))
        .getMessage();
  }

  @Test
  void aModelOfTheRightShapeAnswers_alsoWithAnOpenBatch() {
    for (int batch : new int[] {1, -1}) {
      byte[] model =
          model(
              List.of(new Tensor("obs", FLOAT32, batch, 3)),
              List.of(new Tensor("act", FLOAT32, batch, 3)));
      float[] action = new float[3];
      try (OnnxPolicy policy = new OnnxPolicy("p.onnx", model, 3, 3)) {
        policy.act(new float[] {1, 2, 3}, action);
      }
      assertArrayEquals(new float[] {1, 2, 3}, action);
    }
  }

  @Test
  void anotherTypeIsRefusedByItsName() {
    assertEquals(
        "policy p.onnx has the input obs (float64 [1, 3]): it must have one, of type float32 and"
            + " shape [1, 3]",
        refusal(
            List.of(new Tensor("obs", FLOAT64, 1, 3)), List.of(new Tensor("act", FLOAT64, 1, 3))));
    assertEquals(
        "policy p.onnx has the input obs (float16 [1, 3]): it must have one, of type float32 and"
            + " shape [1, 3]",
        refusal(
            List.of(new Tensor("obs", FLOAT16, 1, 3)), List.of(new Tensor("act", FLOAT16, 1, 3))));
  }

  @Test
  void aFixedBatchIsRefused() {
    assertEquals(
        "policy p.onnx has the input obs (float32 [64, 3]): it must have one, of type float32 and"
            + " shape [1, 3]",
        refusal(
            List.of(new Tensor("obs", FLOAT32, 64, 3)),
            List.of(new Tensor("act", FLOAT32, 64, 3))));
  }

  @Test
  void severalInputsAreNamed_forARecurrentPolicyIsNotRun() {
    assertEquals(
        "policy p.onnx has 2 inputs, obs (float32 [1, 3]), h_in (float32 [1, 1, 64]): it must have"
            + " one, of type float32 and shape [1, 3]; recurrent policies and policies with several"
            + " inputs are not run",
        refusal(
            List.of(new Tensor("obs", FLOAT32, 1, 3), new Tensor("h_in", FLOAT32, 1, 1, 64)),
            List.of(new Tensor("act", FLOAT32, 1, 3))));
  }

  @Test
  void anOutputOfAnotherSizeIsRefused() {
    assertEquals(
        "policy p.onnx has the output act (float32 [1, 4]): it must have one, of type float32 and"
            + " shape [1, 3]",
        assertThrows(
                PolicyException.class,
                () ->
                    new OnnxPolicy(
                        "p.onnx",
                        model(
                            List.of(new Tensor("obs", FLOAT32, 1, 4)),
                            List.of(new Tensor("act", FLOAT32, 1, 4))),
                        4,
                        3))
            .getMessage());
  }
}
