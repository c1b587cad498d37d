package org.reins.sim.cell;

import java.util.function.Function;
import org.reins.robot.model.RobotModel;

/** A cell of any kind of robot. */
public sealed interface RobotCell permits Cell, WalkCell {
  /** Name or path of the file, for messages. */
  String file();

  /** For people. */
  String title();

  /** Name or path of the robot, as {@link org.reins.robot.file.RobotFiles} takes it. */
  String robotName();

  /** The robot as controllers know it: with its declared load. */
  RobotModel robot();

  /** The barrier: {@code built-in}, {@code none}, or a path from the working directory. */
  String barrier();

  /**
   * Does what the kind of cell needs.
   *
   * @param arm for an arm on a fixed base
   * @param legs for a robot on legs
   */
  <T> T choose(Function<Cell, T> arm, Function<WalkCell, T> legs);
}
