package org.reins.node.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.reins.node.json.Json;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.record.RunFacts;
import org.reins.node.replay.Recording;
import org.reins.node.replay.ReplayResult;
import org.reins.node.replay.ReplayRun;
import org.reins.node.replay.Tuning;
import org.reins.node.replay.UnpackedFiles;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;

/**
 * The configuration of a recording, unpacked into a temporary folder, and what a replay changes in
 * it.
 */
final class ReplaySetup implements AutoCloseable {
  private static final String NODE = "safety_filter";
  // What a recording holds as a file, by the parameter that names it.
  private static final Map<String, String> FILES =
      Map.of(
          "robot", RunFacts.ROBOT,
          "barrier", RunFacts.BARRIER,
          "constraints", RunFacts.CONSTRAINTS,
          "walk.policy", RunFacts.WALK_POLICY);

  private final Recording recording;
  private final UnpackedFiles files;
  private final Map<String, ParameterValue> then;
  private final Map<String, Map<String, ParameterValue>> changes = new LinkedHashMap<>();
  private final Map<String, String> changed = new LinkedHashMap<>();

  /**
   * Unpacks it.
   *
   * @throws ReinsException if the recording does not say what its filter was made of
   */
  ReplaySetup(Recording recording) {
    this.recording = recording;
    if (recording.file(RunFacts.PARAMETERS) == null) {
      throw new ReinsException(
          "recording "
              + recording.parts().get(0)
              + " holds no parameters, so it cannot be replayed");
    }
    files = UnpackedFiles.of(recording);
    then = parameters();
  }

  private Map<String, ParameterValue> parameters() {
    Map<String, ParameterValue> all = new TreeMap<>();
    try {
      JsonNode json = Json.MAPPER.readTree(recording.file(RunFacts.PARAMETERS));
      json.properties().forEach(e -> all.put(e.getKey(), value(e.getValue())));
    } catch (IOException e) {
      throw new ReinsException("the recording's parameters are damaged: " + OneLine.reason(e), e);
    }
    FILES.forEach(
        (parameter, name) -> {
          if (recording.file(name) != null) {
            all.put(parameter, ParameterValue.of(files.at(name).toString()));
          } else if (parameter.equals("barrier")) {
            // Built-in may mean none today, and one tomorrow.
            all.put(parameter, ParameterValue.of(ModelFiles.NONE));
          }
        });
    all.put("record.folder", ParameterValue.of(ParameterSnapshot.NONE));
    return all;
  }

  private static ParameterValue value(JsonNode n) {
    if (n.isBoolean()) {
      return ParameterValue.of(n.booleanValue());
    }
    if (n.isIntegralNumber()) {
      return ParameterValue.of(n.longValue());
    }
    return n.isNumber() ? ParameterValue.of(n.doubleValue()) : ParameterValue.of(n.asText());
  }

  /**
   * Replaces a file.
   *
   * @param parameter robot, barrier or constraints
   * @param value name or path
   */
  void replace(String parameter, String value) {
    Map<String, ParameterValue> change = Map.of(parameter, ParameterValue.of(value));
    ParameterSnapshot next = snapshot(change);
    Map<String, byte[]> now = RunFiles.files(next, RobotFiles.load(next.text("robot")));
    String name = FILES.get(parameter);
    if (!isSame(name, now)) {
      changes.put(parameter, change);
      changed.put(
          parameter,
          hash(recording.file(name)) + " to " + hash(now.get(name)) + " (" + value + ")");
    }
  }

  /** Whether a file, and what lies in its folder, is that of the recording. */
  private boolean isSame(String name, Map<String, byte[]> now) {
    int slash = name.indexOf('/') + 1;
    String start = slash > 0 ? name.substring(0, slash) : name;
    Set<String> names = new TreeSet<>(recording.fileNames());
    names.addAll(now.keySet());
    return names.stream()
        .filter(n -> n.startsWith(start))
        .allMatch(n -> Arrays.equals(now.get(n), recording.file(n)));
  }

  private static String hash(byte[] bytes) {
    return bytes == null ? ModelFiles.NONE : RunFiles.hash(bytes);
  }

  /** Replaces parameters; those that name files are left out, because they have options. */
  void parameters(Map<String, ParameterValue> given) {
    Map<String, ParameterValue> change = new LinkedHashMap<>();
    List<String> words = new ArrayList<>();
    ParameterSnapshot before = snapshot(Map.of());
    ParameterSnapshot after = snapshot(given);
    after
        .all()
        .forEach(
            (name, value) -> {
              boolean file = FILES.containsKey(name) || name.startsWith("record.");
              if (!file && !value.equals(before.value(name))) {
                change.put(name, value);
                words.add(name + " from " + before.value(name).text() + " to " + value.text());
              }
            });
    if (!change.isEmpty()) {
      changes.put("parameters", change);
      changed.put("parameters", String.join(", ", words));
    }
  }

  /** What a replay changes, in words, by its cause. */
  Map<String, String> changed() {
    return changed;
  }

  /** What is another program or machine than that of the recording, in words, by its cause. */
  Map<String, String> program() {
    Map<String, String> other = new LinkedHashMap<>();
    Map<String, String> now = RunFiles.of(snapshot(Map.of())).values();
    for (String name : List.of("version", "code", "java", "machine")) {
      String old = recording.values().getOrDefault(name, "unknown");
      if (!old.equals(now.get(name))) {
        other.put(name, OneLine.of(old) + " to " + now.get(name));
      }
    }
    return other;
  }

  /** Replays with the recorded configuration: every bit must be the same. */
  ReplayResult exact() {
    return run(Map.of(), true);
  }

  /** Replays with one of the changes. */
  ReplayResult with(String cause) {
    return run(changes.get(cause), false);
  }

  /** Replays with all changes. */
  ReplayResult withAll() {
    Map<String, ParameterValue> all = new LinkedHashMap<>();
    changes.values().forEach(all::putAll);
    return run(all, false);
  }

  private ReplayResult run(Map<String, ParameterValue> change, boolean exact) {
    ParameterSnapshot p = snapshot(change);
    Tuning tuning = Tuning.of(snapshot(Map.of()), p);
    return ReplayRun.of(recording, RobotKind.of(p.text("robot")).replay(p, exact), tuning, exact);
  }

  private ParameterSnapshot snapshot(Map<String, ParameterValue> change) {
    Map<String, ParameterValue> all = new LinkedHashMap<>(then);
    all.putAll(change);
    return new ParameterStore(ParameterSpecs.ofNode(NODE), all).snapshot();
  }

  @Override
  public void close() {
    files.close();
  }
}
