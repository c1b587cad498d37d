package org.reins.node.output;

import org.reins.node.messages.CommandArray;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.TopicWatch;

/**
 * A command topic: the message that is sent again and again, and who else sends there.
 *
 * @param <M> the message
 */
public final class CommandTopic<M> {
  final M message;
  private final RosPublisher<M> publisher;
  private final RosNode node;
  private final MessageType<M> type;
  private final String topic;
  private TopicWatch watch;

  CommandTopic(RosNode node, MessageType<M> type, String topic) {
    this.node = node;
    this.type = type;
    this.topic = topic;
    message = type.create();
    publisher = node.publisher(type, topic, Qos.COMMAND);
    look(true);
  }

  static CommandTopic<CommandArray> array(RosNode node, String topic, int n) {
    return new CommandTopic<>(node, CommandArray.type(n), topic);
  }

  boolean publish() {
    return publisher.publish(message);
  }

  /** Begins or ends looking for others; it costs, so not while the loop runs. */
  public void look(boolean on) {
    if (on && watch == null) {
      watch = node.watch(type, topic);
    } else if (!on && watch != null) {
      watch.close();
      watch = null;
    }
  }

  /** Why nothing should be sent there now, as one sentence; empty when all is well. */
  public String objection() {
    int others = watch == null ? 0 : watch.publishers() - 1;
    if (others > 0) {
      return others + " other publisher(s) send on " + topic + ": there must be none";
    }
    return publisher.matched() == 0 ? "nobody takes commands on " + topic : "";
  }
}
