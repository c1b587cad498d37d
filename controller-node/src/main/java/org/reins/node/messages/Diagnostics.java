package org.reins.node.messages;

import java.util.List;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Stamp;
import org.reins.node.ros.ValueMessage;

/**
 * {@code diagnostic_msgs/DiagnosticArray} with one status.
 *
 * @param stampNanos time, ns
 * @param level 0 OK, 1 warning, 2 error, 3 stale
 * @param name {@code node: what}
 * @param message one sentence
 * @param hardwareId the robot
 * @param values keys and values
 */
public record Diagnostics(
    long stampNanos,
    int level,
    String name,
    String message,
    String hardwareId,
    List<KeyValue> values) {
  /** Key of the filter's lifecycle state. */
  public static final String STATE = "lifecycle state";

  /** Key of what the filter's start waits for. */
  public static final String WAITS = "waiting for";

  /** Key of the filter's response times in the last second. */
  public static final String RESPONSES = "response: median / p99 / largest [µs]";

  /**
   * {@code diagnostic_msgs/KeyValue}.
   *
   * @param key name of the value
   * @param value the value
   */
  public record KeyValue(String key, String value) {
    static final Codec<KeyValue> CODEC =
        Codec.of(
            (v, out) -> {
              out.string(v.key);
              out.string(v.value);
            },
            in -> new KeyValue(in.string(), in.string()));
  }

  /** The value of a key; empty if there is none. */
  public String value(String key) {
    for (KeyValue v : values) {
      if (v.key.equals(key)) {
        return v.value;
      }
    }
    return "";
  }

  private static final Codec<List<KeyValue>> VALUES = KeyValue.CODEC.list(8);

  /** The type. */
  public static final MessageType<ValueMessage<Diagnostics>> TYPE =
      ValueMessage.type(
          "diagnostic_msgs::msg::dds_::DiagnosticArray_",
          8192,
          Codec.of(
              (m, out) -> {
                Stamp.header(m.stampNanos, "", out);
                out.int32(1);
                out.octet(m.level);
                out.string(m.name);
                out.string(m.message);
                out.string(m.hardwareId);
                VALUES.write(m.values, out);
              },
              in -> {
                long stamp = Stamp.header(in);
                if (in.length(1) != 1) {
                  in.refuse();
                }
                return new Diagnostics(
                    stamp, in.octet(), in.string(), in.string(), in.string(), VALUES.read(in));
              }));
}
