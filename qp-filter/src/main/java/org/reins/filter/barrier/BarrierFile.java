package org.reins.filter.barrier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.model.RobotModel;

/**
 * A barrier as it lies on disk: a safetensors file with the tensors {@code mean}, {@code scale},
 * {@code support_lower}, {@code support_upper}, {@code weight0}, {@code bias0}, …, further ones
 * that go with the barrier ({@code critic.weight0}, {@code guard.centres}, …), and these metadata,
 * all required: {@code schema} (reins/barrier/1), {@code robot}, {@code joints} (comma separated,
 * in order), {@code activation}, {@code output_scale}, {@code dt} (s, of the data), {@code lambda}
 * (1/s, discount rate), {@code tau} (expectile), {@code delta} (m, calibrated margin), {@code
 * dataset_sha256}, {@code seed}. Others are kept as they are. A file is sealed when it is written:
 * one that was changed by a byte is refused.
 *
 * @param layers from the input to the single output
 * @param mean of each input; not to be modified
 * @param scale of each input, positive; not to be modified
 * @param supportLower lower end of each input's range in the data; not to be modified
 * @param supportUpper upper end of each input's range in the data; not to be modified
 * @param further tensors of what goes with the barrier, by name
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
  /** What this version reads and writes. */
  public static final String SCHEMA = "reins/barrier/1";

  /** Bytes that a file may have. */
  private static final int LARGEST_FILE = 1 << 28;

  private static final List<String> REQUIRED =
      List.of(
          "schema",
          "robot",
          "joints",
          "activation",
          "output_scale",
          "dt",
          "lambda",
          "tau",
          "delta",
          "dataset_sha256",
          "seed");

  /**
   * One affine layer.
   *
   * @param inputs number of inputs
   * @param outputs number of outputs
   * @param weight outputs × inputs, row-major; not to be modified
   * @param bias one an output; not to be modified
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
    for (String key : REQUIRED) {
      if (!metadata.containsKey(key)) {
        throw new BarrierFileException("metadata " + key + " is missing");
      }
    }
    if (!metadata.get("schema").equals(SCHEMA)) {
      throw new BarrierFileException(
          "schema is " + metadata.get("schema") + ": it must be " + SCHEMA);
    }
    try {
      Activation.of(metadata.get("activation"));
    } catch (IllegalArgumentException e) {
      throw new BarrierFileException(e.getMessage(), e);
    }
    if (mean.length != scale.length) {
      throw new BarrierFileException(
          "mean has "
              + mean.length
              + " numbers and scale "
              + scale.length
              + ": they must be as many");
    }
    FurtherTensors.requireFinite("mean", mean);
    FurtherTensors.requireDivisors("scale", scale);
    FurtherTensors.requireFinite("support_lower", supportLower);
    FurtherTensors.requireFinite("support_upper", supportUpper);
    if (supportLower.length != mean.length || supportUpper.length != mean.length) {
      throw new BarrierFileException(
          "support has "
              + supportLower.length
              + " and "
              + supportUpper.length
              + " numbers: it must have "
              + mean.length);
    }
    for (int i = 0; i < mean.length; i++) {
      if (!(supportLower[i] < supportUpper[i])) {
        throw new BarrierFileException(
            "support of input "
                + i
                + " is "
                + supportLower[i]
                + " to "
                + supportUpper[i]
                + ": it must not be empty");
      }
    }
    if (layers.isEmpty()) {
      throw new BarrierFileException("there is no layer");
    }
    int[] angles = angles(metadata);
    int states = mean.length - angles.length;
    for (int angle : angles) {
      if (angle >= states) {
        throw new BarrierFileException(
            "angles holds " + angle + ": a state has " + states + " numbers");
      }
    }
    if (Arrays.stream(angles).distinct().count() != angles.length) {
      throw new BarrierFileException(
          "angles is " + metadata.get("angles") + ": each may stand in it once");
    }
    int from = mean.length;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      if (layer.inputs() != from) {
        throw new BarrierFileException(
            "weight" + l + " has " + layer.inputs() + " columns: it must have " + from);
      }
      if (layer.weight().length != layer.inputs() * layer.outputs()
          || layer.bias().length != layer.outputs()) {
        throw new BarrierFileException("weight" + l + " and bias" + l + " do not fit together");
      }
      FurtherTensors.requireFinite("weight" + l, layer.weight());
      FurtherTensors.requireFinite("bias" + l, layer.bias());
      from = layer.outputs();
    }
    if (from != 1) {
      throw new BarrierFileException("the last layer has " + from + " outputs: a barrier has 1");
    }
    for (String key : List.of("output_scale", "dt", "lambda", "tau", "delta")) {
      double value = parse(metadata, key);
      boolean positive = !key.equals("lambda") && !key.equals("delta");
      if (!Double.isFinite(value) || value < 0 || positive && value == 0) {
        throw new BarrierFileException(
            key
                + " is "
                + value
                + ": it must be finite and "
                + (positive ? "positive" : "not negative"));
      }
    }
    FurtherTensors.requireDivisors("output_scale", (float) parse(metadata, "output_scale"));
    FurtherTensors.require(further, mean.length);
  }

  /** A barrier with nothing that goes with it. */
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
   * The same with a network that goes with the barrier, in the place of one of the same name.
   *
   * @param name as before the dot in tensor names
   */
  public BarrierFile withNetwork(String name, List<Layer> network) {
    Map<String, SafeTensors.Tensor> all = new LinkedHashMap<>(further);
    String ours = Pattern.quote(name) + "\\.(weight|bias)\\d+";
    all.keySet().removeIf(key -> key.matches(ours));
    put(all, name + ".", network);
    return new BarrierFile(layers, mean, scale, supportLower, supportUpper, all, metadata);
  }

  /** The same with a table of rows that goes with the barrier. */
  public BarrierFile withTable(String name, int columns, float... rows) {
    Map<String, SafeTensors.Tensor> all = new LinkedHashMap<>(further);
    all.put(name, new SafeTensors.Tensor(new int[] {rows.length / columns, columns}, rows));
    return new BarrierFile(layers, mean, scale, supportLower, supportUpper, all, metadata);
  }

  /** The same with another barrier network. */
  BarrierFile withLayers(List<Layer> other) {
    return new BarrierFile(other, mean, scale, supportLower, supportUpper, further, metadata);
  }

  /** The same with other or more metadata. */
  public BarrierFile withMetadata(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.putAll(changes);
    return new BarrierFile(layers, mean, scale, supportLower, supportUpper, further, all);
  }

  /** A network that goes with the barrier, over the same normalised state; empty for none. */
  public List<Layer> network(String name) {
    return layers(name + ".", further);
  }

  /** The rows of a table that goes with the barrier, row-major, not to be modified; or null. */
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

  /** Which numbers of a state are angles, of which the network sees cosine and sine. */
  public int[] angles() {
    return angles(metadata);
  }

  private static int[] angles(Map<String, String> metadata) {
    String text = metadata.getOrDefault("angles", "");
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] numbers = text.split(",", -1);
    int[] angles = new int[numbers.length];
    for (int i = 0; i < angles.length; i++) {
      // Not a pattern over the whole list, which would recurse over each of its numbers.
      if (!numbers[i].matches("\\d{1,3}")) {
        throw new BarrierFileException(
            "angles is " + text + ": it must be numbers of inputs, as in 2,3");
      }
      angles[i] = Integer.parseInt(numbers[i]);
    }
    return angles;
  }

  /** Numbers in a state. */
  public int states() {
    return mean.length - angles().length;
  }

  /** Period of the data that it was learned from, s. */
  public double dt() {
    return parse(metadata, "dt");
  }

  /** Margin below which B does not count as safe, m. */
  public double delta() {
    return parse(metadata, "delta");
  }

  /**
   * Checks that this barrier belongs to a robot.
   *
   * @throws IllegalArgumentException showing both sides
   */
  public void requireFits(RobotModel robot) {
    if (!robot().equals(robot.name()) || !joints().equals(robot.jointNames())) {
      throw new IllegalArgumentException(
          "the barrier is for "
              + robot()
              + " with joints "
              + joints()
              + ": the robot is "
              + robot.name()
              + " with joints "
              + robot.jointNames());
    }
    if (states() != 2 * robot.dof()) {
      throw new IllegalArgumentException(
          "the barrier has " + states() + " inputs: the robot's state has " + 2 * robot.dof());
    }
    float[] scale = table(SupportGuard.ACTION_SCALE);
    if (scale != null && scale.length != robot.dof()) {
      throw new IllegalArgumentException(
          "the barrier's guard is for "
              + scale.length
              + " commands: the robot has "
              + robot.dof()
              + " joints");
    }
  }

  /** Activation of the hidden layers. */
  public Activation activation() {
    return Activation.of(metadata.get("activation"));
  }

  /** Factor on the network's output. */
  public float outputScale() {
    return (float) parse(metadata, "output_scale");
  }

  private static double parse(Map<String, String> metadata, String key) {
    try {
      return Double.parseDouble(metadata.get(key));
    } catch (NumberFormatException e) {
      throw new BarrierFileException(key + " is " + metadata.get(key) + ": it must be a number", e);
    }
  }

  /** Writes the file. */
  public void write(Path path) throws IOException {
    Map<String, SafeTensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("mean", vector(mean));
    tensors.put("scale", vector(scale));
    tensors.put("support_lower", vector(supportLower));
    tensors.put("support_upper", vector(supportUpper));
    put(tensors, "", layers);
    tensors.putAll(further);
    Files.write(path, new SafeTensors(metadata, tensors).bytes());
  }

  private static SafeTensors.Tensor vector(float[] values) {
    return new SafeTensors.Tensor(new int[] {values.length}, values);
  }

  private static void put(
      Map<String, SafeTensors.Tensor> tensors, String prefix, List<Layer> network) {
    for (int l = 0; l < network.size(); l++) {
      Layer layer = network.get(l);
      int[] shape = {layer.outputs(), layer.inputs()};
      tensors.put(prefix + "weight" + l, new SafeTensors.Tensor(shape, layer.weight()));
      tensors.put(prefix + "bias" + l, vector(layer.bias()));
    }
  }

  /**
   * Reads a file.
   *
   * @throws BarrierFileException with one sentence for people, naming the file
   */
  public static BarrierFile read(Path path) {
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
  public static BarrierFile parse(String name, byte[] bytes) {
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
    List<Layer> layers = layers("", tensors);
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
    // Said here, where the file has a name, and not when a filter is made of it.
    SupportGuard.of(barrier);
    return barrier;
  }

  private static float[] take(Map<String, SafeTensors.Tensor> tensors, String name) {
    return require(name, 1, tensors.remove(name)).data();
  }

  private static List<Layer> layers(String prefix, Map<String, SafeTensors.Tensor> tensors) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; tensors.containsKey(prefix + "weight" + l); l++) {
      String weight = prefix + "weight" + l;
      String bias = prefix + "bias" + l;
      int[] shape = require(weight, 2, tensors.get(weight)).shape();
      layers.add(
          new Layer(
              shape[1],
              shape[0],
              tensors.get(weight).data(),
              require(bias, 1, tensors.get(bias)).data()));
    }
    return layers;
  }

  private static SafeTensors.Tensor require(
      String name, int dimensions, SafeTensors.Tensor tensor) {
    if (tensor == null || tensor.shape().length != dimensions) {
      throw new BarrierFileException(
          "tensor " + name + " is missing or has not " + dimensions + " dimensions");
    }
    return tensor;
  }
}
