package org.reins.node.output;

import org.reins.node.messages.Twist;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

/**
 * Sends the velocity of a base as {@code geometry_msgs/Twist}, for robots whose own controller
 * walks or drives. Runs on the control thread: allocates nothing.
 */
public final class TwistOutput {
  private final RosPublisher<Twist> publisher;
  private final Twist message = new Twist();
  private final double fastest;
  private final double fastestTurn;

  /**
   * Creates the publisher.
   *
   * @param topic topic such as {@code cmd_vel}
   * @param fastest largest speed over ground, m/s
   * @param fastestTurn largest turning speed, rad/s
   */
  public TwistOutput(RosNode node, String topic, double fastest, double fastestTurn) {
    this.fastest = fastest;
    this.fastestTurn = fastestTurn;
    publisher = node.publisher(Twist.TYPE, topic, Qos.COMMAND);
  }

  /**
   * Sends a velocity in the base's own axes. A velocity that is too fast is scaled and keeps its
   * direction. A velocity that is not finite stops the base.
   *
   * @param forward forward velocity, m/s
   * @param left velocity to the left, m/s
   * @param turn turning speed to the left, rad/s
   * @return false if the middleware refused it
   */
  public boolean publish(double forward, double left, double turn) {
    double speed = Math.sqrt(forward * forward + left * left);
    boolean finite = Double.isFinite(speed) && Double.isFinite(turn);
    double share = !finite ? 0 : speed > fastest ? fastest / speed : 1;
    message.linear[0] = finite ? share * forward : 0;
    message.linear[1] = finite ? share * left : 0;
    message.angular[2] = finite ? Math.max(-fastestTurn, Math.min(fastestTurn, turn)) : 0;
    return publisher.publish(message);
  }
}
