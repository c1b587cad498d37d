package org.reins.node.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.observation.PolicyNetworkFormat;
import org.reins.filter.observation.TensorSpec;

/** ONNX files. */
public final class OnnxFormat implements PolicyNetworkFormat {
  @Override
  public String words() {
    return "ONNX (.onnx)";
  }

  @Override
  public boolean reads(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  @Override
  public PolicyNetwork load(Path file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    return new OnnxNetwork(file, inputs, outputs);
  }
}
