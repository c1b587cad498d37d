package org.reins.node.filter;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.reins.node.messages.JointReport;
import org.reins.node.process.Mailbox;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Counts the unusable messages of one topic by reason, and says what was wrong with the last one.
 * The receiving thread records faults, which allocates nothing; other threads query.
 */
public final class IntakeFaults {
  /** What was wrong with a message. */
  private static final class Note {
    final JointReport report;
    int joint;
    String array = "";
    double value;
    long stampNanos;
    double age;

    Note(int joints) {
      report = new JointReport(joints);
    }
  }

  private static final IntakeFault[] ALL = IntakeFault.values();

  private final RobotModel robot;
  private final String topic;
  private final AtomicLongArray counts = new AtomicLongArray(ALL.length);
  private final AtomicLongArray last = new AtomicLongArray(ALL.length);
  private final Map<IntakeFault, Mailbox<Note>> notes = new EnumMap<>(IntakeFault.class);

  IntakeFaults(RobotModel robot, String topic) {
    this.robot = robot;
    this.topic = topic;
    for (IntakeFault f : ALL) {
      notes.put(f, new Mailbox<>(() -> new Note(robot.dof())));
    }
  }

  /** Notes a message that the codec refused. */
  public void refused(JointReport report, long nanos) {
    IntakeFault fault = IntakeFault.of(report.fault());
    notes.get(fault).draft().report.take(report);
    post(fault, nanos);
  }

  /** Notes a message without velocities. */
  void noVelocity(long nanos) {
    post(IntakeFault.NO_VELOCITY, nanos);
  }

  /**
   * Notes a number that is not finite.
   *
   * @param array name of the array
   */
  public void notFinite(int joint, String array, long nanos) {
    Note note = notes.get(IntakeFault.NOT_FINITE).draft();
    note.joint = joint;
    note.array = array;
    post(IntakeFault.NOT_FINITE, nanos);
  }

  /**
   * Notes a number that the robot cannot have.
   *
   * @param array name of the array
   */
  public void implausible(int joint, String array, double value, long nanos) {
    Note note = notes.get(IntakeFault.IMPLAUSIBLE).draft();
    note.joint = joint;
    note.array = array;
    note.value = value;
    post(IntakeFault.IMPLAUSIBLE, nanos);
  }

  /** Notes a stiffness below zero. */
  public void negativeStiffness(int joint, long nanos) {
    notes.get(IntakeFault.NEGATIVE_STIFFNESS).draft().joint = joint;
    post(IntakeFault.NEGATIVE_STIFFNESS, nanos);
  }

  /**
   * Notes a stamp that does not match.
   *
   * @param age how much older it is than the newest state's stamp, s
   */
  public void stamp(long stampNanos, double age, long nanos) {
    Note note = notes.get(IntakeFault.STAMP).draft();
    note.stampNanos = stampNanos;
    note.age = age;
    post(IntakeFault.STAMP, nanos);
  }

  private void post(IntakeFault fault, long nanos) {
    notes.get(fault).post();
    last.set(fault.ordinal(), nanos);
    counts.incrementAndGet(fault.ordinal());
  }

  /** Number of messages refused for a reason. */
  public long count(IntakeFault fault) {
    return counts.get(fault.ordinal());
  }

  /**
   * The reason for the most recent refusal within a time before now. A message of another part
   * counts only if there is no other refusal.
   *
   * @return null if no message was refused
   */
  IntakeFault recent(long now, long withinNanos) {
    IntakeFault found = null;
    for (IntakeFault f : ALL) {
      boolean there = count(f) > 0 && now - last.get(f.ordinal()) <= withinNanos;
      boolean later =
          found == null
              || found == IntakeFault.OTHER_JOINTS
              || f != IntakeFault.OTHER_JOINTS
                  && last.get(f.ordinal()) - last.get(found.ordinal()) > 0;
      found = there && later ? f : found;
    }
    return found;
  }

  /**
   * What was wrong with the last message refused for a reason, in words that follow the topic's
   * name, with the next step.
   *
   * @param timeout for {@link IntakeFault#STAMP}, s
   */
  synchronized String text(IntakeFault fault, double timeout) {
    Mailbox<Note> mailbox = notes.get(fault);
    mailbox.take();
    Note note = mailbox.latest();
    String refused = count(fault) + " message(s) refused, the last one ";
    return switch (fault) {
      case NO_MESSAGE -> refused + "is cut short, not of this type, or too large";
      case OTHER_JOINTS -> refused + note.report.text(robot.jointNames()) + ": " + others(note);
      case MISSING_JOINTS ->
          refused
              + note.report.text(robot.jointNames())
              + ": all joints of robot "
              + robot.name()
              + " must be in one message";
      case JOINT_TWICE ->
          refused + note.report.text(robot.jointNames()) + ": each must be named once";
      case LENGTHS ->
          refused + note.report.text(robot.jointNames()) + ": there must be one per name";
      case NO_VELOCITY ->
          refused
              + "has no velocities: the filter needs position and velocity of each joint, so let"
              + " the driver (joint_state_broadcaster: its state interfaces) publish both";
      case NOT_FINITE ->
          refused
              + "has in "
              + note.array
              + " of joint "
              + robot.jointNames().get(note.joint)
              + " a number that is not finite";
      case IMPLAUSIBLE -> refused + implausible(note);
      case NEGATIVE_STIFFNESS ->
          refused
              + "has a negative stiffness of joint "
              + robot.jointNames().get(note.joint)
              + ": a stiffness is 0 or more";
      case STAMP -> refused + stamp(note, timeout);
    };
  }

  private String implausible(Note note) {
    Joint joint = robot.joints().get(note.joint);
    JointLimits l = joint.limits();
    String unit = joint.kind().position();
    boolean position = !note.array.equals("velocity");
    String allowed =
        position
            ? l.lower() + " to " + l.upper() + " " + unit
            : "at most " + l.velocity() + " " + unit + "/s";
    return String.format(
        Locale.ROOT,
        "has %.4g %s as the %s of joint %s, whose limits are %s: compare unit (degrees?), zero and"
            + " sign with the robot file",
        note.value,
        position ? unit : unit + "/s",
        note.array,
        robot.jointNames().get(note.joint),
        allowed);
  }

  private static String stamp(Note note, double timeout) {
    String must = ": each must carry the header.stamp of the state that it answers";
    if (note.stampNanos == 0) {
      return "carries no stamp" + must;
    }
    return "is stamped "
        + Math.round(1000 * Math.abs(note.age)) / 1000.0
        + " s "
        + (note.age > 0 ? "before" : "after")
        + " the newest state, allowed is "
        + timeout
        + " s (action_timeout)"
        + must
        + ", from the same clock";
  }

  private String others(Note note) {
    String mine = robot.jointNames().get(0);
    List<String> others = note.report.others();
    for (String other : others) {
      String joint = ending(other);
      if (!joint.isEmpty()) {
        return "these are the names of robot "
            + robot.name()
            + " with \""
            + other.substring(0, other.length() - joint.length())
            + "\" before them; load a robot file with these names (parameter robot), or remap "
            + topic
            + " to this robot's";
      }
    }
    return "robot "
        + robot.name()
        + " has "
        + mine
        + " and so on; remap "
        + topic
        + " to this robot's, or load a robot file with these names (parameter robot)";
  }

  /** The robot's joint whose name is the end of the given name; empty if there is none. */
  private String ending(String name) {
    for (String joint : robot.jointNames()) {
      if (name.length() > joint.length() && name.endsWith(joint)) {
        return joint;
      }
    }
    return "";
  }
}
