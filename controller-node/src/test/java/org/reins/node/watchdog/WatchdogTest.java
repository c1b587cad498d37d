package org.reins.node.watchdog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.process.SharedRecord;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The watchdog's decisions, in made-up time, over a real file. */
class WatchdogTest {
  private static final RobotModel PANDA = RobotFiles.load("panda");
  private static final long MS = 1_000_000;
  private static final long TIMEOUT = 15 * MS;

  @TempDir Path folder;
  private Path file;
  private WatchdogPage page;
  private Watchdog watchdog;
  private WatchdogLink filter;
  private RobotLink robot;
  private OperatorLink operator;
  private final double[] q = PANDA.posture().clone();
  private final double[] qd = new double[7];
  private final double[] torque = new double[7];
  // Made up, and read by the thread of the operator.
  private final AtomicLong time = new AtomicLong(1_000_000 * MS);

  @BeforeEach
  void start() {
    file = folder.resolve("watchdog");
    page = WatchdogPage.create(file, PANDA, StopKind.TORQUE);
    watchdog = new Watchdog(page, PANDA, StopKind.TORQUE, TIMEOUT);
    filter = new WatchdogLink(file, PANDA, "effort");
    robot = new RobotLink(file, PANDA, "effort");
    operator = new OperatorLink(file, PANDA, "effort", () -> now());
    tick(false);
    assertEquals("", filter.objection(now()));
  }

  @AfterEach
  void end() {
    operator.close();
    robot.close();
    filter.close();
    page.close();
  }

  private long now() {
    return time.get();
  }

  /** One millisecond: the filter may beat, the robot reports, the watchdog looks. */
  private void tick(boolean beats) {
    tick(beats, false);
  }

  private void tick(boolean beats, boolean stopped) {
    time.addAndGet(MS);
    if (beats) {
      filter.beat(stopped, now());
    }
    robot.look(now());
    robot.report(q, qd, torque, now());
    watchdog.cycle(now());
  }

  private void ticks(int n, boolean beats) {
    for (int k = 0; k < n; k++) {
      tick(beats);
    }
  }

  private WatchdogState state() {
    return operator.view().state();
  }

  private TripReason reason() {
    return operator.view().reason();
  }

  @Test
  void whileHeartbeatsArrive_theRobotObeysItsCommands() {
    ticks(1000, true);
    assertEquals(WatchdogState.WATCHING, state());
    assertEquals(RobotLink.Obeys.COMMANDS, robot.look(now()));
    assertFalse(filter.objects(now()));
  }

  @Test
  void whenHeartbeatsStop_theWatchdogHasTheRobotWithin20msOfTheDueOne() {
    ticks(100, true);
    long due = now() + MS;
    while (robot.obeys() != RobotLink.Obeys.WATCHDOG) {
      tick(false);
    }
    assertTrue(now() - due <= 20 * MS, "after " + (now() - due) / MS + " ms");
    assertEquals(TripReason.LATE, reason());
    assertTrue(filter.objects(now()));
  }

  @Test
  void aFilterThatComesBackDoesNotGetTheRobot() {
    ticks(100, true);
    ticks(30, false);
    ticks(500, true);
    assertEquals(WatchdogState.TRIPPED, state());
    assertEquals(RobotLink.Obeys.WATCHDOG, robot.look(now()));
  }

  @Test
  void aHeartbeatThatIsLateByLessThanTheTimeoutIsNoTrip() {
    for (int k = 0; k < 50; k++) {
      tick(true);
      ticks(13, false);
    }
    assertEquals(WatchdogState.WATCHING, state());
  }

  @Test
  void aFilterThatRestsMayBeSilent() {
    ticks(100, true);
    filter.rest(now() + 1);
    ticks(1000, false);
    assertEquals(WatchdogState.WAITING, state());
    ticks(10, true);
    assertEquals(WatchdogState.WATCHING, state());
  }

  @Test
  void aStoppedFilterThatDiesIsNoticedToo() {
    ticks(10, true);
    for (int k = 0; k < 100; k++) {
      tick(true, true);
    }
    ticks(20, false);
    assertEquals(WatchdogState.TRIPPED, state());
  }

