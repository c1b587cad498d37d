package org.reins.node.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.assembly.FilterAssembly;
import org.reins.node.filter.RehearsalTimes;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class DoctorChecksTest {
  private static final double MAX_AGE = 0.05;

  @TempDir Path folder;

  private final RobotModel panda = RobotFiles.arm("panda");
  private final InProcessBackend backend = new InProcessBackend();

  @Test
  void aFaultWithoutARemedy_cannotBeMade() {
    assertThrows(
        IllegalArgumentException.class, () -> new Finding("disk", Verdict.FAULT, "full", " "));
  }

  @Test
  void flagsThatANodeNeedsAndDoesNotHave_areNamed() {
    Finding flags = RuntimeChecks.of(21, "vm", List.of("-XX:+UseSerialGC")).get(1);
    assertEquals(Verdict.WARNING, flags.verdict());
    assertTrue(flags.found().contains("-XX:+AlwaysPreTouch"), flags.found());
    assertFalse(flags.found().contains("UseSerialGC"), flags.found());
    assertEquals(Verdict.FAULT, RuntimeChecks.of(11, "vm", List.of()).get(0).verdict());
  }

  @Test
  void aWakeUpThatIsLateByHalfAPeriod_isAWarning() {
    Histogram late = new Histogram(10_000_000_000L, 3);
    late.recordValueWithCount(50_000, 2000);
    assertEquals(Verdict.OK, TimerCheck.of(1_000_000, late, "").verdict());
    late.recordValue(600_000);
    assertEquals(Verdict.WARNING, TimerCheck.of(1_000_000, late, "").verdict());
    // The same delay is small in a period of 20 ms.
    assertEquals(Verdict.OK, TimerCheck.of(20_000_000, late, "").verdict());
  }

  @Test
  void aRefusedPriority_isAWarningHoweverPunctualTheThreadWas() {
    Histogram late = new Histogram(10_000_000_000L, 3);
    late.recordValue(1000);
    assertEquals(Verdict.WARNING, TimerCheck.of(1_000_000, late, "no permission").verdict());
  }

  @Test
  void theTimerRunsAllItsPeriods() throws InterruptedException {
    Finding f = TimerCheck.run(1e-3, 0.05);
    assertTrue(f.found().startsWith("50 wake-ups every 1.00 ms"), f.found());
  }

  @Test
  void aFolderThatIsAFile_isAFaultAndNothingIsLeftBehind() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "x");
    Finding f = DiskCheck.run(file);
    assertEquals(Verdict.FAULT, f.verdict(), f.toString());
    assertTrue(f.found().contains(file.toString()), f.found());
    DiskCheck.run(folder.resolve("new"));
    try (var left = Files.list(folder.resolve("new"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aCycleThatNeedsMostOfItsPeriod_isAWarning() {
    assertEquals(
        Verdict.OK, FilterCheck.cycle(panda, new RehearsalTimes(40_000, 2e4, 2e5)).verdict());
    assertEquals(
        Verdict.WARNING, FilterCheck.cycle(panda, new RehearsalTimes(40_000, 2e4, 4e5)).verdict());
  }

  @Test
  void lostMessagesAndSlowTripsOverTheWire_areTold() {
    Histogram trips = new Histogram(10_000_000_000L, 3);
    assertEquals(Verdict.FAULT, WireCheck.of(1, trips).verdict());
    trips.recordValueWithCount(300_000, 499);
    assertEquals(Verdict.WARNING, WireCheck.of(1, trips).verdict());
    trips.recordValue(300_000);
    assertEquals(Verdict.OK, WireCheck.of(1, trips).verdict());
  }

  private Doctor doctor(DoctorReport report, String robot, String barrier) {
    return new Doctor(
        report,
        FilterAssembly::node,
        Map.of("robot", ParameterValue.of(robot), "barrier", ParameterValue.of(barrier)));
  }

  @Test
  void aBarrierThatIsNotThere_isAFaultThatNamesIt() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    DoctorReport report =
        new DoctorReport(new PrintStream(text, true, StandardCharsets.UTF_8), false);
    Doctor doctor = doctor(report, "panda", "no-such.safetensors");
    doctor.machine(folder);
    Path json = folder.resolve("doctor.json");
    assertFalse(doctor.end(json));
    assertTrue(text.toString(StandardCharsets.UTF_8).contains("no-such.safetensors"));
    assertTrue(Files.readString(json).contains("\"ok\" : false"));
  }

  @Test
  void aRobotThatIsNotThere_isAFaultAndTheOtherChecksRun() throws Exception {
    DoctorReport report = new DoctorReport(new PrintStream(new ByteArrayOutputStream()), false);
    doctor(report, "no-such-robot", "none").machine(folder);
    assertTrue(
        report.findings().stream()
            .anyMatch(f -> f.verdict() == Verdict.FAULT && f.found().contains("no-such-robot")));
    assertTrue(report.findings().stream().anyMatch(f -> f.check().equals("wake-ups")));
  }

  private Finding look(String check) throws InterruptedException {
    try (RosNode node = backend.createNode(NodeNames.of("reins_doctor"))) {
      return new GraphChecks(node, panda, 7)
          .run(1, MAX_AGE).stream().filter(f -> f.check().equals(check)).findFirst().orElseThrow();
    }
  }

  @Test
  void onAnEmptyGraph_theMissingStatesAndPolicyAreNamed() throws InterruptedException {
    assertTrue(look("states").found().contains("no fresh state arrives on joint_states"));
    assertTrue(look("policy").mend().contains("start the policy"));
  }

  @Test
  void statesOfAnotherRobot_areToldByTheirJoints() throws Exception {
    RobotModel ur = RobotFiles.arm("ur5e");
    try (Driver driver = new Driver(backend, "driver", ur)) {
      Finding f = look("states");
      assertEquals(Verdict.WARNING, f.verdict());
      assertTrue(f.found().contains(ur.jointNames().get(0)), f.found());
      assertTrue(driver.sent() > 0);
    }
  }

  @Test
  void twoPolicies_areTold() throws InterruptedException {
    try (RosNode one = backend.createNode(NodeNames.of("one"));
        RosNode two = backend.createNode(NodeNames.of("two"))) {
      one.publisher(PolicyAction.type(panda.jointNames()), "policy/action", Qos.RELIABLE);
      two.publisher(PolicyAction.type(panda.jointNames()), "policy/action", Qos.RELIABLE);
      Finding f = look("policy");
      assertEquals(Verdict.WARNING, f.verdict());
      assertTrue(f.found().contains("/one, /two"), f.found());
    }
  }

  /** Publishes states of a robot until it is closed. */
  private static final class Driver implements AutoCloseable {
    private final RosNode node;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile long sent;

    Driver(InProcessBackend backend, String name, RobotModel robot) {
      node = backend.createNode(NodeNames.of(name));
      RosPublisher<JointState> states =
          node.publisher(JointState.type(robot.jointNames()), "joint_states", Qos.STATE);
      thread = new Thread(() -> send(robot, states));
      thread.start();
    }

    private void send(RobotModel robot, RosPublisher<JointState> states) {
      JointState message = new JointState(robot.dof());
      for (long k = 1; running; k++) {
        message.header.stampNanos = NodeClock.wallNanos();
        states.publish(message);
        sent = k;
        LockSupport.parkNanos(1_000_000);
      }
    }

    long sent() {
      return sent;
    }

    @Override
    public void close() {
      running = false;
      node.close();
    }
  }
}
