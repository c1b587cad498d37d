package org.reins.node.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.observation.TensorSpec;

/** Networks that copy their inputs to their outputs, with tensors of all kinds. */
class OnnxPolicyTest {
  private static final int FLOAT32 = 1;
  private static final int FLOAT16 = 10;
  private static final int FLOAT64 = 11;
  private static final int INT64 = 7;
  private static final String UNDESCRIBED =
      "without a description, which recurrent policies and several tensors need"
          + " (docs/policies.md), it must have ";

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
  void float64AndFloat16AnswerAsFloat32Does() {
    for (int type : new int[] {FLOAT64, FLOAT16}) {
      byte[] model =
          model(List.of(new Tensor("obs", type, 1, 3)), List.of(new Tensor("act", type, 1, 3)));
      float[] action = new float[3];
      try (OnnxPolicy policy = new OnnxPolicy("p.onnx", model, 3, 3)) {
        policy.act(new float[] {1, -0.5f, 3}, action);
      }
      assertArrayEquals(new float[] {1, -0.5f, 3}, action);
    }
  }

  @Test
  void anotherTypeIsRefusedByItsName() {
    assertEquals(
        "policy p.onnx has the input obs (int64 [1, 3]): "
            + UNDESCRIBED
            + "one tensor with 3 numbers in one batch, of type float32, float64 or float16",
        refusal(List.of(new Tensor("obs", INT64, 1, 3)), List.of(new Tensor("act", INT64, 1, 3))));
  }

  @Test
  void aFixedBatchIsRefused() {
    assertEquals(
        "policy p.onnx has the input obs (float32 [64, 3]): "
            + UNDESCRIBED
            + "one tensor with 3 numbers in one batch, of type float32, float64 or float16",
        refusal(
            List.of(new Tensor("obs", FLOAT32, 64, 3)),
            List.of(new Tensor("act", FLOAT32, 64, 3))));
  }

  @Test
  void severalInputsAreNamed_forWithoutADescriptionNothingSaysWhatTheyMean() {
    assertEquals(
        "policy p.onnx has the inputs obs (float32 [1, 3]), h_in (float32 [1, 1, 64]): "
            + UNDESCRIBED
            + "one tensor with 3 numbers",
        refusal(
            List.of(new Tensor("obs", FLOAT32, 1, 3), new Tensor("h_in", FLOAT32, 1, 1, 64)),
            List.of(new Tensor("act", FLOAT32, 1, 3))));
  }

  @Test
  void anOutputOfAnotherSizeIsRefused() {
    byte[] model =
        model(List.of(new Tensor("obs", FLOAT32, 1, 4)), List.of(new Tensor("act", FLOAT32, 1, 4)));
    assertEquals(
        "policy p.onnx has the output act (float32 [1, 4]): "
            + UNDESCRIBED
            + "one tensor with 3 numbers in one batch, of type float32, float64 or float16",
        assertThrows(PolicyException.class, () -> new OnnxPolicy("p.onnx", model, 4, 3))
            .getMessage());
  }

  @Test
  void severalTensorsAreFoundByName_andRecurrentStateComesThrough() {
    byte[] model =
        model(
            List.of(new Tensor("h_in", FLOAT32, 1, 1, 2), new Tensor("obs", FLOAT32, -1, 3)),
            List.of(new Tensor("h_out", FLOAT32, 1, 1, 2), new Tensor("act", FLOAT32, -1, 3)));
    float[][] answer = {new float[3], new float[2]};
    try (OnnxNetwork network =
        new OnnxNetwork(
            "p.onnx",
            model,
            List.of(new TensorSpec("obs", 3), new TensorSpec("h_in", 2)),
            List.of(new TensorSpec("act", 3), new TensorSpec("h_out", 2)))) {
      network.run(new float[][] {{1, 2, 3}, {4, 5}}, answer);
    }
    assertArrayEquals(new float[] {1, 2, 3}, answer[0]);
    assertArrayEquals(new float[] {4, 5}, answer[1]);
  }

  @Test
  void anInputThatTheDescriptionDoesNotGiveIsNamed() {
    byte[] model =
        model(
            List.of(new Tensor("obs", FLOAT32, 1, 3), new Tensor("h_in", FLOAT32, 1, 2)),
            List.of(new Tensor("act", FLOAT32, 1, 3)));
    assertEquals(
        "policy p.onnx has the input h_in (float32 [1, 2]): its description gives obs with 3"
            + " numbers",
        assertThrows(
                PolicyException.class,
                () ->
                    new OnnxNetwork(
                        "p.onnx",
                        model,
                        List.of(new TensorSpec("obs", 3)),
                        List.of(new TensorSpec("act", 3))))
            .getMessage());
  }
}
