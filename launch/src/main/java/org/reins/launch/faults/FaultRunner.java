package org.reins.launch.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.reins.filter.FilterReason;
import org.reins.launch.process.Domains;
import org.reins.launch.process.NodeProcess;
import org.reins.node.process.NodeClock;
import org.reins.robot.ReinsException;

/**
 * Injects the faults of the list one after the other, each into the graph that its kind needs. A
 * graph is started when the first fault needs it.
 */
final class FaultRunner implements AutoCloseable {
  private static final double DETECTION = 5;
  private static final double RECOVERY = 60;
  private static final double REFUSAL = 300;
  // Largest share of the allowed change of torque that rounding explains.
  private static final double STEP = 1 + 1e-6;
  private static final int ATTEMPTS = 5;
  private static final List<FilterReason> BY_THE_HOST =
      List.of(FilterReason.STATE_STALE, FilterReason.STATE_OLD, FilterReason.LOOP_STALLED);

  private final String robot;
  private final String driver;
  private final Path folder;
  private FaultRig rig;
  private WatchedGraph graph;

  FaultRunner(String robot, String driver, Path folder) {
    this.robot = robot;
    this.driver = driver;
    this.folder = folder;
  }

  /** Injects a fault and measures. */
  FaultResult run(Fault fault) throws Exception {
    if (fault.way() instanceof Fault.Live live) {
      return repeated(live);
    }
    if (fault.way() instanceof Fault.Refused refused) {
      return refused(fault, refused);
    }
    if (fault.way() instanceof Fault.Watched process) {
      return process(process.fault());
    }
    if (fault.way() instanceof Fault.Tested tested) {
      return FaultResult.elsewhere("test", tested.test() + ", " + tested.why());
    }
    Fault.NotRun none = (Fault.NotRun) fault.way();
    return FaultResult.elsewhere("not run", none.why());
  }

  /** Repeats a fault if this machine held up the simulated world or the filter during it. */
  private FaultResult repeated(Fault.Live live) throws Exception {
    FaultResult result = null;
    for (int k = 0; k < ATTEMPTS; k++) {
      result = live(live);
      if (result.safe() || !result.note().startsWith("this machine")) {
        return result;
      }
    }
    return result;
  }

  /** The live graph; started when first needed. */
  FaultRig rig() throws IOException {
    if (rig == null) {
      rig = new FaultRig(robot, driver, folder.resolve("live"));
    }
    return rig;
  }

  private FaultResult live(Fault.Live live) throws Exception {
    rig();
    awaitMoving();
    rig.clear();
    long begin = NodeClock.nanos();
    live.injection().into(rig);
    long detected = awaitDetection(live, begin);
    long rest = begin + Math.round(1e9 * live.seconds()) - NodeClock.nanos();
    TimeUnit.NANOSECONDS.sleep(Math.max(0, rest));
    // What has happened stays visible in the status for some cycles.
    boolean drives = rig.operator().drives();
    boolean asPromised =
        switch (live.after()) {
          case DRIVES -> drives;
          case STOPPED -> Operator.await(() -> !rig.operator().drives(), DETECTION);
          case ANY -> true;
        };
    rig.heal();
    long healed = NodeClock.nanos();
    boolean recovered = recover();
    double recoveryMs =
        drives && live.after() == Fault.After.DRIVES
            ? Double.NaN
            : (NodeClock.nanos() - healed) / 1e6;
    Seen.Figures seen = rig.seen().figures();
    boolean told = !live.isTold() || detected != 0;
    boolean safe =
        told && asPromised && recovered && seen.violations() == 0 && seen.largestStep() <= STEP;
    String note =
        safe
            ? ""
            : isStoppedByTheHost(live)
                ? "this machine delayed the filter, which stopped"
                : seen.stalls() > 0
                    ? "this machine delayed the simulated robot by " + seen.stalls() + " periods"
                    : !told
                        ? "not noticed"
                        : !asPromised
                            ? "the filter " + (drives ? "still drives" : "has stopped")
                            : !recovered ? "did not recover" : "limits were broken";
    return new FaultResult(
        detected != 0,
        detected == 0 ? Double.NaN : (detected - begin) / 1e6,
        safe,
        seen.violations(),
        seen.largestStep(),
        seen.largestSpeed(),
        recovered ? recoveryMs : Double.NaN,
        "live",
        note);
  }

