package org.reins.filter.policy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.YamlNode;

/**
 * Reads descriptions of policies. Each fault is one sentence that names the file, the key, its
 * value and what is allowed. {@link PolicyWriter} writes them.
 */
public final class PolicyFile {
  private static final int LARGEST = 1 << 20;
  private static final double OPEN = Double.POSITIVE_INFINITY;

  private PolicyFile() {}

  /**
   * Reads a file.
   *
   * @throws PolicyFileException with one sentence for the user
   */
  public static PolicyDescription read(Path file) {
    try {
      return parse(file.toString(), BoundedFile.text(file, LARGEST));
    } catch (NoSuchFileException e) {
      throw new PolicyFileException("policy file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new PolicyFileException(
          "policy file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a description.
   *
   * @param file name for messages
   * @throws PolicyFileException with one sentence for the user
   */
  public static PolicyDescription parse(String file, String yaml) {
    try {
      YamlNode root = YamlNode.parse(file, yaml, PolicyDescription.SCHEMA);
      root.allow(
          "schema",
          "name",
          "robot",
          "network",
          "period",
          "joints",
          "commands",
          "chunk",
          "inputs",
          "memory",
          "outputs");
      return root.build(() -> description(root));
    } catch (RobotFileException e) {
      throw new PolicyFileException(e.getMessage(), e);
    }
  }

  private static PolicyDescription description(YamlNode root) {
    YamlNode jointNode = root.get("joints");
    PolicyJoints joints = jointNode.build(() -> joints(jointNode));
    return new PolicyDescription(
        root.get("name").text(),
        root.text("robot", ""),
        root.text("network", ""),
        root.get("period").number(),
        joints,
        twist(root),
        root.get("inputs").items().stream().map(n -> n.build(() -> input(n, joints))).toList(),
        root.optionalItems("memory").stream().map(n -> n.build(() -> memory(n))).toList(),
        root.get("outputs").items().stream().map(n -> n.build(() -> output(n, joints))).toList(),
        chunk(root));
  }

  private static ChunkShape chunk(YamlNode root) {
    if (!root.has("chunk")) {
      return ChunkShape.NONE;
    }
    YamlNode node = root.get("chunk");
    node.allow("steps", "step", "range");
    return node.build(
        () -> {
          double[] range =
              node.has("range") ? pair("range", node.get("range")) : new double[] {-OPEN, OPEN};
          return new ChunkShape(
              node.get("steps").integer(), node.get("step").number(), range[0], range[1]);
        });
  }

  private static PolicyJoints joints(YamlNode node) {
    node.allow("names", "posture", "stiffness", "damping", "absent");
    List<String> names = node.texts("names", List.of());
    return new PolicyJoints(
        names,
        node.get("posture").numbers(),
        spread(node.oneOrMore("stiffness"), names.size()),
        spread(node.oneOrMore("damping"), names.size()),
        Set.copyOf(node.texts("absent", List.of())));
  }

  /** One gain for all joints is written once. */
  private static double[] spread(double[] gains, int joints) {
    if (gains.length != 1 || joints == 1) {
      return gains;
    }
    double[] all = new double[joints];
    java.util.Arrays.fill(all, gains[0]);
    return all;
  }

  private static TwistRange twist(YamlNode root) {
    if (!root.has("commands")) {
      return TwistRange.ANY;
    }
    YamlNode node = root.get("commands");
    node.allow("twist");
    YamlNode range = node.get("twist");
    range.allow("low", "high");
    return range.build(
        () -> new TwistRange(range.get("low").numbers(), range.get("high").numbers()));
  }

  private static ObservationInput input(YamlNode node, PolicyJoints joints) {
    node.allow("tensor", "clip", "history", "terms");
    List<ObservationTerm> terms = new ArrayList<>();
    for (YamlNode t : node.get("terms").items()) {
      terms.add(t.build(() -> term(t, joints)));
    }
    return new ObservationInput(
        node.text("tensor", ""), terms, clipped(Scaling.NONE, node, false), history(node));
  }

  private static ObservationTerm term(YamlNode node, PolicyJoints joints) {
    node.allow(
        "term",
        "joints",
        "scale",
        "offset",
        "clip",
        "clip_first",
        "history",
        "clock_period",
        "values",
        "topic",
        "max_age",
        "numbers");
    String code = node.get("term").text();
    TermKind kind =
        TermKind.of(code)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "term is " + code + ": allowed is " + codes(TermKind.values())));
    return new ObservationTerm(
        kind,
        node.texts("joints", kind.isPerJoint() ? joints.names() : List.of()),
        scaling(node),
        history(node),
        node.number("clock_period", 0),
        node.has("values") ? node.get("values").numbers() : new double[0],
        new TermSource(
            node.text("topic", ""), node.number("max_age", 0), node.whole("numbers", 0)));
  }

  private static ActionOutput output(YamlNode node, PolicyJoints joints) {
    node.allow("tensor", "terms");
    List<ActionTerm> terms = new ArrayList<>();
    for (YamlNode t : node.get("terms").items()) {
      terms.add(t.build(() -> action(t, joints)));
    }
    return new ActionOutput(node.text("tensor", ""), terms);
  }

  private static ActionTerm action(YamlNode node, PolicyJoints joints) {
    node.allow("action", "joints", "scale", "offset", "clip", "clip_first");
    String code = node.get("action").text();
    ActionKind kind =
        ActionKind.of(code)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "action is " + code + ": allowed is " + codes(ActionKind.values())));
    return new ActionTerm(
        kind, node.texts("joints", kind.isPerJoint() ? joints.names() : List.of()), scaling(node));
  }

  private static MemoryTensor memory(YamlNode node) {
    node.allow("input", "output", "numbers");
    return new MemoryTensor(
        node.get("input").text(), node.get("output").text(), node.whole("numbers", 0));
  }

  private static History history(YamlNode node) {
    if (!node.has("history")) {
      return History.NONE;
    }
    YamlNode h = node.get("history");
    h.allow("frames", "order", "begin");
    return h.build(
        () ->
            new History(
                h.whole("frames", 0),
                either(h, "order", PolicyWriter.OLDEST_FIRST, PolicyWriter.NEWEST_FIRST),
                either(h, "begin", PolicyWriter.FIRST_SAMPLE, PolicyWriter.ZEROS)));
  }

  /** Whether the text under a key is the second of two allowed ones. */
  private static boolean either(YamlNode node, String key, String no, String yes) {
    String found = node.get(key).text();
    if (!found.equals(no) && !found.equals(yes)) {
      throw new IllegalArgumentException(
          key + " is " + found + ": allowed is " + no + " or " + yes);
    }
    return found.equals(yes);
  }

  private static Scaling scaling(YamlNode node) {
    Scaling plain = Scaling.of(node.oneOrMore("scale", 1)).withOffset(node.oneOrMore("offset", 0));
    return clipped(plain, node, node.flag("clip_first", false));
  }

  /** A clip is one pair for all numbers, or a list with a pair for each. */
  private static Scaling clipped(Scaling plain, YamlNode node, boolean first) {
    if (!node.has("clip")) {
      return plain;
    }
    List<YamlNode> items = node.get("clip").items();
    if (items.stream().noneMatch(YamlNode::isList)) {
      double[] one = pair("clip", node.get("clip"));
      return plain.withClip(new double[] {one[0]}, new double[] {one[1]}, first);
    }
    double[][] pairs = items.stream().map(n -> pair("clip", n)).toArray(double[][]::new);
    double[] low = new double[pairs.length];
    double[] high = new double[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      low[i] = pairs[i][0];
      high[i] = pairs[i][1];
    }
    return plain.withClip(low, high, first);
  }

  private static double[] pair(String key, YamlNode node) {
    double[] p = node.numbers();
    if (p.length != 2) {
      throw new IllegalArgumentException(
          key + " has " + p.length + " numbers: it needs a lower and an upper end");
    }
    return p;
  }

  private static String codes(TermKind[] kinds) {
    return String.join(", ", java.util.Arrays.stream(kinds).map(TermKind::code).toList());
  }

  private static String codes(ActionKind[] kinds) {
    return String.join(", ", java.util.Arrays.stream(kinds).map(ActionKind::code).toList());
  }
}
