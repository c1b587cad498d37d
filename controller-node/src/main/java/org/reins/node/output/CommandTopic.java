package org.reins.node.output;

import java.util.List;
import org.reins.node.messages.CommandArray;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.TopicWatch;

/**
 * A command topic: the reused message, and the topic's other publishers.
 *
 * @param <M> the message
 */
public final class CommandTopic<M> {
  final M message;
  private final RosPublisher<M> publisher;
  private final String topic;
  private final TopicWatch watch;

  CommandTopic(RosNode node, MessageType<M> type, String topic) {
    this.topic = topic;
    message = type.create();
    publisher = node.publisher(type, topic, Qos.COMMAND);
    watch = node.watch(type, topic);
  }

  static CommandTopic<CommandArray> array(RosNode node, String topic, int n) {
    return new CommandTopic<>(node, CommandArray.type(n), topic);
  }

  boolean publish() {
    return publisher.publish(message);
  }

  /** The topic's name if its messages are arrays of one number per joint; empty if they are not. */
  public String arrays() {
    return message instanceof CommandArray ? topic : "";
  }

  /** Which other nodes command the robot, as one sentence; empty if none do. */
  public String intruder() {
    int others = watch.others();
    if (others == 0) {
      return "";
    }
    List<String> nodes = watch.publishers();
    return others
        + " other publisher(s) send on "
        + topic
        + (nodes.isEmpty() ? "" : " (" + String.join(", ", nodes) + ")")
        + ": there must be no other";
  }

  /** Why nothing should be sent now, as one sentence; empty if there is no obstacle. */
  public String objection() {
    String intruder = intruder();
    if (!intruder.isEmpty()) {
      return intruder;
    }
    return publisher.matched() == 0 ? "no node subscribes to commands on " + topic : "";
  }
}
