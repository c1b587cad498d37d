package org.reins.node.controller;

import org.reins.robot.ReinsException;

/** The controller's file cannot be used. */
public final class ControllerException extends ReinsException {
  private static final long serialVersionUID = 1;

  /** One sentence for the user: what, the value, the next step. */
  public ControllerException(String message) {
    super(message);
  }
}
