package org.reins.filter.policy;

import java.util.Arrays;
import java.util.List;

/** Writes descriptions of policies as YAML that {@link PolicyFile} reads. */
public final class PolicyWriter {
  /** Order of a history whose last frame is the present one. */
  static final String OLDEST_FIRST = "oldest_first";

  /** Order of a history whose first frame is the present one. */
  static final String NEWEST_FIRST = "newest_first";

  /** A history that begins with the first sample in every frame. */
  static final String FIRST_SAMPLE = "first_sample";

  /** A history that begins with zeros. */
  static final String ZEROS = "zeros";

  private final StringBuilder out = new StringBuilder();

  private PolicyWriter() {}

  /**
   * Writes a description.
   *
   * @param comments lines for the head of the file, without the comment sign
   */
  public static String write(PolicyDescription d, List<String> comments) {
    PolicyWriter w = new PolicyWriter();
    comments.forEach(c -> w.line("# " + c));
    w.head(d);
    w.joints(d.joints());
    d.inputs().forEach(in -> w.input(in, d.joints()));
    w.memory(d.memory());
    w.line("outputs:");
    d.outputs().forEach(o -> w.output(o, d.joints()));
    return w.out.toString();
  }

  private void head(PolicyDescription d) {
    line("schema: " + PolicyDescription.SCHEMA);
    line("name: " + quoted(d.name()));
    if (!d.robot().isEmpty()) {
      line("robot: " + quoted(d.robot()));
    }
    if (!d.network().isEmpty()) {
      line("network: " + quoted(d.network()));
    }
    line("# Between two actions, s.");
    line("period: " + d.period());
    chunk(d.chunk());
    if (!d.twist().isAny()) {
      line("commands:");
      line("  # Trained range: m/s, m/s, rad/s. The filter keeps commands in it.");
      line("  twist: {low: " + list(d.twist().low()) + ", high: " + list(d.twist().high()) + "}");
    }
  }

  private void chunk(ChunkShape c) {
    if (!c.isChunk()) {
      return;
    }
    line("# Steps of an answer, and the time between two of them, s.");
    String range = c.hasRange() ? ", range: " + list(new double[] {c.low(), c.high()}) : "";
    line("chunk: {steps: " + c.steps() + ", step: " + c.step() + range + "}");
  }

  private void joints(PolicyJoints j) {
    line("joints:");
    line("  # In the policy's order.");
    line("  names: " + names(j.names()));
    line("  # Default posture, rad.");
    line("  posture: " + list(j.posture()));
    if (j.stiffness().length > 0) {
      line("  # Gains that the policy was trained with: N m/rad and N m s/rad.");
      line("  stiffness: " + list(j.stiffness()));
    }
    if (j.damping().length > 0) {
      line("  damping: " + list(j.damping()));
    }
    if (!j.absent().isEmpty()) {
      line("  absent: " + names(j.names().stream().filter(j.absent()::contains).toList()));
    }
    line("inputs:");
  }

  private void input(ObservationInput in, PolicyJoints joints) {
    String dash = "  - ";
    if (!in.tensor().isEmpty()) {
      line(dash + "tensor: " + quoted(in.tensor()));
      dash = "    ";
    }
    if (in.clip().isClipped(0)) {
      line(dash + "clip: " + pair(in.clip(), 0));
      dash = "    ";
    }
    if (in.history().frames() > 1) {
      line(dash + "history: " + history(in.history()));
      dash = "    ";
    }
    line(dash + "terms:");
    for (ObservationTerm t : in.terms()) {
      StringBuilder b = new StringBuilder("{term: " + t.kind().code());
      joints(b, t.joints(), joints);
      scaling(b, t.scaling());
      if (t.history().frames() > 1) {
        b.append(", history: ").append(history(t.history()));
      }
      if (t.clockPeriod() > 0) {
        b.append(", clock_period: ").append(t.clockPeriod());
      }
      if (t.values().length > 0) {
        b.append(", values: ").append(list(t.values()));
      }
      source(b, t.source());
      line("      - " + b + "}");
    }
  }

