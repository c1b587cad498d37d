package org.reins.node;

import java.util.Locale;
import org.reins.node.messages.Log;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

/** Says things to people: on standard error, and on {@code /rosout}. Not for the control thread. */
public final class NodeLog {
  private final String name;
  private final NodeTime time;
  private final RosPublisher<ValueMessage<Log>> publisher;
  private final ValueMessage<Log> message = new ValueMessage<>();

  /** Creates the publisher. */
  public NodeLog(RosNode node, NodeTime time) {
    this.time = time;
    name = node.names().node().full().substring(1).replace('/', '.');
    publisher = node.publisher(Log.TYPE, "/rosout", Qos.LOG);
  }

  /** Says what happens. */
  public void info(String text) {
    say(Log.INFO, "INFO", text);
  }

  /** Says what people should look at. */
  public void warn(String text) {
    say(Log.WARN, "WARN", text);
  }

  /** Says what failed. */
  public void error(String text) {
    say(Log.ERROR, "ERROR", text);
  }

  private synchronized void say(int level, String word, String text) {
    long now = time.stampNanos();
    System.err.printf(Locale.ROOT, "[%s] [%.3f] [%s]: %s%n", word, now * 1e-9, name, text);
    message.value = new Log(now, level, name, text);
    publisher.publish(message);
  }
}
