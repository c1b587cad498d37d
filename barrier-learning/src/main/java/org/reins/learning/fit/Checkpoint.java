package org.reins.learning.fit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.BarrierFileException;
import org.reins.filter.barrier.SafeTensors;
import org.reins.robot.file.BoundedFile;

/**
 * The weights of a {@link StagedTraining} between two stages, on disk. The file is replaced
 * atomically after each stage. If the process is killed at any moment, either the old or the new
 * checkpoint remains.
 */
public final class Checkpoint {
  private static final int LARGEST_FILE = 1 << 30;

  private final Path path;
  private final String training;

  /**
   * Names a checkpoint.
   *
   * @param training everything that the result depends on; a checkpoint of another training is
   *     refused
   */
  public Checkpoint(Path path, String training) {
    this.path = path;
    this.training = training;
  }

  /**
   * Loads the checkpoint if there is one.
   *
   * @return number of finished stages; 0 if there is no checkpoint
   * @throws IllegalArgumentException if it belongs to another training or is damaged
   */
  public int restore(StagedTraining into) throws IOException {
    if (!Files.exists(path)) {
      return 0;
    }
    try {
      SafeTensors file = SafeTensors.parse(BoundedFile.bytes(path, LARGEST_FILE));
      if (!training.equals(file.metadata().get("training"))) {
        throw new IllegalArgumentException(
            "checkpoint "
                + path
                + " belongs to another training ("
                + file.metadata().get("training")
                + "; this one is "
                + training
                + "): delete it to start over");
      }
      List<List<BarrierFile.Layer>> weights = new ArrayList<>();
      for (int k = 0; file.tensors().containsKey(k + ".0.weight"); k++) {
        List<BarrierFile.Layer> layers = new ArrayList<>();
        for (int l = 0; file.tensors().containsKey(k + "." + l + ".weight"); l++) {
          layers.add(layer(file, k + "." + l));
        }
        weights.add(layers);
      }
      int done = Integer.parseInt(file.metadata().getOrDefault("stages_done", ""));
      into.load(weights);
      return done;
    } catch (BarrierFileException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "checkpoint " + path + " is damaged (" + e.getMessage() + "): delete it to start over",
          e);
    }
  }

  private static BarrierFile.Layer layer(SafeTensors file, String name) {
    SafeTensors.Tensor weight = file.tensors().get(name + ".weight");
    SafeTensors.Tensor bias = file.tensors().get(name + ".bias");
    if (weight.shape().length != 2 || bias == null || bias.data().length != weight.shape()[0]) {
      throw new BarrierFileException(name + ".weight and " + name + ".bias do not match");
    }
    return new BarrierFile.Layer(weight.shape()[1], weight.shape()[0], weight.data(), bias.data());
  }

  /** Replaces the checkpoint. */
  public void save(StagedTraining of, int stagesDone) throws IOException {
    Map<String, SafeTensors.Tensor> tensors = new LinkedHashMap<>();
    List<List<BarrierFile.Layer>> weights = of.weights();
    for (int k = 0; k < weights.size(); k++) {
      for (int l = 0; l < weights.get(k).size(); l++) {
        BarrierFile.Layer layer = weights.get(k).get(l);
        tensors.put(
            k + "." + l + ".weight",
            new SafeTensors.Tensor(new int[] {layer.outputs(), layer.inputs()}, layer.weight()));
        tensors.put(
            k + "." + l + ".bias",
            new SafeTensors.Tensor(new int[] {layer.outputs()}, layer.bias()));
      }
    }
    Map<String, String> metadata =
        Map.of("training", training, "stages_done", Integer.toString(stagesDone));
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.write(fresh, new SafeTensors(metadata, tensors).bytes());
    try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes it. */
  public void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
