package org.reins.launch.view;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.constraint.RowLimit;
import org.reins.filter.constraint.RowName;
import org.reins.node.envelope.EffectiveEnvelope.Limiter;
import org.reins.node.filter.CycleDetail;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.FilterStatus;
import org.reins.node.page.PageBoard;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadNumber;
import org.reins.node.record.HeadWord;
import org.reins.node.replay.Recording;
import org.reins.node.replay.RowBook;
import org.reins.robot.model.RobotModel;

/** Puts recorded frames on a board, in the terms of a node's topics. Not thread-safe. */
final class FrameShower {
  private final PageBoard board;
  private final RobotModel robot;
  private final CycleLayout layout;
  private final List<RowName> rows = new ArrayList<>();
  private final CycleDetail detail;
  private final FilterStatus status = new FilterStatus();

  FrameShower(PageBoard board, RobotModel robot, Recording recording) {
    this.board = board;
    this.robot = robot;
    layout = recording.layout();
    detail = new CycleDetail(robot.dof());
    RowBook book = new RowBook(recording.rows());
    for (int k = 0; k < CycleDetail.ROWS; k++) {
      rows.add(new RowName(book.name(k), book.row(k), book.unit(k)));
    }
  }

  /** Shows what the filter did in a frame. */
  void status(Frame f) {
    CycleSlot s = f.last();
    status.action = f.action().code();
    status.reason = f.reason().code();
    status.cycles = f.cycles();
    status.modifiedCycles = f.changed();
    status.intervention = f.intervention();
    status.activeRows = f.activeRows();
    status.level = (int) s.word(HeadWord.LEVEL);
    status.profile = (int) s.word(HeadWord.PROFILE);
    status.barrierMargin = s.number(HeadNumber.BARRIER_MARGIN);
    status.obstacleMargin = s.number(HeadNumber.OBSTACLE_MARGIN);
    status.speedShare = s.number(HeadNumber.SPEED_SHARE);
    status.speedScale = s.number(HeadNumber.SPEED_SCALE);
    status.disturbance = s.number(HeadNumber.DISTURBANCE);
    board.status(status);
    board.envelope(envelope(s));
  }

  private static EnvelopeState envelope(CycleSlot s) {
    boolean planner = s.word(HeadWord.PLANNER) != 0;
    int granted = (planner ? Limiter.PLANNER : Limiter.HARDWARE).code();
    boolean operator = s.number(HeadNumber.SPEED) < s.number(HeadNumber.GRANTED_SPEED);
    return new EnvelopeState(
        s.word(HeadWord.WALL),
        (int) s.word(HeadWord.LEVEL),
        s.number(HeadNumber.SPEED),
        s.number(HeadNumber.STIFFNESS),
        s.number(HeadNumber.MARGIN),
        granted,
        planner && operator ? Limiter.OPERATOR.code() : granted,
        granted,
        granted,
        planner);
  }

  /** Shows the robot at the end of a frame. */
  void robot(Frame f) {
    CycleSlot s = f.last();
    detail.clear();
    get(s, "position", detail.position);
    get(s, "velocity", detail.velocity);
    get(s, layout.number("target") < 0 ? "target_position" : "target", detail.target);
    get(s, "nominal", detail.nominal);
    get(s, layout.number("command") < 0 ? "torque" : "command", detail.command);
    get(s, "quaternion", detail.orientation);
    get(s, "twist", detail.asked);
    if (layout.number("person_age") >= 0 && !Double.isNaN(s.number(layout.number("person_age")))) {
      get(s, "person", detail.person);
    }
    int left = layout.number("left");
    for (int k = 0; k < Math.min(CycleDetail.ROWS, layout.count("left")); k++) {
      detail.left[k] = s.number(left + k);
      detail.limits[k] = limit(s, k);
    }
    detail.activeRows = f.activeRows();
    board.detail(detail.message(robot.jointNames(), rows, s.word(HeadWord.WALL)));
  }

  private RowLimit limit(CycleSlot s, int k) {
    return has(s, "speed_rows", k)
        ? RowLimit.SPEED
        : has(s, "acceleration_rows", k) ? RowLimit.ACCELERATION : RowLimit.NAMED;
  }

  private boolean has(CycleSlot s, String word, int bit) {
    int index = layout.word(word);
    return index >= 0 && (s.word(index) >> bit & 1) != 0;
  }

  /** A field that the recording does not have stays unknown. */
  private void get(CycleSlot s, String name, double[] into) {
    if (layout.count(name) == into.length) {
      s.get(layout.number(name), into);
    }
  }
}
