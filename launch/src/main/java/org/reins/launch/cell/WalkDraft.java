package org.reins.launch.cell;

import java.util.Locale;
import org.reins.node.assembly.BuiltInModels;
import org.reins.robot.model.RobotModel;
import org.reins.sim.legged.WalkCommands;
import org.reins.sim.legged.WalkScenario;
import org.reins.sim.world.Span;

/**
 * Writes a first cell for a legged robot: all scenarios, and twists as fast as its joints allow.
 */
final class WalkDraft {
  private final String robotName;
  private final RobotModel robot;

  /**
   * Prepares a draft.
   *
   * @param robotName as the file names the robot
   */
  WalkDraft(String robotName, RobotModel robot) {
    this.robotName = robotName;
    this.robot = robot;
  }

  /** The cell's text. */
  String yaml() {
    boolean learned = BuiltInModels.of(robot.name()).isPresent();
    return String.format(
        Locale.ROOT,
        """
        # A cell: one legged robot, its ground and what it is sent through. Every key is explained in docs/cells.md.
        # Next: ./reins sim --cell THIS_FILE --seeds 3      falls and distance, without a filter and with it
        #       ./reins make THIS_FILE                      learns a barrier against falls, and certifies it
        schema: reins/cell/1
        robot: %s              # name of a robot, or the path of a robot file from this file's folder

        # load: {mass: 2, edge: 0.15, at: [0, 0, 0.12]}    # kg, a cube on the body; controllers know it

        ground:
          friction: 0.7            # Coulomb coefficient
          # slope: 0.1             # rad, uphill from x = 1 m; or steps: 0.05, or bumps: 0.03, both in m

        task:
          # What goes wrong, one kind for each walk:
          scenarios: %s
          commands:                # twists are drawn from these ranges
            x: %s        # forwards, m/s
            y: %s      # to the left, m/s
            yaw: %s    # rad/s
          # twists: [[0.4, 0, 0], [0.3, 0, 0.4]]           # or this sequence, again and again
          hold: 2                  # time for each twist, s
          seconds: 8               # length of a walk

        # none walks by the bare gait. Others: the path of an .onnx file, which ./reins train-policy --robot %s
        # writes, or of a policy's description (docs/policies.md).
        policy: %s
        barrier: none              # a barrier file; ./reins make writes one

        # How the simulated robot differs from its model.
        disturbances:
          position_noise: 1.0e-3   # rad
          velocity_noise: 2.0e-2   # rad/s
          friction: 1.0            # factor on the joints' friction
          delay: 1                 # motor periods
          unknown_load: 0          # kg on the back that nobody declared
        """,
        robotName,
        WalkScenario.keys(),
        range(0),
        range(1),
        range(2),
        robotName,
        learned ? "built-in" : "none");
  }

  private String range(int axis) {
    Span span = WalkCommands.learned(robot, axis);
    return String.format(Locale.ROOT, "[%.2f, %.2f]", span.low(), span.high());
  }
}
