package org.reins.node.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Log;
import org.reins.node.messages.Markers;
import org.reins.node.process.NodeClock;
import org.reins.robot.model.RobotModel;

/**
 * What the page shows: the latest of everything, and a bounded past. Whoever runs a filter writes
 * here, from any thread but the control thread; the page's server reads. Thread-safe; no method
 * waits for anything but a short lock.
 */
public final class PageBoard {
  // A display that changes more often than this cannot be read.
  private static final long HELD_NANOS = 1_000_000_000;
  private static final int LOGS = 20;

  /**
   * Results to compare.
   *
   * @param columns titles, one per run
   * @param rows of the table
   */
  public record Comparison(List<String> columns, List<Row> rows) {
    /** Nothing to compare. */
    public static final Comparison NONE = new Comparison(List.of(), List.of());

    /** Copies. */
    public Comparison {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }

    /**
     * A row.
     *
     * @param label what is compared
     * @param cells one per column, or fewer while runs are missing
     */
    public record Row(String label, List<String> cells) {
      /** Copies. */
      public Row {
        cells = List.copyOf(cells);
      }
    }
  }

  private final PageControls controls;
  private RobotModel robot;
  private int scene;
  private String run = "";
  private String runNote = "";
  private Markers obstacles = new Markers(List.of());
  private Interventions interventions = new Interventions();
  private final Deque<Log> logs = new ArrayDeque<>();
  private Moment now;
  private Moment held;
  private FilterStatus status;
  private long statusNanos;
  private FilterDetail detail;
  private long detailNanos;
  private EnvelopeState envelope;
  private Diagnostics filter;
  private long filterNanos;
  private Diagnostics planner;
  private long plannerNanos;
  private String latency = "";
  private List<String> acting = List.of();
  private Comparison comparison = Comparison.NONE;

  /** Creates an empty board with the controls of the page. */
  public PageBoard(PageControls controls) {
    this.controls = controls;
  }

  /** The controls of the page. */
  PageControls controls() {
    return controls;
  }

  /**
   * A run begins: what was known of the one before is forgotten, except for the robot and the
   * comparison.
   *
   * @param name of the run for people, such as "filtered"; empty if there is only one
   * @param note one sentence on the run; may be empty
   */
  public synchronized void begin(String name, String note) {
    run = name;
    runNote = note;
    now = null;
    held = null;
    status = null;
    detail = null;
    envelope = null;
    filter = null;
    planner = null;
    latency = "";
    acting = List.of();
    interventions = new Interventions();
    logs.clear();
    scene++;
  }

  /** The robot that is shown. */
  public synchronized void robot(RobotModel shown) {
    robot = shown;
    scene++;
  }

  /** The obstacles that the filter knows, as it draws them for RViz. */
  public synchronized void obstacles(Markers drawn) {
    obstacles = drawn;
  }

  /** A status of the filter; not retained. */
  public synchronized void status(FilterStatus s) {
    FilterAction action = FilterAction.of(s.action);
    FilterReason reason = FilterReason.of(s.reason);
    if (action == null || reason == null || s.cycles < 1) {
      return;
    }
    statusNanos = NodeClock.nanos();
    status = copy(s);
    List<String> rows = action == FilterAction.PASS ? List.of() : acting;
    now = new Moment(statusNanos, action, reason, rows, smallest(s));
    boolean over = held == null || statusNanos - held.nanos() > HELD_NANOS;
    if (over || Story.isWorse(now, held)) {
      held = now;
    }
    interventions.add(now, s.cycles, s.modifiedCycles, s.intervention);
  }

  private static FilterStatus copy(FilterStatus s) {
    FilterStatus c = new FilterStatus();
    c.level = s.level;
    c.barrierMargin = s.barrierMargin;
    c.obstacleMargin = s.obstacleMargin;
    c.speedShare = s.speedShare;
    c.speedScale = s.speedScale;
    c.intervention = s.intervention;
    c.disturbance = s.disturbance;
    c.deadlineMisses = s.deadlineMisses;
    c.profile = s.profile;
    return c;
  }

  private static double smallest(FilterStatus s) {
    if (Double.isNaN(s.barrierMargin)) {
      return s.obstacleMargin;
    }
    return Double.isNaN(s.obstacleMargin)
        ? s.barrierMargin
        : Math.min(s.barrierMargin, s.obstacleMargin);
  }

  /** One cycle in detail. */
  public synchronized void detail(FilterDetail d) {
    detail = d;
    detailNanos = NodeClock.nanos();
    acting = d.acting();
    if (held != null && held.acting().isEmpty() && held.action() != FilterAction.PASS) {
      held = new Moment(held.nanos(), held.action(), held.reason(), acting, held.margin());
    }
  }

  /** What is shown still holds, as while a recording is paused: it does not become old. */
  public synchronized void still() {
    statusNanos = NodeClock.nanos();
    detailNanos = statusNanos;
    if (now != null) {
      now = new Moment(statusNanos, now.action(), now.reason(), now.acting(), now.margin());
    }
  }

  /** The envelope in force, and who limits it. */
  public synchronized void envelope(EnvelopeState e) {
    envelope = e;
  }

  /** Diagnostics of the filter. */
  public synchronized void filter(Diagnostics d) {
    filter = d;
    filterNanos = NodeClock.nanos();
    String words = d.value(Diagnostics.RESPONSES);
    latency = words.isEmpty() ? latency : words;
  }

  /** Response times in a run without diagnostics: median, p99 and largest, µs. */
  public synchronized void latency(String words) {
    latency = words;
  }

  /** Diagnostics of the planner. */
  public synchronized void planner(Diagnostics d) {
    planner = d;
    plannerNanos = NodeClock.nanos();
  }

  /** A message of a node: warnings and errors are shown. */
  public synchronized void log(Log message) {
    if (message.level() < Log.WARN) {
      return;
    }
    logs.addLast(message);
    if (logs.size() > LOGS) {
      logs.removeFirst();
    }
  }

  /** Results to compare. */
  public synchronized void compare(Comparison results) {
    comparison = results;
  }

  /** Number that changes with every robot and run. */
  synchronized int scene() {
    return scene;
  }

  /** What is drawn and does not move. */
  synchronized ObjectNode sceneJson() {
    return SceneJson.of(robot, run, runNote, scene);
  }

  /** What changes with every cycle. */
  synchronized ObjectNode frameJson(long number) {
    long t = NodeClock.nanos();
    FrameJson json = new FrameJson(number, scene, t);
    long seen = detail == null ? Long.MIN_VALUE / 2 : detailNanos;
    json.status(held, now, status, statusNanos, envelope, filter, filterNanos, seen);
    json.last(interventions.last(), envelope);
    json.margins(status);
    json.robot(detail, detailNanos);
    return json.node();
  }

  /** What a person reads at leisure: twice a second. */
  synchronized ObjectNode reportJson() {
    long t = NodeClock.nanos();
    ReportJson json = new ReportJson(t);
    json.level(status, envelope, planner, plannerNanos);
    json.cost(interventions, robot);
    json.loop(latency, status, filter);
    json.interventions(interventions.newestFirst(), envelope);
    json.faults(new ArrayList<>(logs), now, filter);
    json.obstacles(obstacles);
    json.compare(comparison);
    json.controls(controls.offered());
    return json.node();
  }
}
