package org.reins.filter.barrier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reins.robot.RobotModel;

/**
 * A barrier as it lies on disk: a safetensors file with the tensors {@code mean}, {@code scale},
 * {@code support_lower}, {@code support_upper}, {@code weight0}, {@code bias0}, … and these
 * metadata, all required: {@code schema} (reins/barrier/1), {@code robot}, {@code joints} (comma
 * separated, in order), {@code activation}, {@code output_scale}, {@code dt} (s, of the data),
 * {@code lambda} (1/s, discount rate), {@code tau} (expectile), {@code delta} (m, calibrated
 * margin), {@code dataset_sha256}, {@code seed}. Others are kept as they are.
 *
 * @param layers from the input to the single output
 * @param mean of each input; not to be modified
 * @param scale of each input, positive; not to be modified
 * @param supportLower lower end of each input's range in the data; not to be modified
 * @param supportUpper upper end of each input's range in the data; not to be modified
 * @param metadata as read or to be written
 */
public record BarrierFile(
    List<Layer> layers,
    float[] mean,
    float[] scale,
    float[] supportLower,
    float[] supportUpper,
    Map<String, String> metadata) {
  /** What this version reads and writes. */
  public static final String SCHEMA = "reins/barrier/1";

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
  private static final long MAX_HEADER = 1 << 20;

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
    requireFinite("mean", mean);
    requireFinite("scale", scale);
    for (float s : scale) {
      if (!(s > 0)) {
        throw new BarrierFileException("scale holds " + s + ": it must be positive");
      }
    }
    requireFinite("support_lower", supportLower);
    requireFinite("support_upper", supportUpper);
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
      requireFinite("weight" + l, layer.weight());
      requireFinite("bias" + l, layer.bias());
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
  }

  /** Short name of the robot. */
  public String robot() {
    return metadata.get("robot");
  }

  /** Joint names in the order of the state: all positions, then all velocities. */
  public List<String> joints() {
    return Arrays.asList(metadata.get("joints").split(",", -1));
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
    if (mean.length != 2 * robot.dof()) {
      throw new IllegalArgumentException(
          "the barrier has " + mean.length + " inputs: the robot's state has " + 2 * robot.dof());
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

  private static void requireFinite(String name, float[] values) {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        throw new BarrierFileException(name + " holds " + v + ": all numbers must be finite");
      }
    }
  }

  /** Writes the file. */
  public void write(Path path) throws IOException {
    Map<String, float[]> data = new LinkedHashMap<>();
    Map<String, int[]> shape = new LinkedHashMap<>();
    data.put("mean", mean);
    shape.put("mean", new int[] {mean.length});
    data.put("scale", scale);
    shape.put("scale", new int[] {scale.length});
    data.put("support_lower", supportLower);
    shape.put("support_lower", new int[] {supportLower.length});
    data.put("support_upper", supportUpper);
    shape.put("support_upper", new int[] {supportUpper.length});
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      data.put("weight" + l, layer.weight());
      shape.put("weight" + l, new int[] {layer.outputs(), layer.inputs()});
      data.put("bias" + l, layer.bias());
      shape.put("bias" + l, new int[] {layer.outputs()});
    }
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int at = 0;
    try (JsonGenerator json = new JsonFactory().createGenerator(header)) {
      json.writeStartObject();
      json.writeObjectFieldStart("__metadata__");
      for (Map.Entry<String, String> e : new TreeMap<>(metadata).entrySet()) {
        json.writeStringField(e.getKey(), e.getValue());
      }
      json.writeEndObject();
      for (Map.Entry<String, float[]> e : data.entrySet()) {
        json.writeObjectFieldStart(e.getKey());
        json.writeStringField("dtype", "F32");
        json.writeFieldName("shape");
        int[] s = shape.get(e.getKey());
        json.writeArray(s, 0, s.length);
        json.writeFieldName("data_offsets");
        int end = at + 4 * e.getValue().length;
        json.writeArray(new int[] {at, end}, 0, 2);
        json.writeEndObject();
        at = end;
      }
      json.writeEndObject();
    }
    while (header.size() % 8 != 0) {
      header.write(' ');
    }
    ByteBuffer out = ByteBuffer.allocate(8 + header.size() + at).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(header.size()).put(header.toByteArray());
    for (float[] values : data.values()) {
      for (float v : values) {
        out.putFloat(v);
      }
    }
    Files.write(path, out.array());
  }

  /**
   * Reads a file.
   *
   * @throws BarrierFileException with one sentence for people, naming the file
   */
  public static BarrierFile read(Path path) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new BarrierFileException("barrier file " + path + " does not exist", e);
    } catch (IOException e) {
      throw new BarrierFileException("barrier file " + path + " cannot be read: " + e, e);
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
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 8) {
      throw new BarrierFileException(
          "it has " + bytes.length + " bytes: a header needs at least 8");
    }
    long headerLength = in.getLong();
    if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, bytes.length - 8L)) {
      throw new BarrierFileException(
          "its header claims "
              + headerLength
              + " bytes: it is cut short or not a safetensors file");
    }
    int dataStart = 8 + (int) headerLength;
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, int[]> shapes = new LinkedHashMap<>();
    Map<String, int[]> offsets = new LinkedHashMap<>();
    String header = new String(bytes, 8, (int) headerLength, StandardCharsets.UTF_8);
    try (JsonParser json = new JsonFactory().createParser(header)) {
      expect(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          JsonToken token = json.nextToken();
          if (key.equals("__metadata__")) {
            expect(token, JsonToken.VALUE_STRING);
            metadata.put(field, json.getText());
          } else if (field.equals("dtype")) {
            if (!"F32".equals(json.getText())) {
              throw new BarrierFileException(
                  "tensor " + key + " has type " + json.getText() + ": allowed is F32");
            }
          } else if (field.equals("shape")) {
            shapes.put(key, numbers(json));
          } else if (field.equals("data_offsets")) {
            offsets.put(key, numbers(json));
          } else {
            json.skipChildren();
          }
        }
      }
    }
    float[] mean = tensor("mean", 1, shapes, offsets, in, dataStart);
    float[] scale = tensor("scale", 1, shapes, offsets, in, dataStart);
    float[] supportLower = tensor("support_lower", 1, shapes, offsets, in, dataStart);
    float[] supportUpper = tensor("support_upper", 1, shapes, offsets, in, dataStart);
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; shapes.containsKey("weight" + l); l++) {
      float[] weight = tensor("weight" + l, 2, shapes, offsets, in, dataStart);
      float[] bias = tensor("bias" + l, 1, shapes, offsets, in, dataStart);
      int[] shape = shapes.get("weight" + l);
      layers.add(new Layer(shape[1], shape[0], weight, bias));
    }
    return new BarrierFile(layers, mean, scale, supportLower, supportUpper, metadata);
  }

  private static int[] numbers(JsonParser json) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    List<Integer> values = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      values.add(json.getIntValue());
    }
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] tensor(
      String name,
      int dimensions,
      Map<String, int[]> shapes,
      Map<String, int[]> offsets,
      ByteBuffer in,
      int dataStart) {
    int[] shape = shapes.get(name);
    int[] range = offsets.get(name);
    if (shape == null || range == null || range.length != 2 || shape.length != dimensions) {
      throw new BarrierFileException(
          "tensor " + name + " is missing or has not " + dimensions + " dimensions");
    }
    long count = 1;
    for (int s : shape) {
      count *= s;
    }
    long available = in.capacity() - (long) dataStart;
    if (count < 1
        || range[0] < 0
        || range[1] - (long) range[0] != 4 * count
        || range[1] > available) {
      throw new BarrierFileException(
          "tensor "
              + name
              + " of shape "
              + Arrays.toString(shape)
              + " does not fit the file: it is cut short or corrupt");
    }
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getFloat(dataStart + range[0] + 4 * i);
    }
    return values;
  }

  private static void expect(JsonToken actual, JsonToken wanted) {
    if (actual != wanted) {
      throw new BarrierFileException(
          "its header has " + actual + " where " + wanted + " must stand");
    }
  }
}
