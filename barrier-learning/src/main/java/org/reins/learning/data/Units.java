package org.reins.learning.data;

import java.util.Locale;

/** Units of numbers in a data set that does not state them. */
public enum Units {
  /** rad and rad/s. */
  RADIANS(1),
  /** Degrees and degrees/s, which become rad and rad/s. */
  DEGREES(Math.PI / 180),
  /** Numbers are taken as they are: metres, N·m, shares. */
  AS_IS(1);

  /** The values, for messages. */
  static final String ALLOWED = "radians, degrees or as_is";

  private final double scale;

  Units(double scale) {
    this.scale = scale;
  }

  /** Factor to rad. */
  double scale() {
    return scale;
  }

  /**
   * Units by their name.
   *
   * @param where what names them, for the message
   */
  public static Units of(String name, String where) {
    for (Units u : values()) {
      if (u.name().toLowerCase(Locale.ROOT).equals(name)) {
        return u;
      }
    }
    throw new DataException(where + " is " + name + ": allowed is " + ALLOWED);
  }
}
