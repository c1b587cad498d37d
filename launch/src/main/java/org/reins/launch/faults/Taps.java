package org.reins.launch.faults;

import org.reins.node.messages.JointState;

/** The changes that faults make to messages, one per kind. */
final class Taps {
  private static final double NANOS = 1e9;

  private Taps() {}

  static ArmMover.Tap actionTarget(int joint, double value) {
    return m -> {
      m.target[joint] = value;
      return true;
    };
  }

  static ArmMover.Tap flippingTargets(double size) {
    int[] sign = {1};
    return m -> {
      sign[0] = -sign[0];
      java.util.Arrays.fill(m.target, sign[0] * size);
      return true;
    };
  }

  static ArmMover.Tap actionStamp(double seconds) {
    return m -> {
      m.header.stampNanos += Math.round(NANOS * seconds);
      return true;
    };
  }

  /** Every second message is 40 ms older than its predecessor, every third repeats its stamp. */
  static ArmMover.Tap disorderedActions() {
    long[] state = {0, 0};
    return m -> {
      state[0]++;
      if (state[0] % 2 == 0) {
        m.header.stampNanos -= 40_000_000;
      } else if (state[0] % 3 == 0) {
        m.header.stampNanos = state[1];
      }
      state[1] = m.header.stampNanos;
      return true;
    };
  }

  static ArmMover.Tap stiffness(double value) {
    return m -> {
      java.util.Arrays.fill(m.stiffness, value);
      return true;
    };
  }

  static Seen.StateTap stateStamp(double seconds) {
    return m -> {
      m.header.stampNanos += Math.round(NANOS * seconds);
      return true;
    };
  }

  static Seen.StateTap noStamp() {
    return m -> {
      m.header.stampNanos = 0;
      return true;
    };
  }

  static Seen.StateTap sameStamp() {
    long[] first = {0};
    return m -> {
      first[0] = first[0] == 0 ? m.header.stampNanos : first[0];
      m.header.stampNanos = first[0];
      return true;
    };
  }

  static Seen.StateTap everySecondState() {
    int[] count = {0};
    return m -> count[0]++ % 2 == 0;
  }

  static Seen.StateTap velocity(int joint, double value) {
    return m -> {
      m.velocity[joint] = value;
      return true;
    };
  }

  static Seen.StateTap noVelocities() {
    return m -> {
      java.util.Arrays.fill(m.velocity, 0);
      return true;
    };
  }

  static Seen.StateTap onceVelocity(int joint, double value) {
    boolean[] done = {false};
    return m -> {
      m.velocity[joint] = done[0] ? m.velocity[joint] : value;
      done[0] = true;
      return true;
    };
  }

  static Seen.StateTap oncePosition(int joint, double value) {
    boolean[] done = {false};
    return m -> {
      m.position[joint] = done[0] ? m.position[joint] : value;
      done[0] = true;
      return true;
    };
  }

  static Seen.StateTap positionOffset(int joint, double offset) {
    return m -> {
      m.position[joint] += offset;
      return true;
    };
  }

  static Seen.StateTap effort(double value) {
    return m -> {
      java.util.Arrays.fill(m.effort, value);
      return true;
    };
  }

  /** Repeats the numbers of the first message. */
  static Seen.StateTap frozen() {
    JointState[] first = {null};
    return m -> {
      if (first[0] == null) {
        first[0] = new JointState(m.position.length);
        first[0].take(m);
      }
      long stamp = m.header.stampNanos;
      m.take(first[0]);
      m.header.stampNanos = stamp;
      return true;
    };
  }

  static Seen.StateTap frozenJoint(int joint) {
    double[] first = {Double.NaN, 0};
    return m -> {
      if (Double.isNaN(first[0])) {
        first[0] = m.position[joint];
        first[1] = m.velocity[joint];
      }
      m.position[joint] = first[0];
      m.velocity[joint] = first[1];
      return true;
    };
  }

  static FaultRig.EnvelopeTap envelope(double speedScale) {
    return m -> {
      m.speedScale = speedScale;
      return true;
    };
  }

  static FaultRig.EnvelopeTap envelopeAge(double seconds) {
    return m -> {
      m.header.stampNanos -= Math.round(NANOS * seconds);
      return true;
    };
  }
}
