package org.reins.node.messages;

import org.reins.node.ros.Codec;
import org.reins.node.ros.ServiceType;

/** Services of {@code std_srvs}. */
public final class StandardServices {
  /**
   * The answer of both services.
   *
   * @param success whether the request succeeded
   * @param message one sentence
   */
  public record Outcome(boolean success, String message) {
    private static final Codec<Outcome> CODEC =
        Codec.of(
            (r, out) -> {
              out.bool(r.success);
              out.string(r.message);
            },
            in -> new Outcome(in.bool(), in.string()));
  }

  /** {@code std_srvs/Trigger}. */
  public static final ServiceType<Boolean, Outcome> TRIGGER =
      new ServiceType<>("std_srvs::srv::dds_::Trigger", Codec.empty(), Outcome.CODEC);

  /** {@code std_srvs/SetBool}. */
  public static final ServiceType<Boolean, Outcome> SET_BOOL =
      new ServiceType<>(
          "std_srvs::srv::dds_::SetBool",
          Codec.of((v, out) -> out.bool(v), in -> in.bool()),
          Outcome.CODEC);

  private StandardServices() {}
}
