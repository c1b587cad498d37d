package org.reins.robot.urdf;

import org.reins.robot.file.RobotFileException;

/** A file is not the URDF of an arm or of a quadruped, but of something else. */
public final class OtherRobotException extends RobotFileException {
  private static final long serialVersionUID = 1L;

  /** What a file holds instead of an arm or a quadruped. */
  public enum What {
    /** No URDF: other XML, or none. */
    NOT_URDF("not a URDF"),
    /** A xacro file that was not expanded. */
    XACRO("unexpanded xacro"),
    /** A thing without joints that move. */
    OBJECT("nothing that moves"),
    /** Wheels. */
    WHEELS("on wheels"),
    /** Propellers or thrusters. */
    PROPELLERS("flies or dives"),
    /** Legs other than four with three joints each, or with other chains beside them. */
    LEGS("other legs");

    private final String words;

    What(String words) {
      this.words = words;
    }

    /** For tables. */
    public String words() {
      return words;
    }
  }

  private final What what;

  /** Creates an exception with one sentence for the user. */
  public OtherRobotException(What what, String message) {
    super(message);
    this.what = what;
  }

  /** What the file holds. */
  public What what() {
    return what;
  }
}
