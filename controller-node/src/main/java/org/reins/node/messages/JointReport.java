package org.reins.node.messages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reins.node.ros.CdrReader;

/**
 * How the joints of a message match those of the robot. The codec fills it, also for a message that
 * it refuses. Its size is fixed: of names that are not the robot's, it keeps only the first few.
 */
public final class JointReport {
  /** What did not match. */
  public enum Fault {
    /** Everything matches. */
    NONE,
    /** The bytes are not a message of this type. */
    NO_MESSAGE,
    /** It names joints, but none of the robot's: the message is about another device. */
    OTHER_JOINTS,
    /** Some of the robot's joints are missing. */
    MISSING_JOINTS,
    /** A joint of the robot is named twice. */
    JOINT_TWICE,
    /** The number of values differs from the number of names. */
    LENGTHS
  }

  private static final int KEPT_BYTES = 160;
  private static final int LONGEST = 60;
  private static final int NAMES_TOLD = 8;

  private Fault fault = Fault.NO_MESSAGE;
  private final boolean[] seen;
  private final byte[] others = new byte[KEPT_BYTES];
  private int otherBytes;
  private int names;
  private int twice;
  private int given;
  private String array = "";

  /** Makes a report for a robot with a number of joints. */
  public JointReport(int joints) {
    seen = new boolean[joints];
  }

  /** What did not match in the last message. */
  public Fault fault() {
    return fault;
  }

  /** Resets to the state before any message was read. */
  public void clear() {
    fault = Fault.NO_MESSAGE;
    Arrays.fill(seen, false);
    otherBytes = 0;
    names = 0;
  }

  /** Copies another report of the same robot; allocates nothing. */
  public void take(JointReport from) {
    fault = from.fault;
    System.arraycopy(from.seen, 0, seen, 0, seen.length);
    System.arraycopy(from.others, 0, others, 0, from.otherBytes);
    otherBytes = from.otherBytes;
    names = from.names;
    twice = from.twice;
    given = from.given;
    array = from.array;
  }

  void named(int count) {
    names = count;
  }

  /** Records a joint of the robot; false if it was already recorded. */
  boolean see(int joint) {
    if (seen[joint]) {
      fault = Fault.JOINT_TWICE;
      twice = joint;
      return false;
    }
    seen[joint] = true;
    return true;
  }

  /** Records another name, which is at the reader's position, while there is room. */
  void other(CdrReader in) {
    if (otherBytes + 2 < KEPT_BYTES) {
      int copied = in.copyText(others, otherBytes + 1, LONGEST);
      others[otherBytes] = (byte) copied;
      otherBytes += copied + 1;
    }
  }

  /** Whether all of the robot's joints were seen. */
  boolean isComplete() {
    int count = 0;
    for (boolean s : seen) {
      count += s ? 1 : 0;
    }
    if (count < seen.length) {
      fault = count == 0 ? Fault.OTHER_JOINTS : Fault.MISSING_JOINTS;
    }
    return count == seen.length;
  }

  boolean hasLength(int count, String of) {
    if (count != names) {
      fault = Fault.LENGTHS;
      given = count;
      array = of;
    }
    return count == names;
  }

  /** Records that everything matches. */
  boolean fits() {
    fault = Fault.NONE;
    return true;
  }

  /** The first names that are not the robot's. Allocates. */
  public List<String> others() {
    List<String> all = new ArrayList<>();
    for (int at = 0; at < otherBytes; at += others[at] + 1) {
      String name = new String(others, at + 1, others[at], StandardCharsets.UTF_8);
      // Whatever a peer sends, it must fit on one line of a log.
      all.add(name.replaceAll("\\p{Cntrl}", "?"));
    }
    return all;
  }

  /**
   * What did not match, in words that follow "it". Allocates.
   *
   * @param joints the robot's joints
   */
  public String text(List<String> joints) {
    return switch (fault) {
      case NONE -> "fits";
      case NO_MESSAGE -> "is truncated, larger than allowed, or not of this type";
      case OTHER_JOINTS ->
          names == 0
              ? "names no joints"
              : "names none of the robot's joints, but " + list(others(), names);
      case MISSING_JOINTS ->
          "does not name " + list(known(joints, false), 0) + "; it names " + came(joints);
      case JOINT_TWICE -> "names joint " + joints.get(twice) + " twice";
      case LENGTHS ->
          "names "
              + names
              + " joints and has "
              + (given == 0 ? "no numbers" : given + " numbers")
              + " in "
              + array;
    };
  }

  private List<String> known(List<String> joints, boolean named) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] == named) {
        some.add(joints.get(i));
      }
    }
    return some;
  }

  private String came(List<String> joints) {
    List<String> all = known(joints, true);
    all.addAll(others());
    return list(all, names);
  }

  /** The first few names, and the number of the others. */
  private static String list(List<String> some, int of) {
    List<String> told = some.subList(0, Math.min(NAMES_TOLD, some.size()));
    int more = Math.max(some.size(), of) - told.size();
    return String.join(", ", told) + (more > 0 ? " and " + more + " more" : "");
  }
}
