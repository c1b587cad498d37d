package org.reins.node.arm;

import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.constraint.RowLimit;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;

/** What an arm's cycle records in addition to the head. */
final class ArmTape {
  final CycleLayout layout;
  final int stateStamp;
  final int actionStamp;
  final int followed;
  final int position;
  final int velocity;
  final int effort;
  final int target;
  final int stiffness;
  final int person;
  final int personAge;
  final int command;
  final int acceleration;
  final int sent;
  final int toldPosition;
  final int toldVelocity;
  private final int nominal;
  private final int told;
  private final int blind;
  private final int silent;
  private final int unlike;
  private final int speedRows;
  private final int accelerationRows;
  private final int left;
  private final int rows;

  /**
   * Lays it out.
   *
   * @param n number of joints
   * @param rows number of constraint rows
   * @param torques whether the robot takes torques, so that the measured state is judged
   */
  ArmTape(int n, int rows, boolean torques) {
    this.rows = rows;
    int others = torques ? 0 : n;
    CycleLayout.Builder b = new CycleLayout.Builder();
    stateStamp = b.word("state_stamp", "of the state taken last, by the robot's clock, ns");
    actionStamp = b.word("action_stamp", "of the state that the last action answers, ns");
    told = b.word("told", "1: the commanded state is judged, not the measured one");
    followed = b.word("followed", "0: the robot does not follow its positions");
    blind = b.word("blind", "1: no state for so long that it brakes by dead reckoning");
    silent = b.word("silent", "1: nothing was sent");
    unlike = b.word("out_of_distribution", "1: unlike the barrier's data");
    speedRows = b.word("speed_rows", "bit k: row k stood for a joint's speed limit");
    accelerationRows = b.word("acceleration_rows", "bit k: ... for its acceleration limit");
    position = b.numbers("position", n, "measured last, rad");
    velocity = b.numbers("velocity", n, "measured last, rad/s");
    effort = b.numbers("effort", n, "measured last, N m");
    target = b.numbers("target", n, "of the last action, rad");
    stiffness = b.numbers("stiffness", n, "of the last action, N m / rad");
    person = b.numbers("person", 3, "the person's position, m");
    personAge = b.number("person_age", "s; NaN: not known");
    toldPosition = b.numbers("told_position", others, "commanded position that is judged, rad");
    toldVelocity = b.numbers("told_velocity", others, "commanded velocity that is judged, rad/s");
    nominal = b.numbers("nominal", n, "the policy's torque, N m");
    command = b.numbers("command", n, "the filter's torque, N m");
    acceleration = b.numbers("acceleration", n, "that it produces by the model, rad/s2");
    sent = b.numbers("sent", n, "sent last: N m, rad/s or rad, by output.mode");
    left = b.numbers("left", rows, "distance of each row from its limit, in the row's unit");
    layout = b.build();
  }

  /** Writes what the filter used. */
  void inputs(CycleSlot slot, FilterInput in) {
    slot.set(told, in.told ? 1 : 0);
    slot.set(effort, in.acceptedEffort);
    slot.set(target, in.target);
    slot.set(stiffness, in.stiffness);
    if (in.told) {
      slot.set(toldPosition, in.toldQ);
      slot.set(toldVelocity, in.toldQd);
    }
  }

  /** Writes what the filter answered. */
  void outputs(CycleSlot slot, FilterOutput out) {
    slot.set(nominal, out.nominal);
    slot.set(command, out.command);
    slot.set(acceleration, out.acceleration);
    slot.set(blind, out.blind ? 1 : 0);
    slot.set(silent, out.silent ? 1 : 0);
    slot.set(unlike, out.outOfDistribution ? 1 : 0);
    slot.set(left, out.left);
    long speeds = 0;
    long accelerations = 0;
    for (int k = 0; k < rows; k++) {
      speeds |= out.limits[k] == RowLimit.SPEED ? 1L << k : 0;
      accelerations |= out.limits[k] == RowLimit.ACCELERATION ? 1L << k : 0;
    }
    slot.set(speedRows, speeds);
    slot.set(accelerationRows, accelerations);
  }

  /** Whether nothing was sent in this cycle. */
  boolean isSilent(CycleSlot slot) {
    return slot.word(silent) != 0;
  }

  /** Whether the commanded state was judged. */
  boolean isTold(CycleSlot slot) {
    return slot.word(told) != 0;
  }

  /** Writes what was sent without the filter. */
  void unfiltered(CycleSlot slot, double[] torque, double[] accelerations) {
    slot.set(nominal, torque);
    slot.set(command, torque);
    slot.set(acceleration, accelerations);
  }
}
