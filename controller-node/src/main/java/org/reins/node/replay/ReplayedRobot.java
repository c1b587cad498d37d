package org.reins.node.replay;

import java.util.List;
import java.util.Map;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.CycleTopics;
import org.reins.node.record.RecordableCycle;

/** A robot's cycle that gets its inputs from a recording. */
public interface ReplayedRobot {
  /** The cycle, as the node runs it. */
  RecordableCycle cycle();

  /** Provides the inputs of the next cycle. */
  void feed(CycleSlot recorded);

  /**
   * Puts what the robot really got in this cycle into the filter's memory, in place of what the
   * filter answered now. Changes nothing if both are the same.
   */
  void overrule(CycleSlot recorded);

  /** Makes messages of standard types out of its cycles. */
  CycleTopics topics();

  /** Index of the first number of the command. */
  int command();

  /** Unit of the command's numbers. */
  String unit();

  /** Name, words and unit of each constraint row, by its number; empty if there are none. */
  Map<String, String> rows();

  /** Names of the joints, in the order of the command's numbers. */
  List<String> joints();
}