  private static void source(StringBuilder b, TermSource s) {
    if (!s.topic().isEmpty()) {
      b.append(", topic: ").append(quoted(s.topic()));
    }
    if (s.maxAge() > 0) {
      b.append(", max_age: ").append(s.maxAge());
    }
    if (s.numbers() > 0) {
      b.append(", numbers: ").append(s.numbers());
    }
  }

  private void memory(List<MemoryTensor> all) {
    if (all.isEmpty()) {
      return;
    }
    line("memory:");
    for (MemoryTensor m : all) {
      line(
          "  - {input: "
              + quoted(m.input())
              + ", output: "
              + quoted(m.output())
              + ", numbers: "
              + m.numbers()
              + "}");
    }
  }

  private void output(ActionOutput o, PolicyJoints joints) {
    String dash = "  - ";
    if (!o.tensor().isEmpty()) {
      line(dash + "tensor: " + quoted(o.tensor()));
      dash = "    ";
    }
    line(dash + "terms:");
    for (ActionTerm t : o.terms()) {
      StringBuilder b = new StringBuilder("{action: " + t.kind().code());
      joints(b, t.joints(), joints);
      scaling(b, t.scaling());
      line("      - " + b + "}");
    }
  }

  private static void joints(StringBuilder b, List<String> of, PolicyJoints all) {
    if (!of.isEmpty() && !of.equals(all.names())) {
      b.append(", joints: ").append(names(of));
    }
  }

  private static void scaling(StringBuilder b, Scaling s) {
    values(b, "scale", s.scale(), 1);
    values(b, "offset", s.offset(), 0);
    boolean clipped = false;
    for (int i = 0; i < s.low().length; i++) {
      clipped |= s.isClipped(i);
    }
    if (!clipped) {
      return;
    }
    b.append(", clip: ");
    if (same(s.low()) && same(s.high())) {
      b.append(pair(s, 0));
    } else {
      StringBuilder pairs = new StringBuilder();
      for (int i = 0; i < s.low().length; i++) {
        pairs.append(i == 0 ? "" : ", ").append(pair(s, i));
      }
      b.append('[').append(pairs).append(']');
    }
    if (s.clipFirst()) {
      b.append(", clip_first: true");
    }
  }

  private static void values(StringBuilder b, String key, double[] values, double usual) {
    if (same(values)) {
      if (values[0] != usual) {
        b.append(", ").append(key).append(": ").append(values[0]);
      }
    } else {
      b.append(", ").append(key).append(": ").append(list(values));
    }
  }

  private static boolean same(double[] values) {
    return Arrays.stream(values).allMatch(v -> v == values[0]);
  }

  private static String history(History h) {
    return "{frames: "
        + h.frames()
        + ", order: "
        + (h.newestFirst() ? NEWEST_FIRST : OLDEST_FIRST)
        + ", begin: "
        + (h.zeros() ? ZEROS : FIRST_SAMPLE)
        + "}";
  }

  private static String pair(Scaling s, int i) {
    int k = s.low().length == 1 ? 0 : i;
    return "[" + number(s.low()[k]) + ", " + number(s.high()[k]) + "]";
  }

  private static String list(double[] values) {
    return "["
        + String.join(", ", Arrays.stream(values).mapToObj(PolicyWriter::number).toList())
        + "]";
  }

  /** An open end of a clip is written as the largest number: the files have finite numbers. */
  private static String number(double v) {
    return Double.toString(Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, v)));
  }

  private static String names(List<String> names) {
    return "[" + String.join(", ", names.stream().map(PolicyWriter::quoted).toList()) + "]";
  }

  /** Names may be anything, such as {@code yes} or {@code 1e5}. */
  private static String quoted(String s) {
    return '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void line(String s) {
    out.append(s).append('\n');
  }
}
