package org.reins.launch.gym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.policy.PolicyFile;
import org.reins.node.json.Json;

class GymSessionTest {
  @TempDir private Path folder;

  private Path socket() {
    return folder.resolve("gym");
  }

  private CompletableFuture<Void> serve() throws Exception {
    CompletableFuture<Void> server =
        CompletableFuture.runAsync(
            () -> {
              try {
                new GymServer(Tasks.panda(0.2), 2).serve(socket(), true);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    while (!Files.exists(socket())) {
      assertFalse(server.isDone(), "the server has ended");
      Thread.onSpinWait();
    }
    return server;
  }

  private SocketChannel connect() throws IOException {
    while (true) {
      SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        client.connect(UnixDomainSocketAddress.of(socket()));
        return client;
      } catch (java.net.ConnectException e) {
        // The path exists a moment before the server listens.
        client.close();
      }
    }
  }

  private static String refused(GymWire wire) throws IOException {
    ByteBuffer answer = wire.read();
    assertEquals(GymWire.ERROR, wire.kind());
    return GymWire.text(answer);
  }

  @Test
  void eachRequestIsAnsweredByOneFrame_andWhatIsWrongByASentence() throws Exception {
    CompletableFuture<Void> server = serve();
    try (SocketChannel client = connect()) {
      GymWire wire = new GymWire(client);
      wire.send(GymWire.STEP, "");
      assertEquals("the first request must open environments (kind O)", refused(wire));
      wire.send(GymWire.OPEN, "nonsense");
      assertTrue(refused(wire).startsWith("the request is not JSON"));
      wire.send(GymWire.OPEN, "{\"reins_gym\": 1}");
      assertTrue(refused(wire).contains("use the reins_gym.py of this version"));
      wire.send(GymWire.OPEN, "{\"reins_gym\": 2, \"envs\": 0, \"autoreset\": \"NextStep\"}");
      assertEquals("the number of environments is 0: allowed is 1 to 1024", refused(wire));
      wire.send(GymWire.OPEN, "{\"reins_gym\": 2, \"envs\": 2, \"autoreset\": \"maybe\"}");
      assertTrue(refused(wire).startsWith("autoreset is maybe: allowed is one of"));

      wire.send(GymWire.OPEN, "{\"reins_gym\": 2, \"envs\": 2, \"autoreset\": \"NextStep\"}");
      JsonNode hello = Json.MAPPER.readTree(GymWire.text(wire.read()));
      assertEquals(GymWire.HELLO, wire.kind());
      assertEquals(8, hello.path("action_low").size());
      assertEquals(14, hello.path("terms").path("goal_minus_tool").asInt());
      assertEquals("panda", PolicyFile.parse("hello", hello.path("policy").asText()).robot());

      wire.send(GymWire.STEP, "abc");
      assertTrue(refused(wire).startsWith("a step has 3 bytes: it needs 64"));
      wire.send((byte) 'x', "");
      assertTrue(refused(wire).startsWith("a request has the kind 120"));
      wire.begin(GymWire.DRAW, 12).putInt(0).putInt(100_000).putInt(10);
      wire.send();
      assertEquals("the picture's width is 100000: allowed is 16 to 1920", refused(wire));

      wire.begin(GymWire.RESET, 18).putLong(1).putLong(2).put((byte) 1).put((byte) 1);
      wire.send();
      ByteBuffer state = wire.read();
      assertEquals(GymWire.BATCH, wire.kind());
      assertEquals(new BatchState(2, 20).bytes(), state.remaining());

      wire.begin(GymWire.DRAW, 12).putInt(1).putInt(160).putInt(120);
      wire.send();
      ByteBuffer picture = wire.read();
      assertEquals(GymWire.PICTURE, wire.kind());
      assertEquals(3 * 160 * 120, picture.remaining());
      int green = 0;
      int red = 0;
      while (picture.hasRemaining()) {
        int r = Byte.toUnsignedInt(picture.get());
        int g = Byte.toUnsignedInt(picture.get());
        int b = Byte.toUnsignedInt(picture.get());
        green += g > r + 30 && g > b + 30 ? 1 : 0;
        red += r > g + 30 && r > b + 30 ? 1 : 0;
      }
      assertTrue(green > 10 && green < 2_000, "pixels of the goal: " + green);
      assertTrue(red > 300 && red < 9_000, "pixels of the zone: " + red);
    }
    server.get(60, TimeUnit.SECONDS);
    assertFalse(Files.exists(socket()), "the socket is gone");
  }

  @Test
  void aFrameThatSaysItNeverEnds_isNotGathered() throws Exception {
    CompletableFuture<Void> again = serve();
    try (SocketChannel client = connect()) {
      client.write(ByteBuffer.wrap(new byte[] {'S', -1, -1, -1, -1}));
      GymWire wire = new GymWire(client);
      assertTrue(refused(wire).startsWith("a frame says that it has 4294967295 bytes"));
      assertNull(wire.read(), "then the connection is closed");
    }
    again.get(60, TimeUnit.SECONDS);
  }

  @Test
  void whereNoSocketCanBe_oneSentenceSaysSo() {
    GymServer server = new GymServer(Tasks.panda(1), 1);
    Path deep = folder.resolve("x".repeat(200));
    assertTrue(
        assertThrows(org.reins.robot.ReinsException.class, () -> server.serve(deep, true))
            .getMessage()
            .contains("give a short path"));
  }
}
