package org.reins.node.walk;

import org.reins.filter.FilterReason;
import org.reins.node.output.MotorTargets;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.robot.state.RobotState;

/** What a walking robot's cycle records in addition to the head. */
final class WalkTape {
  final CycleLayout layout;
  final int stateStamp;
  final int torque;
  final int position;
  final int velocity;
  private final int feet;
  private final int came;
  private final int actionFresh;
  private final int contact;
  private final int quaternion;
  private final int angular;
  private final int twist;
  private final int action;
  private final int actionSize;
  private final int nominal;
  private final int targetPosition;
  private final int stiffness;
  private final int damping;
  private final int feedforward;

  /**
   * Lays it out.
   *
   * @param n number of joints
   * @param actions numbers in an action of the policy
   */
  WalkTape(int n, int feet, int actions) {
    this.feet = feet;
    actionSize = actions;
    CycleLayout.Builder b = new CycleLayout.Builder();
    stateStamp = b.word("state_stamp", "of the joints' state taken last, by the robot's clock, ns");
    came = b.word("came", "reason that there is no measurement; 0: there is one");
    actionFresh = b.word("action_fresh", "1: the policy's action is recent enough to follow");
    contact = b.word("contact", "bit f: foot f presses on the ground");
    position = b.numbers("position", n, "measured last, rad");
    velocity = b.numbers("velocity", n, "measured last, rad/s");
    quaternion = b.numbers("quaternion", 4, "orientation of the body");
    angular = b.numbers("angular", 3, "velocity of the body, rad/s");
    twist = b.numbers("twist", 3, "commanded, m/s, m/s and rad/s");
    action = b.numbers("action", actions, "of the policy");
    nominal = b.numbers("nominal", n, "torque without the filter, N m");
    torque = b.numbers("torque", n, "the filter's torque, N m");
    targetPosition = b.numbers("target_position", n, "of the motors' loops, rad");
    stiffness = b.numbers("target_stiffness", n, "of the motors' loops, N m / rad");
    damping = b.numbers("target_damping", n, "of the motors' loops, N m s / rad");
    feedforward = b.numbers("target_torque", n, "in addition to the motors' loops, N m");
    layout = b.build();
  }

  /** Writes the measurement; the last one stays where there is none. */
  void measured(CycleSlot slot, FilterReason reason, RobotState s) {
    slot.set(came, reason.code());
    long pressing = 0;
    for (int f = 0; f < feet; f++) {
      pressing |= s.base.contact[f] ? 1L << f : 0;
    }
    slot.set(contact, pressing);
    slot.set(position, s.q);
    slot.set(velocity, s.qd);
    slot.set(quaternion, s.base.quaternion);
    slot.set(angular, s.base.angular);
  }

  /** Reads the measurement. */
  FilterReason measured(CycleSlot slot, RobotState s) {
    slot.get(position, s.q);
    slot.get(velocity, s.qd);
    slot.get(quaternion, s.base.quaternion);
    slot.get(angular, s.base.angular);
    for (int f = 0; f < feet; f++) {
      s.base.contact[f] = (slot.word(contact) & 1L << f) != 0;
    }
    return FilterReason.of((int) slot.word(came));
  }

  /** Writes what was wanted. */
  void wanted(CycleSlot slot, double[] asked, boolean fresh, float[] answer) {
    slot.set(twist, asked);
    slot.set(actionFresh, fresh ? 1 : 0);
    for (int k = 0; k < actionSize; k++) {
      slot.set(action + k, (double) answer[k]);
    }
  }

  /** Reads the commanded twist. */
  void twist(CycleSlot slot, double[] asked) {
    slot.get(twist, asked);
  }

  /** Reads the policy's action; returns whether it is recent enough. */
  boolean action(CycleSlot slot, float[] answer) {
    for (int k = 0; k < actionSize; k++) {
      answer[k] = (float) slot.number(action + k);
    }
    return slot.word(actionFresh) != 0;
  }

  /** Writes the command. */
  void command(CycleSlot slot, double[] wanted, double[] torques, MotorTargets t) {
    slot.set(nominal, wanted);
    slot.set(torque, torques);
    slot.set(targetPosition, t.q);
    slot.set(stiffness, t.kp);
    slot.set(damping, t.kd);
    slot.set(feedforward, t.tau);
  }
}
