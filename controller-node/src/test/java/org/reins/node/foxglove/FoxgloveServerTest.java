package org.reins.node.foxglove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reins.node.record.Definitions;

/** The protocol over real sockets on loopback, with the JDK's WebSocket client. */
class FoxgloveServerTest {
  private final ServedFoxglove served = new ServedFoxglove();

  @AfterEach
  void end() {
    served.close();
  }

  @Test
  void aNewClientLearnsEverythingThereIs() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      JsonNode info = client.next("serverInfo");
      assertEquals("Reins test", info.get("name").asText());
      assertEquals("panda", info.at("/metadata/robot").asText());
      assertEquals(
          "[\"connectionGraph\",\"parameters\",\"parametersSubscribe\",\"services\"]",
          info.get("capabilities").toString());
      JsonNode channel = client.next("advertise").at("/channels/0");
      assertEquals("/joint_states", channel.get("topic").asText());
      assertEquals("cdr", channel.get("encoding").asText());
      assertEquals("ros2msg", channel.get("schemaEncoding").asText());
      assertEquals("sensor_msgs/msg/JointState", channel.get("schemaName").asText());
      assertTrue(channel.get("schema").asText().contains("MSG: builtin_interfaces/Time"));
      JsonNode service = client.next("advertiseServices").at("/services/1");
      assertEquals("/safety_filter/pause", service.get("name").asText());
      assertEquals("bool data\n", service.at("/request/schema").asText());
    }
  }

  @Test
  void aSubscriberGetsTheBytesThatWereSent_untilItUnsubscribes() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.say(ServedFoxglove.subscription(0, served.states));
      served.publishOnceWanted(0.25);
      FoxgloveSocket.Data data = client.data();
      assertEquals(0, data.subscription());
      assertEquals(42, data.nanos());
      assertEquals(0.25, ServedFoxglove.decoded(data.cdr()).position[0]);
      client.say("{\"op\":\"unsubscribe\",\"subscriptionIds\":[0]}");
      while (served.foxglove.wantedBy(served.states) > 0) {
        LockSupport.parkNanos(1_000_000);
      }
      served.foxglove.publish(served.states, 43, ServedFoxglove.jointState(1));
      client.say(ServedFoxglove.subscription(4_000_000_000L, served.states));
      served.publishOnceWanted(2);
      FoxgloveSocket.Data later = client.data();
      assertEquals(4_000_000_000L, Integer.toUnsignedLong(later.subscription()));
      assertEquals(2, ServedFoxglove.decoded(later.cdr()).position[0]);
    }
  }

  @Test
  void aLateSubscriberGetsTheLastMessageOfALatchedTopic() throws Exception {
    served.foxglove.publish(served.envelope, 1, new byte[] {0, 1, 0, 0, 1});
    served.foxglove.publish(served.envelope, 2, new byte[] {0, 1, 0, 0, 2});
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.say(ServedFoxglove.subscription(9, served.envelope));
      FoxgloveSocket.Data data = client.data();
      assertEquals(2, data.nanos());
      assertEquals(2, data.cdr().get(4));
    }
  }

  @Test
  void aChannelThatComesOrGoesLaterIsTold() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.next("advertise");
      Channel late = served.foxglove.add("/late", Definitions.ARRAY, Definitions.of("Log"), false);
      assertEquals("/late", client.next("advertise").at("/channels/0/topic").asText());
      served.foxglove.remove(late);
      assertEquals(late.id(), client.next("unadvertise").at("/channelIds/0").asInt());
      client.say(ServedFoxglove.subscription(1, late));
      assertTrue(client.next("status").get("message").asText().startsWith("there is no channel"));
    }
  }

  @Test
  void parametersAreReadByEverybody() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.say("{\"op\":\"getParameters\",\"parameterNames\":[],\"id\":\"all\"}");
      JsonNode all = client.next("parameterValues");
      assertEquals("all", all.get("id").asText());
      assertEquals(
          "[{\"name\":\"/f.names\",\"value\":[\"a\",\"b\"]},"
              + "{\"name\":\"/f.on\",\"value\":true},"
              + "{\"name\":\"/f.scale\",\"value\":1.0,\"type\":\"float64\"}]",
          all.get("parameters").toString());
    }
  }

  @Test
  void whatIsNoMessageIsAnsweredInOneSentence_andTheClientStays() throws Exception {
    SplittableRandom random = new SplittableRandom(29);
    try (FoxgloveSocket client = FoxgloveSocket.open(served.acting)) {
      List<String> wrong =
          new ArrayList<>(
              List.of(
                  "",
                  "x",
                  "[]",
                  "{}",
                  "null",
                  "{\"op\":1}",
                  "{\"op\":\"dance\"}",
                  "{\"op\":",
                  "{\"op\":\"subscribe\"}",
                  "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":-1,\"channelId\":1}]}",
                  "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":1e99,\"channelId\":1}]}",
                  "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":1,\"channelId\":99}]}",
                  "{\"op\":\"subscribe\",\"subscriptions\":[7]}",
                  "{\"op\":\"unsubscribe\",\"subscriptionIds\":[12]}",
                  "{\"op\":\"advertise\",\"channels\":[]}",
                  "{\"op\":\"fetchAsset\",\"uri\":\"file:///etc/hosts\",\"requestId\":1}",
                  "[".repeat(5000)));
      for (String text : wrong) {
        client.say(text);
        JsonNode status = client.next("status");
        assertEquals(2, status.get("level").asInt());
        assertFalse(status.get("message").asText().contains("failed"), status.toString());
      }
      for (int k = 0; k < 200; k++) {
        byte[] frame = new byte[random.nextInt(40)];
        random.nextBytes(frame);
        if (frame.length > 0) {
          // Each kind of binary message, also none.
          frame[0] = (byte) random.nextInt(4);
        }
        client.send(frame);
      }
      client.say(ServedFoxglove.subscription(3, served.states));
      served.publishOnceWanted(0.5);
      assertEquals(0.5, ServedFoxglove.decoded(client.data().cdr()).position[0]);
    }
  }

  @Test
  void twoSubscriptionsToOneChannelAreRefused() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.say(ServedFoxglove.subscription(1, served.states));
      client.say(ServedFoxglove.subscription(2, served.states));
      assertTrue(client.next("status").get("message").asText().contains("subscribed to already"));
      client.say(ServedFoxglove.subscription(1, served.envelope));
      assertTrue(client.next("status").get("message").asText().contains("exists already"));
    }
  }

  @Test
  void aMessageThatIsTooLargeEndsTheConnection_alsoInParts() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.say("x".repeat(Connection.MOST_BYTES + 1));
      assertEquals(1009, client.closeCode());
    }
    while (served.foxglove.clients() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void theSourceIsToldWhatIsWanted_andItsGraphIsShown() throws Exception {
    KnownSource source = new KnownSource();
    served.foxglove.feed(source);
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.say(ServedFoxglove.subscription(5, served.states));
      source.await(Set.of(served.states));
      client.say("{\"op\":\"subscribeConnectionGraph\"}");
      JsonNode graph = client.next("connectionGraphUpdate");
      assertEquals(
          "[{\"name\":\"/joint_states\",\"publisherIds\":[\"/driver\"]}]",
          graph.get("publishedTopics").toString());
    }
    source.await(Set.of());
  }
}
