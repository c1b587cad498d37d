package org.reins.sim;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.constraint.ConstraintFile.PersonDistance;
import org.reins.filter.constraint.SeparationDistance;
import org.reins.robot.model.RobotModel;
import org.reins.sim.world.Person;

/**
 * The people of one loop: a sensor tells the filter where they are, late and now and then, and the
 * arm is judged by where they truly are. The arm breaks the separation while one of its guarded
 * spheres closes in on a person so fast that it would not stand in time if it braked now, {@link
 * SeparationDistance.Approach#braked}. The reaction time of the rule covers the sensor and the lag
 * of the robot's controller, so that this does not happen. Not thread-safe.
 */
final class Company {
  // A camera or a scanner: 30 measurements a second, each 20 ms old when it arrives.
  private static final double MEASURED_EACH = 1.0 / 30;
  private static final double LATENCY = 0.02;
  // Faster than this beyond what is allowed is no rounding, m/s.
  private static final double TOLERANCE = 0.02;

  private final List<Person> people;
  private final List<SeparationDistance> told;
  private final List<Guarded> guarded = new ArrayList<>();
  private final double[] at = new double[3];
  private final double[] measured = new double[3];
  private double sampled;
  private long events;
  private boolean breaking;
  private double nearest;
  private boolean started;

  /** A sphere of the arm that keeps apart from people. */
  private static final class Guarded {
    final SeparationDistance.Approach braked;
    final double arm;
    final double person;
    final TruthKinematics truth;
    final double[] now = new double[3];
    final double[] before = new double[3];

    Guarded(RobotModel robot, PersonDistance rule) {
      braked = rule.row().approach().braked();
      arm = rule.sphere().radius();
      person = rule.radius();
      truth = new TruthKinematics(robot.withTool(rule.sphere()));
    }
  }

  /**
   * Prepares people.
   *
   * @param rules by which the arm is judged
   * @param told rows of the filter that take the measurements, in the order of the rules; empty
   *     without a filter
   */
  Company(
      RobotModel robot,
      List<Person> people,
      List<PersonDistance> rules,
      List<SeparationDistance> told) {
    this.people = people;
    this.told = people.isEmpty() ? List.of() : told;
    if (!people.isEmpty()) {
      rules.forEach(rule -> guarded.add(new Guarded(robot, rule)));
    }
  }

  /** Starts over; nobody has been measured yet. */
  void reset(double[] q) {
    sampled = Double.NaN;
    events = 0;
    breaking = false;
    nearest = Double.POSITIVE_INFINITY;
    started = false;
    told.forEach(SeparationDistance::forget);
    locate(q);
  }

  private void locate(double[] q) {
    for (Guarded g : guarded) {
      g.truth.update(q);
      g.truth.toolPoint(g.now);
    }
  }

  /** Tells the filter what the sensor has measured by now. */
  void tell(double time) {
    double newest = MEASURED_EACH * Math.floor((time - LATENCY) / MEASURED_EACH);
    // The first measurement is there before the robot may move.
    sampled = Math.max(0, newest);
    for (int k = 0; k < told.size(); k++) {
      Guarded g = guarded.get(k);
      nearestTo(g.now, sampled, measured);
      told.get(k)
          .observe(measured[0], measured[1], measured[2], g.person, Math.max(0, time - sampled));
    }
  }

  private void nearestTo(double[] point, double time, double[] out) {
    double best = Double.POSITIVE_INFINITY;
    for (Person p : people) {
      p.at(time, at);
      double d = ReachTask.distance(at, point);
      if (d < best) {
        best = d;
        System.arraycopy(at, 0, out, 0, 3);
      }
    }
  }

  /**
   * Judges a step.
   *
   * @param q true positions after it
   * @param time after it, s
   * @param dt its length, s
   */
  void observe(double[] q, double time, double dt) {
    for (Guarded g : guarded) {
      System.arraycopy(g.now, 0, g.before, 0, 3);
    }
    locate(q);
    boolean broken = false;
    for (Guarded g : guarded) {
      for (Person p : people) {
        p.at(time, at);
        double d = ReachTask.distance(g.now, at) - g.person - g.arm;
        nearest = Math.min(nearest, d);
        // The arm's own share of the closing speed: the person may walk into an arm at rest.
        double closing = (ReachTask.distance(g.before, at) - ReachTask.distance(g.now, at)) / dt;
        broken |= started && closing > g.braked.allowedSpeed(d) + TOLERANCE;
      }
    }
    events += broken && !breaking ? 1 : 0;
    breaking = broken;
    started = true;
  }

  /** How often the arm began to break the separation. */
  long events() {
    return events;
  }

  /** Smallest distance of a guarded sphere from a person, m; infinite without people. */
  double nearest() {
    return nearest;
  }
}
