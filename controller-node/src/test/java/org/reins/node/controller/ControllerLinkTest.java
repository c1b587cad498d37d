package org.reins.node.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.messages.JointState;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.SampleListener;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The filter's side of the file that it shares with the robot's controller. */
@Timeout(120)
class ControllerLinkTest {
  private static final RobotModel PANDA = RobotFiles.load("panda");
  private static final long EFFORT = 1;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("controller");
  }

  private FakeController controller() throws IOException {
    return new FakeController(file(), PANDA, EFFORT).create();
  }

  private String refusal(String mode) {
    return String.valueOf(
        assertThrows(ControllerException.class, () -> ControllerPage.open(file(), PANDA, mode))
            .getMessage());
  }

  @Test
  void whenTheFileDoesNotFit_thenOneSentenceSaysWhy() throws IOException {
    assertTrue(refusal("effort").contains("does not exist"));
    Files.write(file(), new byte[100]);
    assertTrue(refusal("effort").contains("has 100 bytes"));
    Files.delete(file());
    FakeController controller = controller();
    assertTrue(refusal("velocity").contains("command_interface"));
    assertTrue(refusal("trajectory").contains("allowed is effort, velocity or position"));
    controller.header[1] = 2;
    controller.create();
    assertTrue(refusal("effort").contains("version 2"));
    controller.header[1] = 1;
    controller.header[4] = Double.doubleToLongBits(500);
    controller.create();
    assertTrue(refusal("effort").contains("500.0 Hz"));
    controller.header[4] = Double.doubleToLongBits(1000);
    controller.header[6]++;
    controller.create();
    assertTrue(refusal("effort").contains("joints are not those of"));
  }

  @Test
  void whenAFilterHasTheFile_thenASecondOneIsRefused() throws IOException {
    controller();
    try (ControllerPage page = ControllerPage.open(file(), PANDA, "effort")) {
      assertEquals(42, page.session);
      assertTrue(refusal("effort").contains("another filter"));
    }
    ControllerPage.open(file(), PANDA, "effort").close();
  }

  @Test
  void whenAStateComes_thenItIsDeliveredOnceAndTheCommandAnswersIt() throws IOException {
    FakeController controller = controller();
    AtomicInteger received = new AtomicInteger();
    AtomicLong stamp = new AtomicLong();
    try (ControllerLink link = new ControllerLink(file(), PANDA, "effort")) {
      link.states(
          SampleListener.of(
              (JointState m) -> {
                assertEquals(PANDA.posture()[3], m.position[3]);
                assertTrue(m.hasVelocity);
                assertFalse(m.hasEffort);
                stamp.set(m.header.stampNanos);
                received.incrementAndGet();
              }));
      controller.send(ControllerMode.FOLLOWING, 0, 0);
      // The link's own thread may have been first.
      while (received.get() == 0) {
        link.poll();
      }
      link.poll();
      assertEquals(1, received.get());
      assertEquals(controller.state[2], stamp.get());
      double[] command = new double[controller.n];
      command[2] = 3.5;
      assertTrue(link.send(command));
      assertTrue(controller.receive());
      assertEquals(1, controller.command[0]);
      assertEquals(0, controller.command[2], "it does not drive yet");
      assertEquals(3.5, controller.commanded(2));
      link.beat(false, NodeClock.nanos());
      assertTrue(controller.receive());
      assertEquals(1, controller.command[2]);
      assertTrue(controller.receiveBrake());
      double damping = Double.longBitsToDouble(controller.brake[1 + controller.n]);
      assertTrue(damping > 0 && damping < 200, "20/s times the inertia: " + damping);
      link.rest(NodeClock.nanos());
      assertTrue(controller.receive());
      assertEquals(0, controller.command[2]);
    }
  }

  @Test
  void whenTheControllerTakesTheRobot_thenTheLinkObjectsAndSaysWhy() throws IOException {
    FakeController controller = controller();
    try (ControllerLink link = new ControllerLink(file(), PANDA, "effort")) {
      controller.send(ControllerMode.FOLLOWING, 0, 0);
      awaitCycle(link, controller, 1);
      assertFalse(link.objects(NodeClock.nanos()));
      controller.send(ControllerMode.LATCHED, 1, 0);
      awaitCycle(link, controller, 2);
      assertTrue(link.objects(NodeClock.nanos()));
      controller.send(ControllerMode.LATCHED, 1, 0);
      awaitCycle(link, controller, 3);
      assertTrue(
          link.objection(controller.state[1])
              .contains("because the filter did not answer in time: call its service ~/reset"));
      controller.send(ControllerMode.READY, 0, 0);
      awaitCycle(link, controller, 4);
      assertFalse(link.objects(NodeClock.nanos()));
      link.beat(false, 0);
      assertTrue(link.objects(1_000_000_000), "it drives, and is not followed");
    }
  }

  /** Polls until the link has seen a cycle: then its next command answers it. */
  private static void awaitCycle(ControllerLink link, FakeController controller, long cycle) {
    do {
      link.poll();
      link.send(new double[controller.n]);
      assertTrue(controller.receive());
    } while (controller.command[0] != cycle);
  }

  @Test
  void whenThereAreReferences_thenTheyAreActions() throws IOException {
    FakeController controller = controller();
    AtomicInteger actions = new AtomicInteger();
    try (ControllerLink link = new ControllerLink(file(), PANDA, "effort")) {
      link.actions(
          SampleListener.of(
              m -> {
                assertEquals(0.25, m.target[1]);
                assertEquals(90, m.stiffness[6]);
                assertEquals(controller.state[2], m.header.stampNanos);
                actions.incrementAndGet();
              }));
      Arrays.fill(controller.state, 8 + 4 * controller.n, 8 + 5 * controller.n, bits(0.25));
      Arrays.fill(controller.state, 8 + 5 * controller.n, 8 + 6 * controller.n, bits(90));
      controller.send(ControllerMode.FOLLOWING, 0, ControllerPage.REFERENCE_GIVEN);
      awaitCycle(link, controller, 1);
      // The link's own thread may have taken the cycle, and be about to hand its action on.
      long patience = NodeClock.nanos() + 10_000_000_000L;
      while (actions.get() == 0 && NodeClock.nanos() < patience) {
        link.poll();
      }
      assertEquals(1, actions.get());
      assertTrue(link.isReferenced());
    }
  }

  private static long bits(double v) {
    return Double.doubleToLongBits(v);
  }
}
