package org.reins.node.parameters;

import java.util.List;
import java.util.Locale;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Codec;

/**
 * {@code rcl_interfaces/ParameterDescriptor}.
 *
 * @param name parts of the name, separated by dots
 * @param type type of its values
 * @param description one line, with the unit
 * @param constraints constraints other than the range, in words
 * @param readOnly whether it is fixed
 * @param from smallest number, −∞ for none
 * @param to largest number, ∞ for none
 */
public record ParameterDescriptor(
    String name,
    ParameterType type,
    String description,
    String constraints,
    boolean readOnly,
    double from,
    double to) {
  /** The codec. */
  public static final Codec<ParameterDescriptor> CODEC =
      Codec.of(ParameterDescriptor::write, ParameterDescriptor::read);

  static ParameterDescriptor of(ParameterSpec spec) {
    String unit = spec.unit().isEmpty() ? "" : " [" + spec.unit() + "]";
    return new ParameterDescriptor(
        spec.name(),
        spec.type(),
        spec.description() + unit,
        String.join("; ", spec.checks().stream().map(ParameterCheck::allowed).toList()),
        spec.readOnly(),
        spec.from(),
        spec.to());
  }

  static ParameterDescriptor unknown(String name) {
    return new ParameterDescriptor(
        name,
        ParameterType.NOT_SET,
        "",
        "",
        false,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  private static void write(ParameterDescriptor d, CdrWriter out) {
    out.string(d.name);
    out.octet(d.type.code());
    out.string(d.description);
    out.string(d.constraints);
    out.bool(d.readOnly);
    out.bool(false);
    boolean ranged = d.from > Double.NEGATIVE_INFINITY || d.to < Double.POSITIVE_INFINITY;
    boolean doubles = ranged && d.type == ParameterType.DOUBLE;
    out.int32(doubles ? 1 : 0);
    if (doubles) {
      out.float64(Math.max(-Double.MAX_VALUE, d.from));
      out.float64(Math.min(Double.MAX_VALUE, d.to));
      out.float64(0);
    }
    boolean integers = ranged && d.type == ParameterType.INTEGER;
    out.int32(integers ? 1 : 0);
    if (integers) {
      // The cast saturates if there is no bound.
      out.int64((long) d.from);
      out.int64((long) d.to);
      out.int64(0);
    }
  }

  private static ParameterDescriptor read(CdrReader in) {
    String name = in.string();
    int type = in.octet();
    String description = in.string();
    String constraints = in.string();
    boolean readOnly = in.bool();
    in.bool();
    double from = Double.NEGATIVE_INFINITY;
    double to = Double.POSITIVE_INFINITY;
    if (in.length(1) == 1) {
      from = in.float64();
      to = in.float64();
      in.float64();
    }
    if (in.length(1) == 1) {
      from = in.int64();
      to = in.int64();
      in.int64();
    }
    ParameterType known = ParameterType.of(type);
    if (known == null) {
      in.refuse();
      known = ParameterType.NOT_SET;
    }
    return new ParameterDescriptor(name, known, description, constraints, readOnly, from, to);
  }

  /** A table of a node's parameters in Markdown, for the documentation. */
  public static String table(ParameterSpecs specs) {
    StringBuilder all =
        new StringBuilder("| parameter | type | default | unit | allowed | live | description |\n");
    all.append("|---|---|---|---|---|---|---|\n");
    for (ParameterSpec s : specs.byName().values()) {
      List<String> allowed = s.checks().stream().map(ParameterCheck::allowed).toList();
      all.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %s | %s | %s | %s | %s | %s |\n",
              s.name(),
              s.type().name().toLowerCase(Locale.ROOT),
              s.defaultValue().text().isEmpty() ? "\"\"" : s.defaultValue().text(),
              s.unit(),
              String.join("; ", allowed).replace("allowed is ", ""),
              s.readOnly() ? "no" : "yes",
              s.description()));
    }
    return all.toString();
  }
}
