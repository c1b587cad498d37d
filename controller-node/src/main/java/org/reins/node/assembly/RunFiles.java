package org.reins.node.assembly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.node.json.Json;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.process.NodeClock;
import org.reins.node.record.RunFacts;
import org.reins.robot.file.BoundedYaml;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** Gathers what a recording says of its run: all files that the parameters name, and hashes. */
final class RunFiles {
  private RunFiles() {}

  /**
   * Gathers it; reads the files.
   *
   * @throws RuntimeException with one sentence if one cannot be read
   */
  static RunFacts of(ParameterSnapshot p) {
    RobotModel robot = RobotFiles.load(p.text("robot"));
    Map<String, byte[]> files = files(p, robot);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("version", NodeMain.VERSION);
    values.put("code", CodeHash.of());
    values.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    values.put(
        "machine",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    values.put("robot", robot.name());
    values.put("kind", robot.base().choose(fixed -> "arm", legs -> "legged"));
    values.put("rate_hz", Double.toString(robot.control().rateHz()));
    values.put("joints", String.join(",", robot.jointNames()));
    values.put("configuration", String.format("%016x", FilterAssembly.configuration(p, robot)));
    values.put("begun_wall_ns", Long.toString(NodeClock.wallNanos()));
    files.forEach((name, bytes) -> values.put("hash " + name, hash(bytes)));
    return new RunFacts(robot.name(), values, Map.of(), files);
  }

  /** A short hash of a file's bytes. */
  static String hash(byte[] bytes) {
    return String.format("%016x", Fingerprint.of(List.of(bytes)));
  }

  /** The files by their names in a recording. */
  static Map<String, byte[]> files(ParameterSnapshot p, RobotModel robot) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(RunFacts.PARAMETERS, parameters(p));
    files.put(RunFacts.ROBOT, RobotFiles.text(p.text("robot")).getBytes(StandardCharsets.UTF_8));
    byte[] barrier = FilterAssembly.barrierBytes(p, robot);
    if (barrier.length > 0) {
      files.put(RunFacts.BARRIER, barrier);
    }
    String constraints = p.given("constraints");
    if (!constraints.isEmpty()) {
      byte[] text = ModelFiles.bytes("constraint file", constraints);
      files.put(RunFacts.CONSTRAINTS, text);
      addBarriers(Path.of(constraints), text, files);
    }
    byte[] walk = FilterAssembly.walkBytes(p, robot);
    if (walk.length > 0) {
      files.put(RunFacts.WALK_POLICY, walk);
    }
    return files;
  }

  private static byte[] parameters(ParameterSnapshot p) {
    ObjectNode all = Json.MAPPER.createObjectNode();
    p.all()
        .forEach(
            (name, value) -> {
              if (value.value() != null) {
                all.set(name, Json.MAPPER.valueToTree(value.value()));
              }
            });
    try {
      return Json.MAPPER.writeValueAsBytes(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("parameters are plain values", e);
    }
  }

  /**
   * The barriers that a constraint file names beside or below itself; a replay looks for others
   * where they were.
   */
  private static void addBarriers(Path file, byte[] text, Map<String, byte[]> files) {
    Object yaml = BoundedYaml.load(file.toString(), new String(text, StandardCharsets.UTF_8));
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (!(yaml instanceof Map<?, ?> map) || !(map.get("barriers") instanceof List<?> list)) {
      return;
    }
    for (Object item : list) {
      if (item instanceof Map<?, ?> barrier && barrier.get("files") instanceof List<?> names) {
        for (Object name : names) {
          Path path = Path.of(String.valueOf(name)).normalize();
          if (!path.isAbsolute() && !path.startsWith("..")) {
            files.put(
                "constraints/" + path,
                ModelFiles.bytes("barrier file", folder.resolve(path).toString()));
          }
        }
      }
    }
  }
}
