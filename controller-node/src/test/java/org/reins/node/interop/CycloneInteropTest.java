package org.reins.node.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.PandaFilter;
import org.reins.node.filter.PolicyAndPlanner;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeName;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;

/** The controller node against a process on another DDS implementation. */
@Tag("interop")
class CycloneInteropTest {
  private static final int DOMAIN = 93;
  private static final int STATES = 8_000;

  private NativePeer peer;
  private RosNode others;
  private NodeShell shell;
  private FilterNode node;

  @BeforeEach
  void start() throws Exception {
    peer = NativePeer.onCyclone(DOMAIN);
    EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
    others = backend.createNode(NodeNames.of("others"));
    shell =
        NodeShell.of(
            backend.createNode(NodeNames.of("safety_filter")),
            "safety_filter",
            Map.of("autostart", ParameterValue.of(false)));
    node = new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load));
  }

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
      shell.close();
      others.close();
    }
  }

  @Test
  void theNodeIsOnTheGraphWithItsEndpoints() throws Exception {
    String answer = peer.ask("graph", "safety_filter");
    Matcher m =
        Pattern.compile("node safety_filter in / readers (\\d+) writers (\\d+)").matcher(answer);
    assertTrue(m.matches(), answer);
    // Six services for parameters, five for the lifecycle, three of our own.
    assertTrue(Integer.parseInt(m.group(1)) >= 14, answer);
    assertTrue(Integer.parseInt(m.group(2)) >= 14, answer);
  }

  @Test
  void statusesAndEnvelopesPromiseDeadlineAndLiveliness() throws Exception {
    assertEquals(
        "deadline 0.100 lease -1.000 automatic", peer.ask("promise", "rt/safety_filter/status"));
    others.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.ENVELOPE);
    assertEquals(
        "deadline -1.000 lease 0.500 by topic",
        peer.ask("promise", "rt/envelope_planner/envelope"));
    assertEquals("deadline -1.000 lease -1.000 automatic", peer.ask("promise", "rt/diagnostics"));
  }

  @Test
  void parametersAreListedSetGottenAndDescribed() throws Exception {
    assertTrue(
        List.of(peer.ask("list", "/safety_filter").split("\n", -1)).contains("filter.alpha"));
    assertEquals("1", peer.ask("set", "/safety_filter", "envelope.speed_scale", "0.75"));
    assertEquals(
        "type 3 double 0.75 integer 0 string",
        peer.ask("get", "/safety_filter", "envelope.speed_scale"));
    assertEquals(
        "0 envelope.speed_scale is 2.0: allowed is 0.05 to 1.0",
        peer.ask("set", "/safety_filter", "envelope.speed_scale", "2"));
    assertEquals(
        "0 filter.alpha is NaN: it must be finite",
        peer.ask(
            "atomically", "/safety_filter", "envelope.speed_scale", "0.5", "filter.alpha", "nan"));
    assertEquals(0.75, shell.snapshot().number("envelope.speed_scale"));
    assertEquals(
        "0 robot is read-only: it can be set only when the node starts",
        peer.ask("set", "/safety_filter", "robot", "1"));
    assertEquals(
        "filter.alpha type 3 read-only 0 ranges 1 from 0.1 to 100",
        peer.ask("describe", "/safety_filter", "filter.alpha"));
  }

  @Test
  void theLifecycleIsDrivenAndStatesAreAnsweredWithCommands() throws Exception {
    assertEquals("1 unconfigured", peer.ask("state", "/safety_filter"));
    assertEquals("1", peer.ask("change", "/safety_filter", "configure"));
    assertEquals("0", peer.ask("change", "/safety_filter", "activate"), "no inputs yet");
    assertEquals("2 inactive", peer.ask("state", "/safety_filter"));
    String[] counted = new String[1];
    Thread robot =
        new Thread(
            () -> {
              try {
                counted[0] = peer.ask("robot", Integer.toString(STATES));
              } catch (Exception e) {
                counted[0] = e.toString();
              }
            });
    try (PolicyAndPlanner inputs = new PolicyAndPlanner(others, "/safety_filter")) {
      robot.start();
      inputs.awaitStates();
      // The peer may have found our policy before it has found the filter.
      for (int k = 0; k < 10 && node.state() != LifecycleState.ACTIVE; k++) {
        peer.ask("change", "/safety_filter", "activate");
      }
      assertEquals(LifecycleState.ACTIVE, node.state());
      robot.join();
    }
    System.out.println("Cyclone DDS robot at 1 kHz: " + counted[0]);
    Matcher m =
        Pattern.compile("states (\\d+) commands (\\d+) finite (\\d+) answered (\\d+).*")
            .matcher(counted[0]);
    assertTrue(m.matches(), counted[0]);
    assertTrue(Integer.parseInt(m.group(2)) > 100, counted[0]);
    assertEquals(m.group(2), m.group(3), "every command is seven finite torques");
    assertEquals("1", peer.ask("change", "/safety_filter", "deactivate"));
    assertEquals("2 inactive", peer.ask("state", "/safety_filter"));
    assertEquals("1", peer.ask("change", "/safety_filter", "shutdown"));
    assertEquals("4 finalized", peer.ask("state", "/safety_filter"));
  }

  @Test
  void requestsFarTooLargeAreDroppedAndTheNextOneIsAnswered() throws Exception {
    assertEquals("sent", peer.ask("huge", "/safety_filter"));
    assertEquals(
        "type 3 double 12 integer 0 string", peer.ask("get", "/safety_filter", "filter.alpha"));
  }

  @Test
  void aNamespaceIsPartOfEveryName() throws Exception {
    RosNode ros =
        new EmbeddedBackend(DOMAIN)
            .createNode(new NodeNames(new NodeName("/arm", "safety_filter"), List.of()));
    try (NodeShell second =
            NodeShell.of(ros, "safety_filter", Map.of("autostart", ParameterValue.of(false)));
        FilterNode named =
            new FilterNode(second, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load))) {
      assertEquals("1 unconfigured", peer.ask("state", "/arm/safety_filter"));
      assertEquals(LifecycleState.UNCONFIGURED, named.state());
    }
  }
}
