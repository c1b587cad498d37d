package org.reins.filter.barrier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.robot.file.BoundedFile;

/**
 * The on-disk format of a {@link BarrierFile}: a safetensors file with the tensors {@code mean},
 * {@code scale}, {@code support_lower}, {@code support_upper}, {@code weight0}, {@code bias0}, …,
 * further ones that accompany the barrier ({@code critic.weight0}, {@code guard.centres}, …), and
 * the metadata of {@link BarrierMetadata}. All numbers are float32. A file is sealed when it is
 * written: a file in which any byte was changed is refused, see {@link SafeTensors}.
 */
final class BarrierCodec {
  /** Largest size of a file, bytes. */
  private static final int LARGEST_FILE = 1 << 28;

  private BarrierCodec() {}

  /** Writes a file. */
  static void write(BarrierFile barrier, Path path) throws IOException {
    Map<String, SafeTensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("mean", NetworkTensors.vector(barrier.mean()));
    tensors.put("scale", NetworkTensors.vector(barrier.scale()));
    tensors.put("support_lower", NetworkTensors.vector(barrier.supportLower()));
    tensors.put("support_upper", NetworkTensors.vector(barrier.supportUpper()));
    NetworkTensors.put(tensors, "", barrier.layers());
    tensors.putAll(barrier.further());
    Files.write(path, new SafeTensors(barrier.metadata(), tensors).bytes());
  }

  /**
   * Reads a file.
   *
   * @throws BarrierFileException with one sentence for people, naming the file
   */
  static BarrierFile read(Path path) {
    byte[] bytes;
    try {
      bytes = BoundedFile.bytes(path, LARGEST_FILE);
    } catch (NoSuchFileException e) {
      throw new BarrierFileException("barrier file " + path + " does not exist", e);
    } catch (IOException e) {
      throw new BarrierFileException(
          "barrier file " + path + " cannot be read: " + e.getMessage(), e);
    }
    return parse(path.toString(), bytes);
  }

  /**
   * Reads the bytes of a file.
   *
   * @param name used in messages
   * @throws BarrierFileException with one sentence for people, naming the file
   */
  static BarrierFile parse(String name, byte[] bytes) {
    try {
      return parse(bytes);
    } catch (BarrierFileException e) {
      throw new BarrierFileException("barrier file " + name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BarrierFileException(
          "barrier file " + name + " has a header that is not JSON: " + e.getMessage(), e);
    }
  }

  private static BarrierFile parse(byte[] bytes) throws IOException {
    SafeTensors file = SafeTensors.parse(bytes);
    Map<String, SafeTensors.Tensor> tensors = new LinkedHashMap<>(file.tensors());
    List<BarrierFile.Layer> layers = NetworkTensors.layers("", tensors);
    float[] mean = take(tensors, "mean");
    float[] scale = take(tensors, "scale");
    float[] supportLower = take(tensors, "support_lower");
    float[] supportUpper = take(tensors, "support_upper");
    for (int l = 0; l < layers.size(); l++) {
      tensors.remove("weight" + l);
      tensors.remove("bias" + l);
    }
    BarrierFile barrier =
        new BarrierFile(layers, mean, scale, supportLower, supportUpper, tensors, file.metadata());
    // Checked here, where the file's name is known, and not when a filter is built from it.
    SupportGuard.of(barrier);
    return barrier;
  }

  private static float[] take(Map<String, SafeTensors.Tensor> tensors, String name) {
    return NetworkTensors.require(name, 1, tensors.remove(name)).data();
  }
}
