package org.reins.launch.faults;

import static org.reins.filter.FilterReason.ACTION_INVALID;
import static org.reins.filter.FilterReason.ACTION_STALE;
import static org.reins.filter.FilterReason.EMERGENCY_STOP;
import static org.reins.filter.FilterReason.LOOP_STALLED;
import static org.reins.filter.FilterReason.OTHER_COMMANDER;
import static org.reins.filter.FilterReason.OTHER_STATE_SOURCE;
import static org.reins.filter.FilterReason.STATE_FROZEN;
import static org.reins.filter.FilterReason.STATE_IMPLAUSIBLE;
import static org.reins.filter.FilterReason.STATE_INVALID;
import static org.reins.filter.FilterReason.STATE_OLD;
import static org.reins.filter.FilterReason.STATE_STALE;
import static org.reins.launch.faults.Fault.After.ANY;
import static org.reins.launch.faults.Fault.After.DRIVES;
import static org.reins.launch.faults.Fault.After.STOPPED;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.reins.launch.faults.Fault.Live;
import org.reins.launch.faults.Fault.NotRun;
import org.reins.launch.faults.Fault.Refused;
import org.reins.launch.faults.Fault.Tested;
import org.reins.launch.faults.Fault.Watched;

/**
 * The list of faults. F01 to F52 were collected from the field before the first line was written;
 * F53 and on were found by running the product.
 */
final class FaultCatalogue {
  private static final String INSIDE = "it arises inside the process";
  private static final String ON_DDS = "the test injects it over real DDS";
  private static final String IN_PROCESS = "the test injects it in one process, without DDS";
  private static final String CONTINUES = "ignored until it is stale; then brought to rest";

  private FaultCatalogue() {}

