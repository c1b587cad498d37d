package org.reins.node.parameters;

import org.reins.node.ros.Codec;

/**
 * {@code rcl_interfaces/Parameter}.
 *
 * @param name parts of the name, separated by dots
 * @param value its value
 */
public record Parameter(String name, ParameterValue value) {
  /** The codec. */
  public static final Codec<Parameter> CODEC =
      Codec.of(
          (p, out) -> {
            out.string(p.name);
            ParameterValue.CODEC.write(p.value, out);
          },
          in -> new Parameter(in.string(), ParameterValue.CODEC.read(in)));
}
