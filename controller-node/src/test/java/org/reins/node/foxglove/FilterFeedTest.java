package org.reins.node.foxglove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reins.node.NodeShell;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.messages.JointState;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageControls;
import org.reins.node.page.PageServer;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

/** From nodes on the graph to a client of the protocol, over real DDS. */
class FilterFeedTest {
  private static final int DOMAIN = 86;
  private static final String FILTER = "/safety_filter";
  private static final String SCALE = "/safety_filter.envelope.speed_scale";

  private final EmbeddedBackend graph = new EmbeddedBackend(DOMAIN);
  private final NodeShell filter =
      NodeShell.of(
          graph.createNode(NodeNames.of("safety_filter")),
          "safety_filter",
          Map.of("output.topic", ParameterValue.of("my_commands")));
  private final RosNode node = graph.createNode(NodeNames.of("page"));
  private final RosNode driver = graph.createNode(NodeNames.of("driver"));
  private final FoxgloveServer server = FilterFeed.server("panda", node, FILTER);
  private final FilterFeed feed =
      new FilterFeed(server, node, FILTER, () -> graph.createNode(NodeNames.of("foxglove")));
  private final PageServer page =
      new PageServer(new PageBoard(PageControls.NONE), 0, server, Set.of());

  @AfterEach
  void end() {
    feed.close();
    page.close();
    node.close();
    driver.close();
    filter.close();
  }

  /** The channel of a topic, as soon as it is told. */
  private static long channel(FoxgloveSocket client, String topic) throws Exception {
    while (true) {
      for (JsonNode one : client.next("advertise").get("channels")) {
        if (one.get("topic").asText().equals(topic)) {
          return one.get("id").asLong();
        }
      }
    }
  }

  @Test
  void aTopicOfTheGraphReachesTheClient_andTheNodeLeavesWithIt() throws Exception {
    List<String> joints = List.of("a", "b", "c");
    RosPublisher<JointState> states =
        driver.publisher(JointState.type(joints), "joint_states", Qos.STATE);
    JointState state = new JointState(3);
    state.position[1] = 0.75;
    try (FoxgloveSocket client = FoxgloveSocket.open(page.foxgloveAddress())) {
      client.say(
          "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":1,\"channelId\":"
              + channel(client, "/joint_states")
              + "}]}");
      FoxgloveSocket.Data first = client.data(() -> states.publish(state));
      CdrReader in = new CdrReader();
      JointState heard = new JointState(3);
      assertTrue(in.start(first.cdr()) && JointState.type(joints).read(in, heard));
      assertEquals(0.75, heard.position[1]);
      client.say("{\"op\":\"subscribeConnectionGraph\"}");
      client.next(
          m ->
              m.get("op").asText().equals("connectionGraphUpdate")
                  && m.toString().contains("\"publisherIds\":[\"/driver\"]")
                  && m.toString().contains("\"subscriberIds\":[\"/foxglove\"]"));
    }
    while (states.matched() > 0) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void parametersGoThroughTheChecksOfTheFilter_andItsCommandsAreFound() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(page.foxgloveAddress())) {
      assertTrue(channel(client, "/my_commands") > 0);
      client.say(
          "{\"op\":\"setParameters\",\"parameters\":[{\"name\":\""
              + SCALE
              + "\",\"value\":0.5}],\"id\":\"x\"}");
      assertEquals(0.5, client.next("parameterValues").at("/parameters/0/value").asDouble());
      assertEquals(0.5, filter.snapshot().number("envelope.speed_scale"));
      client.say(
          "{\"op\":\"setParameters\",\"parameters\":[{\"name\":\""
              + SCALE
              + "\",\"value\":7}],\"id\":\"x\"}");
      String refused = client.next("status").get("message").asText();
      assertTrue(refused.startsWith(SCALE + " was not set: "), refused);
      assertEquals(0.5, client.next("parameterValues").at("/parameters/0/value").asDouble());
    }
  }
}
