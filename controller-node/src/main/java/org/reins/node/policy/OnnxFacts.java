package org.reins.node.policy;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reins.filter.policy.imports.NetworkFacts;

/** Reads what an ONNX file says about itself: tensors and metadata. */
public final class OnnxFacts {
  private OnnxFacts() {}

  /**
   * Loads a file and closes it again.
   *
   * @throws PolicyException with one sentence for the user
   */
  public static NetworkFacts read(Path file) {
    String path = OnnxFiles.require(file);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = OnnxFiles.options();
        OrtSession session = environment.createSession(path, options)) {
      return new NetworkFacts(
          tensors(session.getInputInfo()),
          tensors(session.getOutputInfo()),
          session.getMetadata().getCustomMetadata());
    } catch (OrtException e) {
      throw OnnxFiles.notLoaded(path, e);
    }
  }

  private static List<NetworkFacts.Tensor> tensors(Map<String, NodeInfo> nodes) {
    List<NetworkFacts.Tensor> all = new ArrayList<>();
    for (NodeInfo node : nodes.values()) {
      if (node.getInfo() instanceof TensorInfo info) {
        List<Long> shape = Arrays.stream(info.getShape()).boxed().toList();
        all.add(new NetworkFacts.Tensor(node.getName(), TensorBuffer.type(info), shape));
      } else {
        all.add(new NetworkFacts.Tensor(node.getName(), "no tensor", List.of()));
      }
    }
    return all;
  }
}
