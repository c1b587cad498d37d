package org.reins.node.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.reins.node.messages.JointState;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

/**
 * Sends messages of the size of joint states to a second process and back, over the middleware that
 * the nodes use.
 */
final class WireCheck {
  private static final List<String> JOINTS =
      List.of("joint1", "joint2", "joint3", "joint4", "joint5", "joint6", "joint7");
  private static final String THERE = "reins_doctor/there";
  private static final String BACK = "reins_doctor/back";
  private static final int MESSAGES = 500;
  private static final long PERIOD = 2_000_000;
  private static final double MATCHING_SECONDS = 10;
  private static final long STARTING_SECONDS = 30;

  private static final String REMEDY =
      "look at the firewall, at ROS_DOMAIN_ID, and at ROS_AUTOMATIC_DISCOVERY_RANGE,"
          + " ROS_LOCALHOST_ONLY and CYCLONEDDS_URI or FASTRTPS_DEFAULT_PROFILES_FILE";

  private WireCheck() {}

  private static MessageType<JointState> type() {
    return JointState.type(JOINTS);
  }

  /** The second process: sends back what arrives until its standard input ends. */
  static void echo(RosNode node) throws IOException {
    RosPublisher<JointState> back = node.publisher(type(), BACK, Qos.RELIABLE);
    node.subscribe(type(), THERE, Qos.RELIABLE, back::publish);
    System.out.println("READY");
    while (System.in.read() >= 0) {
      // The parent says nothing. The end of the stream is the end of the parent.
    }
  }

  /**
   * Runs it.
   *
   * @param node of this process
   * @param command line of the second process, which calls {@link #echo}
   */
  static Finding run(RosNode node, List<String> command) throws InterruptedException {
    Process other;
    try {
      other = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      return Finding.warning(
          "two processes", "no second process could be started: " + e.getMessage(), "free memory");
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (line == null) {
        return Finding.fault(
            "two processes", "the second process ended without a word", "free memory, then repeat");
      }
      return exchange(node);
    } catch (IOException e) {
      return Finding.fault("two processes", "the second process failed: " + e.getMessage(), REMEDY);
    } finally {
      end(other);
    }
  }

  private static void end(Process other) throws InterruptedException {
    other.destroy();
    if (!other.waitFor(STARTING_SECONDS, TimeUnit.SECONDS)) {
      other.destroyForcibly();
    }
  }

  private static Finding exchange(RosNode node) {
    long[] sent = new long[MESSAGES];
    Histogram trips = new Histogram(10_000_000_000L, 3);
    node.subscribe(
        type(),
        BACK,
        Qos.RELIABLE,
        m -> {
          long now = NodeClock.nanos();
          long k = m.header.stampNanos;
          if (k >= 0 && k < MESSAGES) {
            synchronized (trips) {
              trips.recordValue(Math.max(0, now - sent[(int) k]));
            }
          }
        });
    RosPublisher<JointState> there = node.publisher(type(), THERE, Qos.RELIABLE);
    long start = NodeClock.nanos();
    while (there.matched() == 0 && since(start) < MATCHING_SECONDS) {
      LockSupport.parkNanos(PERIOD);
    }
    if (there.matched() == 0) {
      return Finding.fault(
          "two processes",
          "two processes on this machine do not find each other within " + MATCHING_SECONDS + " s",
          REMEDY);
    }
    double found = since(start);
    JointState message = new JointState(JOINTS.size());
    for (int k = 0; k < MESSAGES; k++) {
      message.header.stampNanos = k;
      sent[k] = NodeClock.nanos();
      there.publish(message);
      LockSupport.parkNanos(PERIOD);
    }
    long end = NodeClock.nanos();
    while (count(trips) < MESSAGES && since(end) < 2) {
      LockSupport.parkNanos(PERIOD);
    }
    synchronized (trips) {
      return of(found, trips);
    }
  }

  private static long count(Histogram trips) {
    synchronized (trips) {
      return trips.getTotalCount();
    }
  }

  /**
   * Judges.
   *
   * @param found time until the two processes had found each other, s
   * @param trips there and back, ns
   */
  static Finding of(double found, Histogram trips) {
    long lost = MESSAGES - trips.getTotalCount();
    String text =
        String.format(
            Locale.ROOT,
            "found each other after %.2f s; there and back %.0f us in the median, %.0f us at 99 %%;"
                + " %d of %d messages lost",
            found,
            trips.getValueAtPercentile(50) / 1e3,
            trips.getValueAtPercentile(99) / 1e3,
            Math.max(0, lost),
            MESSAGES);
    if (lost >= MESSAGES) {
      return Finding.fault("two processes", text, REMEDY);
    }
    if (lost > 0) {
      return Finding.warning(
          "two processes",
          text,
          "a process did not run for so long that the ten messages that the middleware keeps were"
              + " overwritten: stop other work on this machine, and look at the wake-ups above");
    }
    return Finding.unless(
        trips.getValueAtPercentile(99) > 5_000_000,
        "two processes",
        text,
        "the machine is busy, or has no real-time priority: see the findings above");
  }

  private static double since(long from) {
    return (NodeClock.nanos() - from) * 1e-9;
  }

  /** The command line of a second process like this one. */
  static List<String> command(String mainClass, List<String> arguments) {
    List<String> all = new ArrayList<>();
    all.add(java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(
        List.of("-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    all.add(mainClass);
    all.addAll(arguments);
    return all;
  }
}
