package org.reins.launch.experiment;

import java.util.ArrayList;
import java.util.List;
import org.reins.robot.model.FloatingBase;
import org.reins.robot.model.Link;
import org.reins.robot.model.Load;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.WalkScenario;

/** How a simulated robot differs from its filter's model. */
public enum Perturbation {
  /** All masses and inertias times 1 + size. */
  MASS("share"),
  /** A cube of this mass at the tool, or on the back of a legged robot. */
  PAYLOAD("kg"),
  /** Friction of the joints times this factor. */
  FRICTION("factor"),
  /** Whole control periods from a command to its torque. */
  DELAY("periods"),
  /** Noise of the encoders times this factor. */
  NOISE("factor");

  // Edge of the cube, m.
  private static final double EDGE = 0.08;

  private final String unit;

  Perturbation(String unit) {
    this.unit = unit;
  }

  /**
   * The simulated robot.
   *
   * @param robot with its masses
   * @param parameters friction, noise and delay
   */
  public record Plant(RobotModel robot, PlantParameters parameters) {}

  /** The meaning of a size. */
  public String unit() {
    return unit;
  }

  /** Sizes to test. */
  public List<Double> sizes() {
    return switch (this) {
      case MASS -> List.of(-0.2, 0.1, 0.2, 0.4);
      case PAYLOAD -> List.of(0.5, 1.0, 2.0, 3.0);
      case FRICTION -> List.of(0.0, 2.0, 4.0, 8.0);
      case DELAY -> List.of(0.0, 2.0, 3.0, 4.0);
      case NOISE -> List.of(5.0, 10.0, 20.0, 50.0);
    };
  }

  /** The robot as in its file, except for the friction of its joints. */
  public static Plant friction(RobotModel robot, double factor) {
    return FRICTION.of(robot, factor);
  }

  /** The robot with a perturbation size, otherwise as in the demo of an arm. */
  public Plant of(RobotModel robot, double size) {
    return of(robot, PlantParameters.DEMO, size);
  }

  /** The robot with a perturbation size, otherwise as given. */
  public Plant of(RobotModel robot, PlantParameters d, double size) {
    return switch (this) {
      case MASS -> new Plant(heavier(robot, 1 + size), d);
      case PAYLOAD -> new Plant(loaded(robot, size), d);
      case FRICTION ->
          new Plant(
              robot,
              new PlantParameters(d.positionNoise(), d.velocityNoise(), size, d.delaySteps()));
      case DELAY ->
          new Plant(
              robot,
              new PlantParameters(d.positionNoise(), d.velocityNoise(), 1, (int) Math.round(size)));
      case NOISE ->
          new Plant(
              robot,
              new PlantParameters(
                  size * d.positionNoise(), size * d.velocityNoise(), 1, d.delaySteps()));
    };
  }

  private static RobotModel heavier(RobotModel robot, double factor) {
    RobotModel all = robot.withLinks(robot.links().stream().map(l -> l.scaled(factor)).toList());
    return robot
        .base()
        .choose(
            fixed -> all,
            legs -> all.withBase(new FloatingBase(legs.body().scaled(factor), legs.feet())));
  }

  private static RobotModel loaded(RobotModel robot, double mass) {
    return robot
        .base()
        .choose(fixed -> held(robot, mass), legs -> WalkScenario.loaded(robot, mass, 0, 0));
  }

  /** The robot with a load at the tool. */
  private static RobotModel held(RobotModel robot, double mass) {
    List<Link> links = new ArrayList<>(robot.links());
    int carrier = robot.bodyOf(robot.tool().link());
    links.set(carrier, new Load(mass, EDGE, robot.tool().from()).on(links.get(carrier)));
    return robot.withLinks(links);
  }
}
