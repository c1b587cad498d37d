package org.reins.node.arming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.reins.node.json.Json;
import org.reins.node.signing.SigningException;
import org.reins.node.signing.SigningKey;
import org.reins.node.signing.VerifyingKey;
import org.reins.robot.OneLine;
import org.reins.robot.file.BoundedFile;

/**
 * A signed statement in a file: JSON of schema {@value #SCHEMA}. The signature covers every other
 * value, in a fixed order, as compact JSON; white space between values does not count. Unknown and
 * repeated keys are refused.
 *
 * @param statement what is signed
 * @param key id of the key that signed, for people; whether it did is checked with the key itself
 * @param signature Ed25519 in Base64
 */
public record Receipt(Statement statement, String key, String signature) {
  /** The schema's name. */
  public static final String SCHEMA = "reins/receipt/1";

  private static final int LARGEST_FILE = 1 << 20;
  private static final Set<String> KEYS =
      Set.of("schema", "by", "when", "robot", "parts", "parameters", "key", "signature");
  private static final Set<String> PART_KEYS = Set.of("name", "source", "sha256");
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Signs a statement. */
  public static Receipt sign(Statement statement, SigningKey key) {
    String id = key.verifying().id();
    return new Receipt(statement, id, key.sign(message(statement, id)));
  }

  /** Whether a key signed this statement, with every value as it is now. */
  public boolean isSignedBy(VerifyingKey by) {
    return by.verifies(message(statement, key), signature);
  }

  private static byte[] message(Statement s, String key) {
    return tree(s).put("key", key).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode tree(Statement s) {
    ObjectNode out = STRICT.createObjectNode();
    out.put("schema", SCHEMA).put("by", s.by()).put("when", s.when()).put("robot", s.robot());
    ArrayNode parts = out.putArray("parts");
    for (Part p : s.parts()) {
      parts.addObject().put("name", p.name()).put("source", p.source()).put("sha256", p.sha256());
    }
    ObjectNode parameters = out.putObject("parameters");
    s.parameters().forEach(parameters::put);
    return out;
  }

  /**
   * Writes it.
   *
   * @throws SigningException if the file cannot be written
   */
  public void write(Path file) {
    try {
      Json.write(file, tree(statement).put("key", key).put("signature", signature));
    } catch (IOException e) {
      throw new SigningException("receipt " + file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a receipt; does not check its signature.
   *
   * @throws SigningException with one sentence
   */
  public static Receipt read(Path file) {
    try {
      return parse(file, BoundedFile.bytes(file, LARGEST_FILE));
    } catch (NoSuchFileException e) {
      throw new SigningException("receipt " + file + " does not exist: ./reins arm writes one", e);
    } catch (IOException e) {
      throw new SigningException("receipt " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  static Receipt parse(Path file, byte[] bytes) {
    JsonNode root;
    try {
      root = STRICT.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new SigningException(
          "receipt " + file + " is not JSON: " + OneLine.of(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new SigningException("receipt " + file + " is not JSON: " + OneLine.reason(e), e);
    }
    try {
      requireKeys(root, KEYS, "the receipt");
      if (!text(root, "schema").equals(SCHEMA)) {
        throw new IllegalArgumentException(
            "schema is " + OneLine.of(text(root, "schema")) + ": allowed is " + SCHEMA);
      }
      Statement statement =
          new Statement(
              text(root, "by"),
              text(root, "when"),
              text(root, "robot"),
              parts(root.get("parts")),
              parameters(root.get("parameters")));
      return new Receipt(statement, text(root, "key"), text(root, "signature"));
    } catch (IllegalArgumentException e) {
      throw new SigningException("receipt " + file + " is not sound: " + e.getMessage(), e);
    }
  }

  private static List<Part> parts(JsonNode list) {
    if (!list.isArray()) {
      throw new IllegalArgumentException("parts is not a list");
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode p : list) {
      requireKeys(p, PART_KEYS, "a part");
      parts.add(new Part(text(p, "name"), text(p, "source"), text(p, "sha256")));
    }
    return parts;
  }

  private static Map<String, String> parameters(JsonNode map) {
    if (!map.isObject()) {
      throw new IllegalArgumentException("parameters is not a map");
    }
    Map<String, String> parameters = new TreeMap<>();
    map.fieldNames().forEachRemaining(name -> parameters.put(name, text(map, name)));
    return parameters;
  }

  private static void requireKeys(JsonNode node, Set<String> keys, String what) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(what + " is not a map");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!keys.contains(name)) {
        throw new IllegalArgumentException(
            what + " has the key " + OneLine.of(name) + ", which was not signed");
      }
    }
    for (String key : keys) {
      if (!node.has(key)) {
        throw new IllegalArgumentException(what + " has no " + key);
      }
    }
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(OneLine.of(key) + " is not a text");
    }
    return value.textValue();
  }
}
