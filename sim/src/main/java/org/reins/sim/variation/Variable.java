package org.reins.sim.variation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a campaign can vary of a cell. Each is given as a change from what the cell says. */
public enum Variable {
  /** Weight at the tool that no controller knows, in addition to the cell's. */
  PAYLOAD("kg", Scale.EVEN, 0, 0, 20, 0, 2),
  /** Factor on masses and inertias of all links: an error of the model. */
  MASS("factor", Scale.EVEN, 1, 0.3, 3, 0.9, 1.1),
  /** Factor on the cell's joint friction. */
  FRICTION("factor", Scale.LOG, 1, 0.01, 50, 0.3, 3),
  /** Torque that acts, over the torque that is commanded. */
  TORQUE_GAIN("factor", Scale.EVEN, 1, 0.2, 3, 0.95, 1.05),
  /** Time constant of the drives' torque, s. */
  LAG("s", Scale.EVEN, 0, 0, 0.1, 0, 0.005),
  /** Whole control periods from a command to its torque, in addition to the cell's. */
  DELAY("periods", Scale.WHOLE, 0, 0, 19, 0, 2),
  /** Time from a measurement to the filter, in addition to the driver's, s. */
  LATENCY("s", Scale.EVEN, 0, 0, 0.02, 0, 0.004),
  /** Share of states and of commands that are lost, in addition to the driver's. */
  LOSS("share", Scale.EVEN, 0, 0, 0.4, 0, 0.03),
  /** Factor on the cell's noise of positions. */
  POSITION_NOISE("factor", Scale.LOG, 1, 0.01, 1000, 1, 20),
  /** Factor on the cell's noise of velocities. */
  VELOCITY_NOISE("factor", Scale.LOG, 1, 0.01, 100, 1, 5),
  /** Error of one joint's position sensor, rad; 0.2 m count as 1 rad where a joint slides. */
  SENSOR_BIAS("rad", Scale.EVEN, 0, -0.5, 0.5, -0.03, 0.03),
  /** Which joint has the error, from 1. */
  BIASED_JOINT("joint", Scale.WHOLE, 1, 1, 64, 1, 64),
  /** Level force on the tool for 0.3 s, N. */
  PUSH("N", Scale.EVEN, 0, 0, 500, 0, 50),
  /** Direction of the force from the x axis, rad. */
  PUSH_AZIMUTH("rad", Scale.EVEN, 0, -3.2, 3.2, -3.14, 3.14),
  /** When the force begins, as a share of the run. */
  PUSH_TIME("share", Scale.EVEN, 0.5, 0, 1, 0.05, 0.95),
  /** True place of zones and known obstacles against the cell's, along x, m. */
  WORLD_X("m", Scale.EVEN, 0, -0.5, 0.5, -0.02, 0.02),
  /** The same along y, m. */
  WORLD_Y("m", Scale.EVEN, 0, -0.5, 0.5, -0.02, 0.02),
  /** What zones and known obstacles are larger by than the cell says, on every side, m. */
  WORLD_GROWTH("m", Scale.EVEN, 0, -0.2, 0.5, 0, 0.03);

  /** How values lie between the ends of a range. */
  public enum Scale {
    /** Evenly. */
    EVEN,
    /** Evenly in their logarithm. */
    LOG,
    /** Whole numbers, with both ends. */
    WHOLE
  }

  /** Number of variables. */
  public static final int COUNT = values().length;

  private final String unit;
  private final Scale scale;
  private final double asInCell;
  private final double least;
  private final double most;
  private final double low;
  private final double high;

  Variable(
      String unit,
      Scale scale,
      double asInCell,
      double least,
      double most,
      double low,
      double high) {
    this.unit = unit;
    this.scale = scale;
    this.asInCell = asInCell;
    this.least = least;
    this.most = most;
    this.low = low;
    this.high = high;
  }

  /** The variable of a key in a campaign. */
  public static Optional<Variable> of(String key) {
    return Arrays.stream(values()).filter(v -> v.key().equals(key)).findFirst();
  }

  /** All keys, for messages. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Variable::key).toList();
  }

  /** Name in campaigns and in columns: lower case with underscores. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Unit of the values. */
  public String unit() {
    return unit;
  }

  /** Whether a larger difference from the cell is a harder run: not so for places and times. */
  public boolean isSize() {
    return this != PUSH_AZIMUTH && this != PUSH_TIME && this != BIASED_JOINT;
  }

  /** How values lie in a range. */
  public Scale scale() {
    return scale;
  }

  /** The value that leaves the cell as it is. */
  public double asInCell() {
    return asInCell;
  }

  /** The smallest value allowed. */
  public double least() {
    return least;
  }

  /** The largest value allowed. */
  public double most() {
    return most;
  }

  /**
   * The range of a campaign that names none.
   *
   * @param joints of the robot
   */
  public Range usual(int joints) {
    return new Range(this, low, this == BIASED_JOINT ? joints : high);
  }
}
