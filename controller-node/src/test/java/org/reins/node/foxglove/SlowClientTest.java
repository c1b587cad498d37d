package org.reins.node.foxglove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that read slowly or not at all cost messages and no memory. */
class SlowClientTest {
  private final ServedFoxglove served = new ServedFoxglove();

  @AfterEach
  void end() {
    served.close();
  }

  /** Connects and subscribes by hand, and then never reads. */
  private Socket deaf(Channel channel) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), served.page.port()));
    String request =
        "GET /foxglove HTTP/1.1\r\nHost: 127.0.0.1:"
            + served.page.port()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + "Sec-WebSocket-Protocol: foxglove.sdk.v1\r\n\r\n";
    byte[] text = ServedFoxglove.subscription(1, channel).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(text.length + 6);
    // Masked with zeros, as a client must mask.
    frame.put((byte) 0x81).put((byte) (0x80 | text.length)).putInt(0).put(text);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(frame.array());
    return socket;
  }

  @Test
  void aClientThatNeverReadsLosesMessages_andNoMemory_whileOthersGetTheirs() throws Exception {
    try (Socket deaf = deaf(served.states);
        FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.say(ServedFoxglove.subscription(5, served.states));
      while (served.foxglove.wantedBy(served.states) < 2) {
        LockSupport.parkNanos(1_000_000);
      }
      byte[] large = new byte[200_000];
      for (int k = 0; served.foxglove.lost() < 20; k++) {
        served.foxglove.publish(served.states, k, large);
        assertTrue(served.foxglove.waiting() < 2L * Outbox.MOST_DATA + 3L * Outbox.MOST_TEXT);
        FoxgloveSocket.Data data = client.data();
        assertEquals(k, data.nanos());
      }
      assertTrue(deaf.isConnected());
    }
  }

  @Test
  void aClientThatIsTooSlowIsTold_onceItReadsAgain() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.say(ServedFoxglove.subscription(5, served.states));
      while (served.foxglove.wantedBy(served.states) < 1) {
        LockSupport.parkNanos(1_000_000);
      }
      // Faster than anybody takes them.
      for (int k = 0; served.foxglove.lost() == 0; k++) {
        served.foxglove.publish(served.states, k, new byte[200_000]);
      }
      JsonNode status = client.next("status");
      assertEquals(1, status.get("level").asInt());
      assertTrue(status.get("message").asText().matches("\\d+ messages were dropped.*"));
    }
  }
}