  /** All faults, in the order of their numbers. */
  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    actions(all);
    clocks(all);
    states(all);
    inside(all);
    files(all);
    processes(all);
    services(all);
    foundSince(all);
    all.sort((a, b) -> a.id().compareTo(b.id()));
    return List.copyOf(all);
  }

  private static void add(List<Fault> to, String id, String what, String reaction, Fault.Way way) {
    to.add(new Fault(id, what, reaction, way));
  }

  private static void actions(List<Fault> all) {
    add(
        all,
        "F01",
        "action with NaN",
        "refused; brought to rest when stale",
        Live.status(
            1,
            DRIVES,
            r -> r.mover().tap(Taps.actionTarget(0, Double.NaN)),
            ACTION_INVALID,
            ACTION_STALE));
    add(
        all,
        "F02",
        "action for other joints",
        "refused and named; brought to rest when stale",
        Live.status(1, DRIVES, FaultRig::sendForeignActions, ACTION_STALE));
    add(
        all,
        "F03",
        "targets of ±1e12 rad in turn",
        "limits and rates hold",
        Live.harmless(2, r -> r.mover().tap(Taps.flippingTargets(1e12))));
    add(
        all,
        "F04",
        "policy silent",
        "brought to rest and held",
        Live.status(1, DRIVES, r -> r.mover().tap(m -> false), ACTION_STALE));
    add(
        all,
        "F05",
        "action stamps 0.5 s old",
        CONTINUES,
        Live.status(1, DRIVES, r -> r.mover().tap(Taps.actionStamp(-0.5)), ACTION_STALE));
    add(
        all,
        "F06",
        "action stamps out of order and repeated",
        "limits and rates hold",
        Live.harmless(1, r -> r.mover().tap(Taps.disorderedActions())));
    add(
        all,
        "F07",
        "action stamps 10 s ahead",
        CONTINUES,
        Live.status(1, DRIVES, r -> r.mover().tap(Taps.actionStamp(10)), ACTION_STALE));
    add(
        all,
        "F35",
        "5000 actions per second",
        "newest wins, the loop keeps its pace",
        Live.harmless(2, FaultRig::floodActions));
  }

  private static void clocks(List<Fault> all) {
    add(
        all,
        "F08",
        "the robot's clock jumps back by 5 s",
        "old; believed again once it rises",
        Live.status(1, ANY, r -> r.seen().states(Taps.stateStamp(-5)), STATE_OLD));
    add(
        all,
        "F09",
        "wall clocks of robot and filter step apart by 2 s",
        "not believed, or taken for another clock",
        Live.status(1, ANY, r -> r.seen().states(Taps.stateStamp(2)), STATE_OLD));
    add(
        all,
        "F10",
        "use_sim_time without /clock",
        "not active, with the reason",
        new Tested("StampWatchTest", "the node's clock is an argument there"));
    add(
        all,
        "F47",
        "states at half of the robot's rate",
        "a warning each second",
        Live.words(3, ANY, "(?i)rate|Hz", r -> r.seen().states(Taps.everySecondState())));
    add(
        all,
        "F48",
        "stamps that do not advance",
        "as if no state had come",
        Live.status(1, STOPPED, r -> r.seen().states(Taps.sameStamp()), STATE_OLD, STATE_STALE));
  }

  private static void states(List<Fault> all) {
    add(
        all,
        "F11",
        "no states for 0.4 s while commands arrive",
        "dead reckoning, blind brake, stop after 100 cycles",
        Live.status(0.4, STOPPED, r -> r.seen().states(m -> false), STATE_STALE));
    add(
        all,
        "F12",
        "joint missing, renamed, extra or permuted",
        "mapped by name, or named",
        new Tested("IntakeOverDdsTest", ON_DDS));
    add(
        all,
        "F13",
        "velocity of one joint is NaN",
        "dead reckoning, then stop",
        Live.status(1, STOPPED, r -> r.seen().states(Taps.velocity(2, Double.NaN)), STATE_INVALID));
    add(
        all,
        "F14",
        "all numbers frozen, stamps fresh",
        "stop",
        Live.status(1, STOPPED, r -> r.seen().states(Taps.frozen()), STATE_FROZEN));
    add(
        all,
        "F15",
        "encoder off by 2π",
        "stop",
        Live.status(
            1,
            STOPPED,
            r -> r.seen().states(Taps.positionOffset(3, 2 * Math.PI)),
            STATE_IMPLAUSIBLE));
    add(
        all,
        "F16",
        "state outside of its limits at the start",
        "inward motion only",
        new Tested("StateCheckTest", "the robot cannot be put there from outside"));
    add(
        all,
        "F32",
        "link to the robot cut for 0.3 s",
        "both sides stop by themselves",
        Live.status(0.3, STOPPED, FaultRig::cutLink, STATE_STALE));
    add(
        all,
        "F33",
        "a second node commands the robot",
        "stop; no reset while it is there",
        Live.status(3, STOPPED, FaultRig::commandToo, OTHER_COMMANDER));
    add(
        all,
        "F37",
        "emergency stop",
        "latched stop",
        Live.status(0.5, STOPPED, FaultRig::emergencyStop, EMERGENCY_STOP));
    add(
        all,
        "F38",
        "reset while the fault persists",
        "refused, with what it needs",
        Live.words(2.5, STOPPED, "not reset: ", FaultRig::resetWhileFaulty));
    add(
        all,
        "F49",
        "peer with incompatible quality of service",
        "named",
        new Tested("IntakeOverDdsTest", ON_DDS));
  }

  private static void inside(List<Fault> all) {
    add(
        all,
        "F17",
        "rows that contradict each other",
        "least violation, reported as fallback",
        new Tested("SafetyFilterTest", INSIDE));
    add(
        all,
        "F18",
        "degenerate rows, zero gradients",
        "finite result or fallback",
        new Tested("QpCampaignTest", INSIDE));
    add(
        all,
        "F19",
        "solver gives up",
        "fallback in the same cycle",
        new Tested("SafetyFilterTest", INSIDE));
    add(
        all,
        "F25",
        "network gives NaN",
        "treated as no data: fallback",
        new Tested("NeuralBarrierTest", INSIDE));
    add(
        all,
        "F42",
        "exception in a call-back",
        "the process ends with one sentence",
        new Tested("NodeFaultsTest", INSIDE));
    add(
        all,
        "F41",
        "logger slow or dead",
        "the loop does not log",
        new Tested("StopTellerTest", "all logging is on the reporter's thread"));
    add(
        all,
        "F50",
        "competence metric NaN, constant or forged",
        "no relaxation",
        new Tested("EnvelopePlannerTest", "the planner alone is concerned"));
    add(
        all,
        "F51",
        "envelope oscillates",
        "up slowly, down at once",
        new Tested("CompetenceGateTest", "the planner alone is concerned"));
    add(
        all,
        "F52",
        "quadruped: contacts lost, fall",
        "damping",
        new Tested("WalkNodeTest", "this command drives arms"));
  }

  private static void files(List<Fault> all) {
    add(
        all,
        "F23",
        "corrupt barrier file",
        "not configured, with the reason",
        refused(true, "barrier", "barrier:=%FOLDER%/corrupt.safetensors"));
    add(
        all,
        "F24",
        "barrier of another robot",
        "refused with both sides",
        new Tested("SafetyFilterTest", "needs a second learned barrier"));
    add(
        all,
        "F26",
        "parameter out of range at the start",
        "named with value and range",
        refused(true, "filter\\.alpha.*(allowed|range)", "filter.alpha:=1000.0"));
    add(
        all,
        "F45",
        "robot file missing",
        "named",
        refused(true, "no-such-robot", "robot:=no-such-robot"));
    add(
        all,
        "F46",
        "nothing subscribes to the commands, or sends states",
        "waits, says for what",
        refused(false, "waiting: ", "robot:=panda"));
    add(
        all,
        "F40",
        "disk full",
        "control unaffected, lost lines counted",
        new Tested("AuditLogTest", "only the planner writes a file"));
  }

  private static Refused refused(boolean ends, String says, String parameter) {
    return new Refused(List.of(parameter), Pattern.compile(says), ends);
  }

  private static void processes(List<Fault> all) {
    add(
        all,
        "F20",
        "the filter is held up for 60 ms",
        "stop",
        Live.status(1, STOPPED, r -> r.pauseFilter(60), LOOP_STALLED, STATE_OLD, STATE_STALE));
    add(
        all,
        "F21",
        "allocation storm in the filter's process for 2 s",
        "limits and rates hold",
        new Live(3, r -> HeapFiller.litter(r.filter()), List.of(), null, ANY));
    add(
        all,
        "F22",
        "no permission for real-time scheduling",
        "said at activation",
        new NotRun("root is always permitted; FilterNode logs the refusal (not run)"));
    add(
        all,
        "F30",
        "planner silent, as after kill -9",
        "base envelope, the filter drives on",
        Live.harmless(1, r -> r.envelopes(m -> false)));
    add(
        all,
        "F31",
        "kill -9 of the filter",
        "the watchdog has the robot within 20 ms",
        new Watched(ProcessFault.KILLED));
    add(
        all,
        "F34",
        "second filter for the same robot",
        "refused: it names the first one",
        new Tested("FilterStopsTest", IN_PROCESS));
    add(
        all,
        "F43",
        "out of memory in the filter",
        "the process ends, the watchdog stops the robot",
        new Watched(ProcessFault.OUT_OF_MEMORY));
    add(
        all,
        "F44",
        "native crash of the filter",
        "the watchdog has the robot within 20 ms",
        new Watched(ProcessFault.CRASHED));
  }

  private static void services(List<Fault> all) {
    add(
        all,
        "F27",
        "parameter out of range while running",
        "refused with value and range",
        Live.words(0.5, DRIVES, "filter\\.alpha", r -> r.set("filter.alpha", 1e9)));
    add(
        all,
        "F28",
        "parameters that contradict each other",
        "refused, nothing changes",
        Live.words(0.5, DRIVES, "action_timeout", r -> r.set("action_timeout", 0.9)));
    add(
        all,
        "F29",
        "envelope beyond all limits",
        "refused, counted, named",
        Live.words(1, DRIVES, "speed", r -> r.envelopes(Taps.envelope(5))));
    add(
        all,
        "F36",
        "client without permission",
        "denied",
        new NotRun("the embedded middleware has no DDS security; launch/reins/sros2 not run"));
    add(
        all,
        "F39",
        "activate while active",
        "refused",
        Live.words(1, DRIVES, "refused: activate", r -> r.change("activate")));
  }

  private static void foundSince(List<Fault> all) {
    add(
        all,
        "F53",
        "effort is 0 instead of a measurement",
        "no use is made of it",
        Live.harmless(2, r -> r.seen().states(Taps.effort(0))));
    add(
        all,
        "F54",
        "effort is NaN for long",
        "no use is made of it",
        Live.harmless(2, r -> r.seen().states(Taps.effort(Double.NaN))));
    add(
        all,
        "F55",
        "one sample of 644 rad/s",
        "skipped",
        Live.harmless(1, r -> r.seen().states(Taps.onceVelocity(2, 644))));
    add(
        all,
        "F56",
        "one position of 1e10 rad",
        "skipped",
        Live.harmless(1, r -> r.seen().states(Taps.oncePosition(2, 1e10))));
    add(
        all,
        "F57",
        "stamps of 0",
        "age by arrival, or old",
        new Live(1, r -> r.seen().states(Taps.noStamp()), List.of(), null, ANY));
    add(
        all,
        "F58",
        "states 20 ms older than said possible",
        "not used",
        Live.status(1, STOPPED, r -> r.seen().states(Taps.stateStamp(-0.02)), STATE_OLD));
    add(
        all,
        "F59",
        "all velocities are 0",
        "stop",
        Live.status(
            1,
            STOPPED,
            r -> r.seen().states(Taps.noVelocities()),
            STATE_IMPLAUSIBLE,
            STATE_FROZEN));
    add(
        all,
        "F60",
        "one joint frozen",
        "stop",
        Live.status(
            1,
            STOPPED,
            r -> r.seen().states(Taps.frozenJoint(0)),
            STATE_FROZEN,
            STATE_IMPLAUSIBLE));
    add(
        all,
        "F61",
        "two publishers of states",
        "stop; no reset while both are there",
        Live.status(3, STOPPED, FaultRig::publishStatesToo, OTHER_STATE_SOURCE));
    add(
        all,
        "F62",
        "32 commands lost in a row",
        "the robot's own time-out, rate kept after",
        new Live(0.032, r -> r.seen().deaf(true), List.of(), null, ANY));
    add(
        all,
        "F63",
        "robot held by its protective stop, position mode",
        "no jump when let go",
        new Tested("PositionCommandTest", "this command sends torques"));
    add(
        all,
        "F64",
        "envelope a day old",
        "refused, counted, named",
        Live.words(1, DRIVES, "stamp", r -> r.envelopes(Taps.envelopeAge(86_400))));
    add(
        all,
        "F65",
        "statuses forged, NaN beside an alarm",
        "refused, the alarm counts",
        new Tested("EnvelopePlannerTest", "the planner alone is concerned"));
    add(
        all,
        "F66",
        "filter paused for 500 ms",
        "the watchdog stops the robot and keeps it",
        new Watched(ProcessFault.PAUSED));
    add(
        all,
        "F67",
        "filter stopped, and continued later",
        "the watchdog keeps the robot",
        new Watched(ProcessFault.STOPPED));
    add(
        all,
        "F68",
        "push of 20 N at the tool",
        "limits hold",
        Live.harmless(2, r -> r.arm().push()));
    add(
        all,
        "F69",
        "negative stiffness",
        "refused; brought to rest when stale",
        Live.status(
            1, DRIVES, r -> r.mover().tap(Taps.stiffness(-10)), ACTION_INVALID, ACTION_STALE));
    add(
        all,
        "F70",
        "continuous joint measured modulo 2π",
        "shortest way",
        new Tested("RealInputsTest", "a robot with such a joint, in lockstep"));
    add(
        all,
        "F71",
        "operator key in a pipe that nobody writes",
        "services answer",
        new Tested("OperatorKeyTest", "needs a file system of its own"));
    add(
        all,
        "F72",
        "hostile files of every format",
        "one sentence",
        new Tested("HostileFilesTest", "no running filter reads them"));
    add(
        all,
        "F73",
        "middleware hangs while it creates a topic",
        "the process ends after 30 s",
        new Tested("HangingMiddlewareTest", INSIDE));
    add(
        all,
        "F74",
        "parameter flood while the emergency stop is called",
        "stop at once",
        new Tested("StopServicesTest", ON_DDS));
  }
}
