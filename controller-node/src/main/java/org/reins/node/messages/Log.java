package org.reins.node.messages;

import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Stamp;
import org.reins.node.ros.ValueMessage;

/**
 * {@code rcl_interfaces/Log}, without file, function and line.
 *
 * @param stampNanos time, ns
 * @param level 10 debug, 20 info, 30 warn, 40 error, 50 fatal
 * @param name name of the logger
 * @param text the message
 */
public record Log(long stampNanos, int level, String name, String text) {
  /** Level of information. */
  public static final int INFO = 20;

  /** Level of warnings. */
  public static final int WARN = 30;

  /** Level of errors. */
  public static final int ERROR = 40;

  /** The type. */
  public static final MessageType<ValueMessage<Log>> TYPE =
      ValueMessage.type(
          "rcl_interfaces::msg::dds_::Log_",
          2048,
          Codec.of(
              (m, out) -> {
                Stamp.write(m.stampNanos, out);
                out.octet(m.level);
                out.string(m.name);
                out.string(m.text);
                out.string("");
                out.string("");
                out.int32(0);
              },
              in -> {
                Log log = new Log(Stamp.read(in), in.octet(), in.string(), in.string());
                in.skipString();
                in.skipString();
                in.int32();
                return log;
              }));

  /** Truncates a text that is too long. */
  public Log {
    text = text.length() > 1000 ? text.substring(0, 1000) : text;
  }
}
