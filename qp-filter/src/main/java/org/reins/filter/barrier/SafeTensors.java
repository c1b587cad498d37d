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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The contents of a safetensors file of float32 tensors, sealed: the metadata hold {@value #SEAL},
 * the SHA-256 of the file's bytes with zeros in its own place. A file in which any byte has changed
 * is refused.
 *
 * @param metadata without the seal
 * @param tensors in the order of the file
 */
public record SafeTensors(Map<String, String> metadata, Map<String, SafeTensors.Tensor> tensors) {
  /** Name of the seal in the metadata. */
  static final String SEAL = "content_sha256";

  private static final long MAX_HEADER = 1 << 20;
  private static final String NO_SEAL = "0".repeat(64);
  private static final byte[] SEAL_START =
      ("\"" + SEAL + "\":\"").getBytes(StandardCharsets.US_ASCII);

  /**
   * One tensor.
   *
   * @param shape not to be modified
   * @param data row-major; not to be modified
   */
  public record Tensor(int[] shape, float[] data) {}

  /** The file's bytes. */
  public byte[] bytes() throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int at = 0;
    try (JsonGenerator json = new JsonFactory().createGenerator(header)) {
      json.writeStartObject();
      json.writeObjectFieldStart("__metadata__");
      TreeMap<String, String> sealed = new TreeMap<>(metadata);
      sealed.put(SEAL, NO_SEAL);
      for (Map.Entry<String, String> e : sealed.entrySet()) {
        json.writeStringField(e.getKey(), e.getValue());
      }
      json.writeEndObject();
      for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
        json.writeObjectFieldStart(e.getKey());
        json.writeStringField("dtype", "F32");
        json.writeFieldName("shape");
        json.writeArray(e.getValue().shape(), 0, e.getValue().shape().length);
        json.writeFieldName("data_offsets");
        int end = at + 4 * e.getValue().data().length;
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
    for (Tensor tensor : tensors.values()) {
      for (float v : tensor.data()) {
        out.putFloat(v);
      }
    }
    byte[] bytes = out.array();
    byte[] seal = sha256(bytes).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(seal, 0, bytes, sealPosition(bytes, 8 + header.size()), seal.length);
    return bytes;
  }

  /**
   * Reads a file's bytes.
   *
   * @throws BarrierFileException if they are not such a file, truncated, or changed
   */
  public static SafeTensors parse(byte[] bytes) throws IOException {
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
      // With two tensors of one name, it would be undefined which one is used.
      json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
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
            expect(token, JsonToken.VALUE_STRING);
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
        expect(json.currentToken(), JsonToken.END_OBJECT);
      }
      expect(json.currentToken(), JsonToken.END_OBJECT);
    }
    requireDisjoint(offsets);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, int[]> e : shapes.entrySet()) {
      tensors.put(
          e.getKey(), tensor(e.getKey(), e.getValue(), offsets.get(e.getKey()), in, dataStart));
    }
    requireSealed(bytes, dataStart, metadata.remove(SEAL));
    return new SafeTensors(metadata, tensors);
  }

  private static void requireSealed(byte[] bytes, int dataStart, String seal) {
    int at = sealPosition(bytes, dataStart);
    if (seal == null || at < 0) {
      throw new BarrierFileException(
          "metadata " + SEAL + " is missing: it was not written by this version of Reins");
    }
    byte[] unsealed = bytes.clone();
    System.arraycopy(
        NO_SEAL.getBytes(StandardCharsets.US_ASCII), 0, unsealed, at, NO_SEAL.length());
    if (!sha256(unsealed).equals(seal)) {
      throw new BarrierFileException(
          "its contents do not fit its " + SEAL + ": it was changed or damaged after writing");
    }
  }

  /** Where the seal's 64 digits begin, or −1. */
  private static int sealPosition(byte[] bytes, int end) {
    for (int i = 8; i + SEAL_START.length + NO_SEAL.length() <= end; i++) {
      if (Arrays.equals(bytes, i, i + SEAL_START.length, SEAL_START, 0, SEAL_START.length)) {
        return i + SEAL_START.length;
      }
    }
    return -1;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  private static int[] numbers(JsonParser json) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    List<Integer> values = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      values.add(json.getIntValue());
    }
    expect(json.currentToken(), JsonToken.END_ARRAY);
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Requires that no two tensors share bytes: many over the same bytes would exceed the file's size
   * in memory.
   */
  private static void requireDisjoint(Map<String, int[]> offsets) {
    List<int[]> ranges =
        new ArrayList<>(offsets.values().stream().filter(r -> r.length == 2).toList());
    ranges.sort(Comparator.comparingInt(r -> r[0]));
    for (int k = 1; k < ranges.size(); k++) {
      if (ranges.get(k)[0] < ranges.get(k - 1)[1]) {
        throw new BarrierFileException("two of its tensors share bytes: it is corrupt");
      }
    }
  }

  private static Tensor tensor(
      String name, int[] shape, int[] range, ByteBuffer in, int dataStart) {
    long available = in.capacity() - (long) dataStart;
    long count = 1;
    for (int s : shape) {
      // A product larger than the file's size stays larger, whatever it is multiplied by.
      count = s < 1 || count < 1 ? 0 : Math.min(count * s, available + 1);
    }
    if (range == null
        || range.length != 2
        || count < 1
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
    return new Tensor(shape, values);
  }

  private static void expect(JsonToken actual, JsonToken wanted) {
    if (actual != wanted) {
      throw new BarrierFileException(
          "its header has " + actual + " where " + wanted + " is required");
    }
  }
}