  /** Whether the filter was late or got no states in time, and that is not what was injected. */
  private boolean isStoppedByTheHost(Fault.Live live) {
    List<FilterReason> late = new ArrayList<>(BY_THE_HOST);
    late.removeAll(live.reasons());
    return rig.heardAt(late) != 0;
  }

  private void awaitMoving() throws InterruptedException {
    rig.awaitActive();
    for (int k = 0; k < 100; k++) {
      TimeUnit.MILLISECONDS.sleep(300);
      if (rig.operator().drives() && rig.seen().figures().speed() > 0.02) {
        return;
      }
      rig.operator().reset();
    }
    throw new ReinsException("the robot does not move: " + rig.filter().log());
  }

  /** Returns when the fault was noticed, ns; 0 if it was not, or nothing tells. */
  private long awaitDetection(Fault.Live live, long begin) {
    if (!live.isTold()) {
      return 0;
    }
    double patience = Math.max(DETECTION, live.seconds());
    if (live.says() == null) {
      Operator.await(() -> rig.heardAt(live.reasons()) != 0, patience);
      return rig.heardAt(live.reasons());
    }
    Pattern says = live.says();
    boolean said =
        Operator.await(() -> says.matcher(rig.answer()).find() || rig.hasLogged(says), patience);
    return said ? Math.max(begin, NodeClock.nanos()) : 0;
  }

  private boolean recover() throws InterruptedException {
    long until = NodeClock.nanos() + Math.round(1e9 * RECOVERY);
    while (NodeClock.nanos() - until < 0) {
      if (rig.operator().drives()) {
        return true;
      }
      rig.operator().reset();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return false;
  }

  private FaultResult refused(Fault fault, Fault.Refused way)
      throws IOException, InterruptedException {
    Path own = folder.resolve(fault.id());
    Files.createDirectories(own);
    Files.write(own.resolve("corrupt.safetensors"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    List<String> arguments = new ArrayList<>(List.of("--ros-args"));
    for (String p : way.parameters()) {
      arguments.addAll(List.of("-p", p.replace("%FOLDER%", own.toString())));
    }
    long begin = NodeClock.nanos();
    NodeProcess node = new NodeProcess("safety_filter", own, Domains.free(), arguments);
    try (node) {
      boolean said = Operator.await(() -> way.says().matcher(node.log()).find(), REFUSAL);
      boolean ended = !way.ends() || Operator.await(() -> !node.isAlive(), 30);
      boolean failed = !way.ends() || ended && node.exitValue() != 0;
      double ms = (NodeClock.nanos() - begin) / 1e6;
      return new FaultResult(
          said,
          Double.NaN,
          said && failed,
          0,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          "start",
          said && failed ? "" : "after " + Math.round(ms) + " ms: " + node.log());
    }
  }

  private FaultResult process(ProcessFault fault) throws IOException, InterruptedException {
    if (graph == null) {
      graph =
          new WatchedGraph(
              new WatchedGraph.Setup(robot, "effort", driver, 15), folder.resolve("watched"));
    }
    long begin = NodeClock.nanos();
    WatchdogTrial.Result r = new WatchdogTrial(graph).run(fault);
    return new FaultResult(
        r.tripped(),
        r.commandMs(),
        r.isSafe(),
        0,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        "process",
        r.isSafe() ? "" : "after " + Math.round((NodeClock.nanos() - begin) / 1e6) + " ms: " + r);
  }

  /** Ends the processes at once; when this one is told to end. */
  void endProcesses() {
    if (rig != null) {
      rig.filter().tellToEnd();
    }
    if (graph != null) {
      graph.endProcesses();
    }
  }

  @Override
  public void close() {
    if (rig != null) {
      rig.close();
    }
    if (graph != null) {
      graph.close();
    }
  }
}
