package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.ValueMessage;

/** {@code std_msgs/Bool}. */
public final class Flag {
  /** The type. */
  public static final MessageType<ValueMessage<Boolean>> TYPE =
      ValueMessage.type(
          "std_msgs::msg::dds_::Bool_",
          64,
          Codec.of((value, out) -> out.bool(value), CdrReader::bool));

  private Flag() {}
}