  @Test
  void stampsThatStandStill_orFall_orLieAhead_trip() {
    long[] beat = new long[3];
    SharedRecord raw = page.heartbeat;
    ticks(10, true);
    raw.read(beat);
    raw.write(beat);
    tick(false);
    assertEquals(TripReason.FROZEN, reason());
    restart();
    raw.read(beat);
    beat[0] -= 5 * MS;
    raw.write(beat);
    tick(false);
    assertEquals(TripReason.NONSENSE, reason());
    restart();
    raw.read(beat);
    beat[0] = now() + 60_000 * MS;
    raw.write(beat);
    tick(false);
    assertEquals(TripReason.NONSENSE, reason());
  }

  @Test
  void anUnknownState_andASecondWriter_trip() {
    long[] beat = new long[3];
    ticks(10, true);
    page.heartbeat.read(beat);
    beat[0] = now() + MS;
    beat[1] = 77;
    page.heartbeat.write(beat);
    tick(false);
    assertEquals(TripReason.NONSENSE, reason());
    restart();
    page.heartbeat.read(beat);
    beat[0] = now() + MS;
    beat[2]++;
    page.heartbeat.write(beat);
    tick(false);
    assertEquals(TripReason.OTHER_WRITER, reason());
  }

  @Test
  void aHeartbeatThatSomethingWroteOver_trips() throws Exception {
    ticks(10, true);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      // A stamp in the heartbeat: header 128 bytes, then number, check, stamp.
      raw.seek(128 + 16);
      raw.writeLong(42);
    }
    ticks(4, false);
    assertEquals(TripReason.NONSENSE, reason());
  }

  /** A new watchdog on the same page, with a filter that drives. */
  private void restart() {
    watchdog = new Watchdog(page, PANDA, StopKind.TORQUE, TIMEOUT);
    tick(false);
    filter.rest(now());
    ticks(10, true);
    assertEquals(WatchdogState.WATCHING, state());
  }

  private String reset() throws InterruptedException {
    String[] answer = new String[1];
    Thread asks = new Thread(() -> answer[0] = operator.reset());
    asks.start();
    while (asks.isAlive()) {
      tick(true, true);
      asks.join(1);
    }
    return answer[0];
  }

  @Test
  void afterAReset_theRobotIsHeldUntilTheFilterDrives() throws Exception {
    ticks(100, true);
    ticks(30, false);
    tick(true, true);
    assertEquals("", reset());
    assertEquals(WatchdogState.READY, state());
    for (int k = 0; k < 100; k++) {
      tick(true, true);
      assertEquals(RobotLink.Obeys.WATCHDOG, robot.look(now()));
    }
    assertFalse(filter.objects(now()), "reset: the filter may be reset");
    ticks(3, true);
    assertEquals(WatchdogState.WATCHING, state());
    assertEquals(RobotLink.Obeys.COMMANDS, robot.look(now()));
  }

  @Test
  void aRobotThatMovesIsNotReset_andNothingToResetIsSaid() throws Exception {
    ticks(100, true);
    assertEquals(ResetAnswer.NOT_TRIPPED.words(), reset());
    ticks(30, false);
    qd[2] = 0.3;
    tick(false);
    assertEquals(ResetAnswer.MOVING.words(), reset());
    qd[2] = Double.NaN;
    tick(false);
    assertEquals(ResetAnswer.MOVING.words(), reset());
    assertEquals(WatchdogState.TRIPPED, state());
  }

  @Test
  void withoutTheFilterThereIsNoReset_andANewFilterAllowsIt() {
    ticks(100, true);
    ticks(30, false);
    assertEquals(ResetAnswer.NO_FILTER, answerInTheNextCycle());
    filter.close();
    try (WatchdogLink next = new WatchdogLink(file, PANDA, "effort")) {
      assertTrue(next.objection(now()).contains("reset it"), next.objection(now()));
      // The request and the new filter's first heartbeat are seen in the same cycle.
      assertEquals(ResetAnswer.ACCEPTED, answerInTheNextCycle());
      assertEquals("", next.objection(now()));
      next.beat(false, now());
      tick(false);
      assertEquals(WatchdogState.WATCHING, state());
    }
  }

  @Test
  void aSecondWriterThatSaysItRests_tripsWhileTheFirstDrives() {
    ticks(10, true);
    long[] beat = new long[3];
    page.heartbeat.read(beat);
    page.heartbeat.write(new long[] {now() + MS, BeatState.IDLE.code(), beat[2] + 1});
    tick(false);
    assertEquals(WatchdogState.TRIPPED, state());
    assertEquals(TripReason.OTHER_WRITER, reason());
  }

  /** Requests a reset as an operator does, and lets the watchdog look once. */
  private ResetAnswer answerInTheNextCycle() {
    page.request.write(new long[] {now()});
    tick(false);
    VerdictRecord verdict = new VerdictRecord(PANDA.dof());
    verdict.read(page.verdict);
    return verdict.answer;
  }

  @Test
  void whenTheWatchdogIsGone_theFilterMustStop_andTheRobotStopsItself() {
    ticks(100, true);
    time.addAndGet(41 * MS);
    assertTrue(filter.objects(now()));
    assertEquals(RobotLink.Obeys.COMMANDS, robot.look(now()), "the filter stops first");
    time.addAndGet(20 * MS);
    assertEquals(RobotLink.Obeys.NOBODY, robot.look(now()));
  }

  @Test
  void aWatchdogThatDoesNotWatchAFilterThatDrives_isNone() {
    // A clock that is 20 ms ahead: the watchdog believes no heartbeat, and so never watches.
    long ahead = 20 * MS;
    for (int k = 0; k < 100; k++) {
      time.addAndGet(MS);
      filter.beat(false, now() + ahead);
      watchdog.cycle(now());
    }
    assertEquals(WatchdogState.WAITING, state());
    assertTrue(filter.objects(now() + ahead));
    assertTrue(filter.objects(now() + 60_000 * MS), "stamps of quite another clock");
    assertTrue(filter.objects(now() - 60_000 * MS), "and of one that is behind");
  }

  @Test
  void aPauseOfTheWholeMachineIsNoTrip() {
    ticks(100, true);
    time.addAndGet(40 * MS);
    // The watchdog happens to run first, and the filter two milliseconds later.
    tick(false);
    tick(false);
    tick(true);
    ticks(50, true);
    assertEquals(WatchdogState.WATCHING, state());
    time.addAndGet(40 * MS);
    ticks(5, false);
    assertEquals(WatchdogState.TRIPPED, state());
  }

  @Test
  void aSecondWatchdog_aSecondFilter_andAnotherRobotAreRefused() throws Exception {
    assertThrows(WatchdogException.class, () -> WatchdogPage.create(file, PANDA, StopKind.TORQUE));
    try (WatchdogLink second = new WatchdogLink(file, PANDA, "effort")) {
      assertTrue(second.objection(now()).contains("another filter"), second.objection(now()));
    }
    assertThrows(
        WatchdogException.class,
        () -> WatchdogPage.open(file, RobotFiles.load("fr3"), StopKind.TORQUE));
    assertThrows(WatchdogException.class, () -> WatchdogPage.open(file, PANDA, StopKind.VELOCITY));
    assertThrows(
        WatchdogException.class,
        () -> WatchdogPage.open(folder.resolve("none"), PANDA, StopKind.TORQUE));
    Path junk = folder.resolve("junk");
    Files.write(junk, new byte[(int) Files.size(file)]);
    assertThrows(WatchdogException.class, () -> WatchdogPage.open(junk, PANDA, StopKind.TORQUE));
    Files.write(junk, new byte[3]);
    assertThrows(WatchdogException.class, () -> WatchdogPage.open(junk, PANDA, StopKind.TORQUE));
    assertThrows(
        WatchdogException.class, () -> WatchdogPage.create(folder, PANDA, StopKind.TORQUE));
    assertThrows(WatchdogException.class, () -> StopKind.of(PANDA, "unitree"));
  }
}
