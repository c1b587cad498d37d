package org.reins.filter.policy.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reins.filter.policy.ChunkShape;
import org.reins.filter.policy.History;
import org.reins.filter.policy.MemoryTensor;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.robot.file.YamlNode;

/** The input tensors of a LEAPP network: each is one term, or comes from an output. */
final class LeappInputs {
  private static final String TIME = "__temporal_axis__";
  private static final String ROTATION = "state/body/rotation";
  private static final String POSE = "command/body/pose";
  private static final String OLD_POSE = "command/pose";
  private static final Map<String, TermKind> KINDS =
      Map.of(
          "state/joint/position", TermKind.JOINT_POSITION,
          "state/joint/velocity", TermKind.JOINT_VELOCITY,
          "state/joint/effort", TermKind.JOINT_EFFORT,
          "state/body/linear_velocity", TermKind.BASE_LINEAR_VELOCITY,
          "state/body/angular_velocity", TermKind.BASE_ANGULAR_VELOCITY,
          "command/body/velocity", TermKind.COMMAND_TWIST);
  private static final String GRAVITY = "projected_gravity";
  private static final Pattern TURN =
      Pattern.compile("(?:^|[_./ ])(?:q|quat|rot|ori)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLACE =
      Pattern.compile("(?:^|[_./ ])(?:pos|p[xyz]$|trans)", Pattern.CASE_INSENSITIVE);

  private final String file;
  private final String node;
  private final List<String> joints;
  private final List<String> notes;
  private final List<ObservationInput> inputs = new ArrayList<>();
  private final List<MemoryTensor> memory = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  /**
   * Prepares for a network.
   *
   * @param joints that it commands, in its order
   */
  LeappInputs(String file, String node, List<String> joints, List<String> notes) {
    this.file = file;
    this.node = node;
    this.joints = new ArrayList<>(joints);
    this.notes = notes;
  }

  /** The joints that the network commands, and then those that it only sees. */
  List<String> joints() {
    return joints;
  }

  List<ObservationInput> inputs() {
    return inputs;
  }

  List<MemoryTensor> memory() {
    return memory;
  }

  /**
   * Reads the inputs.
   *
   * @param target the output that commands the joints
   */
  void read(YamlNode model, YamlNode pipeline, String target) {
    // Older files have another word for it.
    String key = pipeline.has("feedback_flow") ? "feedback_flow" : "feedback_connections";
    for (YamlNode in : model.get("inputs").items()) {
      String name = in.get("name").text();
      Optional<String> from = feedback(pipeline, key, name);
      if (from.isEmpty()) {
        plain(name, in);
      } else if (from.get().equals(target)) {
        // The target is given back: it is the network's last output as it left it.
        add(name, ObservationTerm.of(TermKind.LAST_ACTION, List.of()));
      } else {
        memory.add(new MemoryTensor(name, from.get(), numbers(in)));
      }
    }
    if (!unknown.isEmpty()) {
      throw new PolicyFileException(
          file
              + " has the inputs "
              + String.join(", ", unknown)
              + ": Reins knows "
              + String.join(", ", new TreeSet<>(KINDS.keySet()))
              + ", "
              + ROTATION
              + ", "
              + POSE
              + ", and the name "
              + GRAVITY);
    }
    if (inputs.isEmpty()) {
      throw new PolicyFileException(file + " has no inputs that are measured or commanded");
    }
  }

  private Optional<String> feedback(YamlNode pipeline, String key, String input) {
    if (!pipeline.has(key)) {
      return Optional.empty();
    }
    YamlNode flow = pipeline.get(key);
    for (String source : flow.keys()) {
      YamlNode fed = flow.get(source);
      List<String> to = fed.isText() ? List.of(fed.text()) : flow.texts(source, List.of());
      if (to.contains(node + "/" + input)) {
        return Optional.of(source.substring(source.indexOf('/') + 1));
      }
    }
    return Optional.empty();
  }

  private void plain(String name, YamlNode in) {
    String kind = in.text("kind", "");
    if (in.has("element_names")
        && in.get("element_names").items().stream().anyMatch(LeappInputs::isTime)) {
      throw new PolicyFileException(
          file
              + ": "
              + in.get("name").text()
              + " has a temporal axis: Reins knows chunks of actions, and no chunks of observations");
    }
    List<String> elements = elements(file, in);
    int n = numbers(in);
    if (elements.stream().anyMatch(String::isBlank)) {
      throw new PolicyFileException(file + ": " + name + " has an empty name in element_names");
    }
    if (n == 3 && !kind.startsWith("state/joint/")) {
      requireAxes(name, elements);
    }
    if (name.startsWith(GRAVITY) || kind.endsWith(GRAVITY)) {
      add(name, n, ObservationTerm.of(TermKind.PROJECTED_GRAVITY, List.of()));
    } else if (kind.equals(ROTATION)) {
      boolean first = isScalarFirst(name, elements, 0);
      add(
          name,
          n,
          ObservationTerm.of(
              first ? TermKind.BASE_QUATERNION_WXYZ : TermKind.BASE_QUATERNION_XYZW, List.of()));
    } else if (kind.equals(POSE) || kind.equals(OLD_POSE)) {
      boolean first = isScalarFirst(name, elements, 3);
      notes.add(name + " is taken for a pose in the robot's base frame");
      add(
          name,
          n,
          ObservationTerm.of(
              first ? TermKind.COMMAND_POSE_WXYZ : TermKind.COMMAND_POSE_XYZW, List.of()));
    } else if (KINDS.containsKey(kind)) {
      TermKind known = inAxes(name, KINDS.get(kind));
      add(name, n, ObservationTerm.of(known, known.isPerJoint() ? seen(elements) : List.of()));
    } else {
      unknown.add(name + (kind.isEmpty() ? "" : " of kind " + kind));
    }
  }

  /** The kinds do not tell the axes; Isaac Lab's names end with _w for the world's. */
  private TermKind inAxes(String name, TermKind kind) {
    boolean linear = kind == TermKind.BASE_LINEAR_VELOCITY;
    if (!linear && kind != TermKind.BASE_ANGULAR_VELOCITY) {
      return kind;
    }
    boolean world = name.endsWith("_w");
    notes.add(name + " is taken for a velocity in " + (world ? "world" : "base") + " axes");
    if (!world) {
      return kind;
    }
    return linear ? TermKind.BASE_LINEAR_VELOCITY_WORLD : TermKind.BASE_ANGULAR_VELOCITY_WORLD;
  }

  /** Both orders are in use, so the file must tell. */
  private boolean isScalarFirst(String name, List<String> elements, int at) {
    List<String> axes = elements.stream().map(LeappInputs::axis).toList();
    List<String> place = at == 0 ? List.of() : List.of("x", "y", "z");
    // A quaternion x y z w before a place has the letters of a place before w x y z.
    boolean apart =
        elements.stream().limit(at).noneMatch(e -> TURN.matcher(e).find())
            && elements.stream().skip(at).noneMatch(e -> PLACE.matcher(e).find());
    if (apart && axes.equals(join(place, List.of("w", "x", "y", "z")))) {
      return true;
    }
    if (apart && axes.equals(join(place, List.of("x", "y", "z", "w")))) {
      return false;
    }
    throw new PolicyFileException(
        file
            + ": "
            + name
            + " holds a quaternion, and its element_names are "
            + elements
            + ": Reins knows "
            + (at == 0 ? "" : "x, y, z, followed by ")
            + "qw, qx, qy, qz or qx, qy, qz, qw");
  }

  /** The axis that a name ends with, such as that of qw, rot_w or position.x. */
  private static String axis(String element) {
    String last = element.replaceFirst("^.*[_./ ]", "").toLowerCase(Locale.ROOT);
    return last.replaceFirst("^(q|quat|p|pos|rot)(?=[wxyz]$)", "");
  }

  private static List<String> join(List<String> a, List<String> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  /** A vector in another order than x, y, z would be read wrongly without a word. */
  private void requireAxes(String name, List<String> elements) {
    List<String> axes =
        elements.stream().map(e -> e.substring(e.length() - 1).toLowerCase(Locale.ROOT)).toList();
    boolean told = axes.stream().allMatch(a -> "xyz".contains(a) && !a.isEmpty());
    boolean twist = axes.equals(List.of("x", "y", "z"));
    if (told && !elements.isEmpty() && !twist) {
      throw new PolicyFileException(
          file
              + ": "
              + name
              + " has the element_names "
              + elements
              + ": Reins gives x, y and z in this order");
    }
  }

  private List<String> seen(List<String> elements) {
    if (elements.isEmpty()) {
      return List.copyOf(joints);
    }
    elements.stream().filter(j -> !joints.contains(j)).forEach(joints::add);
    return elements;
  }

  private void add(String name, int numbers, ObservationTerm term) {
    int wanted = term.numbers(0);
    if (wanted != numbers) {
      throw new PolicyFileException(
          file
              + ": "
              + name
              + " has "
              + numbers
              + " numbers: Reins reads "
              + wanted
              + " for "
              + term.kind().code());
    }
    add(name, term);
  }

  private void add(String name, ObservationTerm term) {
    inputs.add(new ObservationInput(name, List.of(term), Scaling.NONE, History.NONE));
  }

  /** Numbers in one batch: an open dimension has a name, no value, or −1. */
  private static int numbers(YamlNode tensor) {
    return (int)
        tensor.get("shape").items().stream()
            .filter(d -> !d.isNull() && !d.isText() && d.number() != -1)
            .mapToDouble(YamlNode::number)
            .reduce(1, (a, b) -> a * b);
  }

  /**
   * The steps of a tensor that has a temporal axis before that of its elements; none without one.
   *
   * @throws PolicyFileException if the axis comes after that of the elements
   */
  static ChunkShape chunk(String file, YamlNode tensor) {
    if (!tensor.has("element_names")) {
      return ChunkShape.NONE;
    }
    List<YamlNode> axes = tensor.get("element_names").items();
    int time = -1;
    for (int k = 0; k < axes.size(); k++) {
      YamlNode axis = axes.get(k);
      boolean single = !axis.isNull() && !axis.isList();
      if (single && axis.text().equals(TIME)) {
        time = k;
      } else if (!axis.isNull() && time < 0 && axes.stream().anyMatch(LeappInputs::isTime)) {
        throw new PolicyFileException(
            file
                + ": "
                + tensor.get("name").text()
                + " has its temporal axis after that of its elements: Reins reads steps one after"
                + " the other, so export them the other way round");
      }
    }
    if (time < 0) {
      return ChunkShape.NONE;
    }
    double[] shape = tensor.get("shape").numbers();
    if (time >= shape.length) {
      throw new PolicyFileException(
          file
              + ": "
              + tensor.get("name").text()
              + " has "
              + shape.length
              + " axes, and names for "
              + axes.size());
    }
    return new ChunkShape(
        (int) shape[time],
        tensor.get("temporal_period_ms").number() / 1000,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  private static boolean isTime(YamlNode axis) {
    return !axis.isNull() && !axis.isList() && axis.text().equals(TIME);
  }

  /** Names of the elements: a list, or a list for each axis; none for a tensor without names. */
  static List<String> elements(String file, YamlNode tensor) {
    if (!tensor.has("element_names")) {
      return List.of();
    }
    List<String> flat = new ArrayList<>();
    int lists = 0;
    for (YamlNode axis : tensor.get("element_names").items()) {
      if (axis.isNull()) {
        continue;
      }
      if (axis.isList()) {
        lists++;
        axis.items().forEach(e -> flat.add(e.text()));
      } else {
        flat.add(axis.text());
      }
    }
    flat.remove(TIME);
    if (lists > 1) {
      throw new PolicyFileException(
          file + ": " + tensor.get("name").text() + " has names on several axes: one is needed");
    }
    return flat;
  }
}
