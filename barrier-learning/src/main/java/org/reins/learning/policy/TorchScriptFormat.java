package org.reins.learning.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.observation.PolicyNetworkFormat;
import org.reins.filter.observation.TensorSpec;

/** TorchScript files. */
public final class TorchScriptFormat implements PolicyNetworkFormat {
  @Override
  public String words() {
    return "TorchScript (.pt, .pth, .jit)";
  }

  @Override
  public boolean reads(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return Stream.of(".pt", ".pth", ".jit").anyMatch(name::endsWith);
  }

  @Override
  public PolicyNetwork load(Path file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    return new TorchScriptNetwork(file, inputs, outputs);
  }
}
