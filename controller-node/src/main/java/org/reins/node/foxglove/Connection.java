package org.reins.node.foxglove;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * A WebSocket connection: gathers frames to messages and passes messages of the outbox on. A
 * message of more than {@value #MOST_BYTES} bytes ends the connection.
 */
final class Connection implements FrameHandler, Client.Wire {
  /** Largest message of a client, bytes. */
  static final int MOST_BYTES = 1 << 16;

  private final FoxgloveServer server;
  private final Client client;
  private final Requests requests;
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private boolean text;
  private volatile CoreSession session;

  Connection(FoxgloveServer server, boolean mayAct) {
    this.server = server;
    client = new Client(this, mayAct);
    requests = new Requests(server, client);
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = opened;
    if (server.join(client)) {
      callback.succeeded();
      opened.demand();
    } else {
      callback.succeeded();
      opened.close(
          CloseStatus.TRY_AGAIN_LATER,
          FoxgloveServer.MOST_CLIENTS + " clients are connected: close one of them",
          Callback.NOOP);
    }
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> data(frame, callback);
      case OpCode.PING -> {
        byte[] echo = bytes(frame);
        callback.succeeded();
        session.sendFrame(new Frame(OpCode.PONG, ByteBuffer.wrap(echo)), Callback.NOOP, false);
        session.demand();
      }
      case OpCode.PONG -> {
        callback.succeeded();
        session.demand();
      }
      // The session answers a close by itself.
      default -> callback.succeeded();
    }
  }

  private void data(Frame frame, Callback callback) {
    if (frame.getOpCode() != OpCode.CONTINUATION) {
      parts.reset();
      text = frame.getOpCode() == OpCode.TEXT;
    }
    if (parts.size() + frame.getPayloadLength() > MOST_BYTES) {
      callback.succeeded();
      session.close(
          CloseStatus.MESSAGE_TOO_LARGE,
          "a message has at most " + MOST_BYTES + " bytes",
          Callback.NOOP);
      return;
    }
    parts.writeBytes(bytes(frame));
    callback.succeeded();
    if (frame.isFin()) {
      byte[] message = parts.toByteArray();
      parts.reset();
      answer(message);
    }
    session.demand();
  }

  private void answer(byte[] message) {
    try {
      if (text) {
        requests.text(message);
      } else {
        requests.binary(message);
      }
    } catch (RuntimeException e) {
      // A fault of ours must not look like one of the network.
      client.say(FoxgloveJson.status(FoxgloveJson.ERROR, "the request failed: " + e, null));
    }
  }

  private static byte[] bytes(Frame frame) {
    byte[] all = new byte[frame.getPayloadLength()];
    if (frame.hasPayload()) {
      frame.getPayload().duplicate().get(all);
    }
    return all;
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    server.leave(client);
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    server.leave(client);
    callback.succeeded();
  }

  @Override
  public void send(List<Outbox.Item> batch, Runnable done) {
    int last = batch.size() - 1;
    for (int k = 0; k <= last; k++) {
      Outbox.Item item = batch.get(k);
      Frame frame =
          new Frame(item.text() ? OpCode.TEXT : OpCode.BINARY, ByteBuffer.wrap(item.bytes()));
      // One write for all of them. A failure of the last ends the session, which says so.
      Callback taken =
          k < last
              ? Callback.NOOP
              : Callback.from(Invocable.InvocationType.NON_BLOCKING, done, x -> {});
      session.sendFrame(frame, taken, k < last);
    }
  }

  @Override
  public void ping() {
    session.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
  }

  @Override
  public void end(String why) {
    CoreSession now = session;
    if (now != null) {
      now.close(CloseStatus.POLICY_VIOLATION, why, Callback.NOOP);
    }
    server.leave(client);
  }
}
