package org.reins.node.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reins.node.json.Json;
import org.reins.robot.OneLine;

/** Prints findings as they come, and keeps them. */
public final class DoctorReport {
  private static final Map<Verdict, String> WORDS = new EnumMap<>(Verdict.class);
  private static final Map<Verdict, String> COLOURS = new EnumMap<>(Verdict.class);

  static {
    WORDS.put(Verdict.OK, "ok");
    WORDS.put(Verdict.WARNING, "WARN");
    WORDS.put(Verdict.FAULT, "FAULT");
    WORDS.put(Verdict.UNKNOWN, "?");
    COLOURS.put(Verdict.OK, "\033[32m");
    COLOURS.put(Verdict.WARNING, "\033[33m");
    COLOURS.put(Verdict.FAULT, "\033[31m");
    COLOURS.put(Verdict.UNKNOWN, "");
  }

  private final PrintStream out;
  private final boolean colours;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Creates an empty report.
   *
   * @param colours whether the output is a terminal
   */
  public DoctorReport(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  void add(Finding f) {
    findings.add(f);
    String word = String.format(Locale.ROOT, "%-5s", WORDS.get(f.verdict()));
    String colour = colours ? COLOURS.get(f.verdict()) : "";
    out.printf(
        Locale.ROOT,
        "%s%s%s  %-16s %s%n",
        colour,
        word,
        colour.isEmpty() ? "" : "\033[0m",
        f.check(),
        OneLine.of(f.found()));
    if (!f.mend().isEmpty()) {
      out.printf(Locale.ROOT, "       %-16s -> %s%n", "", OneLine.of(f.mend()));
    }
  }

  void addAll(List<Finding> more) {
    more.forEach(this::add);
  }

  /** Prints how many findings of each kind there are. */
  void end() {
    out.printf(
        Locale.ROOT,
        "%d ok, %d to improve, %d to mend, %d not visible%n",
        count(Verdict.OK),
        count(Verdict.WARNING),
        count(Verdict.FAULT),
        count(Verdict.UNKNOWN));
  }

  long count(Verdict verdict) {
    return findings.stream().filter(f -> f.verdict() == verdict).count();
  }

  /** The findings so far, in order. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** As JSON: {@code ok}, and {@code findings} with check, verdict, found and mend. */
  ObjectNode json() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("ok", count(Verdict.FAULT) == 0);
    ArrayNode all = root.putArray("findings");
    for (Finding f : findings) {
      all.addObject()
          .put("check", f.check())
          .put("verdict", f.verdict().name().toLowerCase(Locale.ROOT))
          .put("found", f.found())
          .put("mend", f.mend());
    }
    return root;
  }
}
