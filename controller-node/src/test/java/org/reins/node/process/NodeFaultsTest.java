package org.reins.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.drift.DriftPredictor;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.PandaFilter;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.Flag;
import org.reins.node.messages.StandardServices;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.planner.PlannerNode;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

/** A thread of a node that ends by an exception or an error, whichever it is. */
@Timeout(300)
class NodeFaultsTest {
  private static final int DOMAIN = 83;

  @ParameterizedTest
  @ValueSource(strings = {"planner", "reporter", "service", "apart", "listener", "other"})
  void aThreadThatDiesEndsItsProcessWithOneSentence(String which) throws Exception {
    Process p =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Dying.class.getName(),
                which)
            .start();
    String said = new String(p.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(p.waitFor(60, TimeUnit.SECONDS));
    assertEquals(ProcessEnd.STATUS, p.exitValue(), said);
    List<String> lines = said.lines().filter(l -> l.contains("injected")).toList();
    assertEquals(1, lines.size(), said);
    assertTrue(lines.get(0).contains("was ended by"), said);
    assertTrue(lines.get(0).endsWith(": the node ends"), said);
  }

  @Test
  void inAProcessThatIsSharedAFaultIsSaidAndTold() throws Exception {
    List<String> said = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(1);
    NodeFaults faults = new NodeFaults(said::add, hung -> ended.countDown());
    Thread thread =
        new Thread(
            () -> {
              throw new StackOverflowError("injected");
            },
            "reins-test");
    thread.setUncaughtExceptionHandler(faults);
    thread.start();
    assertTrue(ended.await(60, TimeUnit.SECONDS));
    assertTrue(
        said.get(0)
            .startsWith(
                "thread reins-test was ended by java.lang.StackOverflowError: injected at "),
        said.toString());
  }

  @Test
  void aFaultEndsEvenWhereItCannotBeSaid() {
    CountDownLatch ended = new CountDownLatch(1);
    NodeFaults faults =
        new NodeFaults(
            s -> {
              throw new OutOfMemoryError("no memory for a sentence");
            },
            hung -> ended.countDown());
    try {
      faults.report(new IllegalStateException("injected"));
    } catch (OutOfMemoryError e) {
      assertEquals("no memory for a sentence", e.getMessage());
    }
    assertEquals(0, ended.getCount());
  }

  @Test
  void thePlannersThreadHasItsNodesHandler() throws Exception {
    InProcessBackend backend = new InProcessBackend();
    LinkedBlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();
    RosNode world = backend.createNode(NodeNames.of("world"));
    try (NodeShell shell =
            NodeShell.of(
                backend.createNode(NodeNames.of("envelope_planner")),
                "envelope_planner",
                Map.of(),
                ends::add);
        PlannerNode planner = new PlannerNode(shell, EnvelopeLevels.DEFAULT, null, "policy")) {
      // Delivered on the planner's own thread.
      world.subscribe(
          EnvelopeUpdate.TYPE,
          "/envelope_planner/envelope",
          Qos.LATCHED,
          m -> {
            throw new IllegalStateException("injected");
          });
      planner.start();
      assertEquals(false, ends.poll(60, TimeUnit.SECONDS));
    }
  }

  /** A node in a process of its own, of which one thread dies. */
  static final class Dying {
    private Dying() {}

    public static void main(String[] args) throws Exception {
      ProcessEnd end = new ProcessEnd();
      Thread.setDefaultUncaughtExceptionHandler(new NodeFaults(System.err::println, end));
      switch (args[0]) {
        case "planner" -> planner(end);
        case "reporter" -> reporter(end);
        case "service" -> service(false);
        case "apart" -> service(true);
        case "listener" -> listener();
        default -> {
          Thread policy = new Thread(Dying::die, "reins-policy");
          policy.start();
        }
      }
      new CountDownLatch(1).await();
    }

    private static void die() {
      throw new AssertionError("injected");
    }

    private static StandardServices.Outcome dieAsked() {
      die();
      return new StandardServices.Outcome(true, "alive");
    }

    private static void planner(ProcessEnd end) {
      InProcessBackend backend = new InProcessBackend();
      RosNode world = backend.createNode(NodeNames.of("world"));
      NodeShell shell =
          NodeShell.of(
              backend.createNode(NodeNames.of("envelope_planner")),
              "envelope_planner",
              Map.of(),
              end);
      PlannerNode planner =
          new PlannerNode(shell, EnvelopeLevels.DEFAULT, (DriftPredictor) null, "policy");
      // What a command does at the end must not wait for the thread that is dead.
      Runtime.getRuntime().addShutdownHook(new Thread(planner::close));
      world.subscribe(
          EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED, m -> Dying.die());
      planner.start();
    }

    private static void reporter(ProcessEnd end) {
      InProcessBackend backend = new InProcessBackend();
      RosNode world = backend.createNode(NodeNames.of("world"));
      world.subscribe(
          org.reins.node.messages.Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> Dying.die());
      NodeShell shell =
          NodeShell.of(
              backend.createNode(NodeNames.of("safety_filter")),
              "safety_filter",
              Map.of("autostart", ParameterValue.of(false)),
              end);
      FilterNode node =
          new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load));
      Runtime.getRuntime().addShutdownHook(new Thread(node::close));
    }

    private static void service(boolean apart) throws Exception {
      EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
      RosNode node = backend.createNode(NodeNames.of("dying"));
      RosNode world = backend.createNode(NodeNames.of("world"));
      if (apart) {
        node.serveApart(StandardServices.TRIGGER, "~/die", q -> dieAsked());
      } else {
        node.serve(StandardServices.TRIGGER, "~/die", q -> dieAsked());
      }
      RosClient<Boolean, StandardServices.Outcome> client =
          world.client(StandardServices.TRIGGER, "/dying/die");
      while (!client.isReady()) {
        LockSupport.parkNanos(10_000_000);
      }
      // Nobody answers.
      client.call(true).get();
    }

    private static void listener() {
      EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
      RosNode node = backend.createNode(NodeNames.of("dying"));
      RosNode world = backend.createNode(NodeNames.of("world"));
      node.subscribe(Flag.TYPE, "/flag", Qos.RELIABLE, m -> die());
      RosPublisher<ValueMessage<Boolean>> out = world.publisher(Flag.TYPE, "/flag", Qos.RELIABLE);
      ValueMessage<Boolean> flag = new ValueMessage<>();
      flag.value = true;
      while (out.matched() == 0) {
        LockSupport.parkNanos(10_000_000);
      }
      out.publish(flag);
    }
  }
}
