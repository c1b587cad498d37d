package org.reins.learning.data;

import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a bag of rosbag2 holds, and a mapping to start from. */
final class BagSurvey {
  private static final int MOST_STATE_TOPICS = 100;
  private static final String ARRAY = "std_msgs/msg/Float64MultiArray";
  private static final List<String> MARGINS =
      List.of("std_msgs/msg/Float64", "std_msgs/msg/Float32", "std_msgs/msg/Bool");

  private final BagContents contents = new BagContents();
  private final Map<String, List<String>> joints = new LinkedHashMap<>();
  private final Path path;

  private BagSurvey(Path path) {
    this.path = path;
  }

  static Survey of(Path path) {
    return new BagSurvey(path).survey();
  }

  private Survey survey() {
    BagFolder.Listing listing =
        Files.isDirectory(path)
            ? BagFolder.of(path)
            : new BagFolder.Listing(List.of(path), List.of());
    List<String> lines = new ArrayList<>();
    String kind = "";
    boolean isPacked = false;
    DataException failure = null;
    for (Path file : listing.files()) {
      DataFile.requireRegular(file);
      try {
        kind = FileKind.of(file) == FileKind.MCAP ? "MCAP" : "sqlite3";
        isPacked |= PackedFile.isPacked(file);
        contents.read(file, this::take);
      } catch (DataException e) {
        failure = failure == null ? e : failure;
        lines.add("note: " + e.getMessage());
      }
    }
    if (failure != null && contents.topics().isEmpty()) {
      // Nothing says that it is a bag but its name.
      throw failure;
    }
    contents.topics().forEach(t -> lines.add(line(t)));
    listing.notes().forEach(n -> lines.add("note: " + n));
    String what =
        "is a bag of rosbag2 in "
            + kind
            + (isPacked ? ", compressed with zstd" : "")
            + ", "
            + (listing.files().size() > 1 ? listing.files().size() + " files, " : "")
            + contents.summary();
    return new Survey(Survey.Kind.RECORDING, what, Survey.shown(lines), mapping());
  }

  private void take(BagMessage message) {
    if (message.type().equals(BagJointState.TYPE)
        && !joints.containsKey(message.topic())
        && joints.size() < MOST_STATE_TOPICS) {
      List<String> names;
      try {
        names = BagJointState.of(message.cdr(path)).names();
      } catch (BufferUnderflowException | DataException e) {
        names = List.of();
      }
      joints.put(message.topic(), names);
    }
  }

  private String line(BagContents.Topic topic) {
    List<String> names = joints.getOrDefault(topic.name(), List.of());
    return names.isEmpty()
        ? topic.toString()
        : topic + ": joints " + String.join(", ", Survey.shown(names));
  }

  /** The lines of a mapping; what is not known stands in capitals. */
  private List<String> mapping() {
    BagContents.Topic state =
        best(t -> t.type().equals(BagJointState.TYPE), "joint_states", "").orElse(null);
    if (state == null) {
      return List.of();
    }
    String action =
        best(t -> t.type().equals(ARRAY), "command", "")
            .or(
                () ->
                    best(
                        t -> t.type().equals(BagJointState.TYPE) && t != state,
                        "command",
                        "leader"))
            .map(BagContents.Topic::name)
            .orElse("TOPIC");
    String margin =
        best(t -> MARGINS.contains(t.type()), "clearance", "margin")
            .map(t -> "{topic: " + t.name() + "}")
            .orElse("{expression: \"EXPRESSION\"}");
    List<String> names = joints.getOrDefault(state.name(), List.of());
    return List.of(
        "schema: reins/bag/1",
        "robot: ROBOT",
        String.format(Locale.ROOT, "dt: %.3g", period(state)),
        "joints: [" + String.join(", ", names.isEmpty() ? List.of("JOINT") : names) + "]",
        "state: " + state.name(),
        "action: {topic: " + action + "}",
        "h: " + margin);
  }

  /** The mean interval between states, to be resampled to, s; 0.02 where there is none. */
  private double period(BagContents.Topic state) {
    double mean = state.count() > 1 ? contents.duration() / (state.count() - 1) : 0;
    return mean >= 1e-3 && mean <= 1 ? mean : mean > 0 && mean < 1e-3 ? 1e-3 : 0.02;
  }

  /** The topic of a kind whose name says most, then the one with the most messages. */
  private java.util.Optional<BagContents.Topic> best(
      java.util.function.Predicate<BagContents.Topic> isOne, String word, String other) {
    return contents.topics().stream()
        .filter(isOne)
        .max(
            Comparator.comparing(
                    (BagContents.Topic t) ->
                        t.name().contains(word) || !other.isEmpty() && t.name().contains(other))
                .thenComparing(BagContents.Topic::count));
  }
}
