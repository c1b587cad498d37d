package org.reins.node.arm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.reins.node.NodeTime;
import org.reins.node.messages.PointStamped;
import org.reins.node.process.Mailbox;
import org.reins.node.process.NodeClock;
import org.reins.node.process.StampWatch;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosSubscription;

/**
 * The position of the person from whom the arm keeps its distance, on {@code person}: {@code
 * geometry_msgs/PointStamped} in the robot's base frame. A position is valid for a limited time. A
 * position is ignored if it is not finite, if it is farther away than any sensor of a cell sees, or
 * if it is stamped out of order or too long ago, or if it is in another frame. While two nodes
 * publish, neither can be trusted.
 */
final class PersonIntake {
  static final String TOPIC = "person";
  private static final double FARTHEST = 1_000;

  /** A position, and its arrival time. */
  private static final class Seen {
    double x;
    double y;
    double z;
    long nanos;
  }

  private final NodeTime time;
  private final double timeout;
  private final byte[][] frames;
  private final String known;
  private final StampWatch stamps = new StampWatch();
  private final Mailbox<Seen> positions = new Mailbox<>(Seen::new);
  private final RosSubscription subscription;
  private volatile String refused = "";
  private volatile long lastNanos;
  private volatile boolean seen;
  private volatile boolean contested;

  /**
   * Subscribes.
   *
   * @param timeout age above which a position is ignored, s
   * @param frames names of the robot's base frame; a message that names no frame is taken to be in
   *     it
   */
  PersonIntake(RosNode node, NodeTime time, double timeout, List<String> frames) {
    this.time = time;
    this.timeout = timeout;
    known = String.join(" or ", frames);
    this.frames =
        Stream.concat(Stream.of(""), frames.stream())
            .map(f -> f.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    subscription = node.subscribe(PointStamped.TYPE, TOPIC, Qos.STATE, this::receive);
  }

  private void receive(PointStamped m) {
    contested = subscription != null && subscription.matched() > 1;
    double farthest = Math.max(Math.abs(m.x), Math.max(Math.abs(m.y), Math.abs(m.z)));
    if (!(farthest <= FARTHEST)) {
      refused = "a coordinate is not finite or beyond " + FARTHEST + " m";
      return;
    }
    if (!m.isIn(frames)) {
      refused =
          "its frame is "
              + m.frame()
              + ": transform it to the robot's base, "
              + known
              + ", or set person.frame if that frame coincides with the base";
      return;
    }
    long now = time.stampNanos();
    StampWatch.Verdict verdict = stamps.judge(m.header.stampNanos, now, timeout);
    if (verdict != StampWatch.Verdict.YOUNG) {
      refused = StampWatch.words(verdict, m.header.stampNanos, now, timeout);
      return;
    }
    Seen draft = positions.draft();
    draft.x = m.x;
    draft.y = m.y;
    draft.z = m.z;
    // What counts is when it was measured, not when it came.
    draft.nanos = NodeClock.nanos() - Math.max(0, now - m.header.stampNanos);
    lastNanos = draft.nanos;
    seen = true;
    positions.post();
  }

  /** Why the loop cannot start, as one sentence; empty if it can. */
  String missing(long now) {
    if (subscription.matched() > 1) {
      return subscription.matched() + " nodes publish on " + TOPIC + ": there must be one";
    }
    if (seen && now - lastNanos <= timeout * 1e9) {
      return "";
    }
    return "no fresh position of a person arrives on "
        + TOPIC
        + ", which the constraint file's separations need"
        + (refused.isEmpty() ? "" : "; the last one was refused: " + refused);
  }

  /**
   * The person's position; control thread only.
   *
   * @param out base frame, m; overwritten when it is known
   * @return time since that was measured, s; NaN when it is not known
   */
  double take(long now, double[] out) {
    positions.take();
    Seen last = positions.latest();
    if (contested || !seen || now - last.nanos > timeout * 1e9) {
      return Double.NaN;
    }
    out[0] = last.x;
    out[1] = last.y;
    out[2] = last.z;
    return 1e-9 * (now - last.nanos);
  }
}
