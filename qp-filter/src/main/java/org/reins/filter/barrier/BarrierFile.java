package org.reins.filter.barrier;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.robot.model.RobotModel;

/**
 * A learned barrier and the data that accompany it, as a value: the layers of its network, the
 * normalisation of its inputs, the range of the data, further networks and tables, and metadata.
 * {@link BarrierFileRules} checks it at construction, and it never changes. {@link BarrierCodec}
 * defines the format on disk; {@link BarrierMetadata} lists the metadata.
 *
 * <p>An input is a number of the state, or the cosine or sine of one that is an angle. Arrays are
 * shared with the caller, not copied.
 *
 * @param layers from the input to the single output
 * @param mean of each input; not to be modified
 * @param scale of each input, positive; not to be modified
 * @param supportLower lower end of each input's range in the data; not to be modified
 * @param supportUpper upper end of each input's range in the data; not to be modified
 * @param further tensors that accompany the barrier, by name
 * @param metadata as read or to be written
 */
public record BarrierFile(
    List<Layer> layers,
    float[] mean,
    float[] scale,
    float[] supportLower,
    float[] supportUpper,
    Map<String, SafeTensors.Tensor> further,
    Map<String, String> metadata) {
  /** The schema that this version reads and writes. */
  public static final String SCHEMA = "reins/barrier/1";

  /**
   * One affine layer.
   *
   * @param inputs number of inputs
   * @param outputs number of outputs
   * @param weight outputs × inputs, row-major; not to be modified
   * @param bias one per output; not to be modified
   */
  public record Layer(int inputs, int outputs, float[] weight, float[] bias) {}

  /**
   * Checks metadata and shapes.
   *
   * @throws BarrierFileException naming what is wrong
   */
  public BarrierFile {
    layers = List.copyOf(layers);
    further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
    metadata = Map.copyOf(metadata);
    BarrierFileRules.require(layers, mean, scale, supportLower, supportUpper, further, metadata);
  }

  /** A barrier without further tensors. */
  public BarrierFile(
      List<Layer> layers,
      float[] mean,
      float[] scale,
      float[] supportLower,
      float[] supportUpper,
      Map<String, String> metadata) {
    this(layers, mean, scale, supportLower, supportUpper, Map.of(), metadata);
  }

  /**
   * A copy with a network that accompanies the barrier, replacing one of the same name.
   *
   * @param name the part before the dot in tensor names
   */
  public BarrierFile withNetwork(String name, List<Layer> network) {
    Map<String, SafeTensors.Tensor> all = new LinkedHashMap<>(further);
    NetworkTensors.remove(all, name + ".");
    NetworkTensors.put(all, name + ".", network);
    return new BarrierFile(layers, mean, scale, supportLower, supportUpper, all, metadata);
  }

  /** A copy with a table of rows that accompanies the barrier. */
  public BarrierFile withTable(String name, int columns, float... rows) {
    Map<String, SafeTensors.Tensor> all = new LinkedHashMap<>(further);
    all.put(name, new SafeTensors.Tensor(new int[] {rows.length / columns, columns}, rows));
    return new BarrierFile(layers, mean, scale, supportLower, supportUpper, all, metadata);
  }

  /** A copy with another barrier network. */
  BarrierFile withLayers(List<Layer> other) {
    return new BarrierFile(other, mean, scale, supportLower, supportUpper, further, metadata);
  }

  /** A copy with other or more metadata. */
  public BarrierFile withMetadata(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.putAll(changes);
    return new BarrierFile(layers, mean, scale, supportLower, supportUpper, further, all);
  }

  /** A network that accompanies the barrier, over the same normalised state; empty for none. */
  public List<Layer> network(String name) {
    return NetworkTensors.layers(name + ".", further);
  }

  /** The rows of a table that accompanies the barrier, row-major, not to be modified; or null. */
  public float[] table(String name) {
    SafeTensors.Tensor tensor = further.get(name);
    return tensor == null ? null : tensor.data();
  }

  /** Short name of the robot. */
  public String robot() {
    return metadata.get("robot");
  }

  /** Joint names in the order of the state: all positions, then all velocities. */
  public List<String> joints() {
    return Arrays.asList(metadata.get("joints").split(",", -1));
  }

  /** Which numbers of a state are angles; the network takes their cosine and sine. */
  public int[] angles() {
    return BarrierMetadata.angles(metadata);
  }

  /** Numbers in a state. */
  public int states() {
    return mean.length - angles().length;
  }

  /** Period of the training data, s. */
  public double dt() {
    return BarrierMetadata.number(metadata, "dt");
  }

  /** Margin that B must exceed to count as safe, m. */
  public double delta() {
    return BarrierMetadata.number(metadata, "delta");
  }

  /**
   * Requires that the filter is not slower than the data: the barrier counts on a reaction within
   * their period.
   *
   * @param period of the filter, s
   * @throws IllegalArgumentException when it is
   */
  public void requirePeriod(double period) {
    if (dt() > 0 && period > 1.01 * dt()) {
      throw new IllegalArgumentException(
          "the barrier was learned with dt "
              + dt()
              + " s and the robot is filtered every "
              + period
              + " s: the filter must not be slower than its data");
    }
  }

  /**
   * Checks that this barrier belongs to a robot.
   *
   * @throws IllegalArgumentException showing both sides
   */
  public void requireFits(RobotModel robot) {
    BarrierFileRules.requireFits(this, robot);
  }

  /** Activation of the hidden layers. */
  public Activation activation() {
    return Activation.of(metadata.get("activation"));
  }

  /** Factor on the network's output. */
  public float outputScale() {
    return (float) BarrierMetadata.number(metadata, "output_scale");
  }

  /** Writes the file. */
  public void write(Path path) throws IOException {
    BarrierCodec.write(this, path);
  }

  /**
   * Reads a file.
   *
   * @throws BarrierFileException with one sentence for people, naming the file
   */
  public static BarrierFile read(Path path) {
    return BarrierCodec.read(path);
  }

  /**
   * Reads the bytes of a file.
   *
   * @param name used in messages
   * @throws BarrierFileException with one sentence for people, naming the file
   */
  public static BarrierFile parse(String name, byte[] bytes) {
    return BarrierCodec.parse(name, bytes);
  }
}
