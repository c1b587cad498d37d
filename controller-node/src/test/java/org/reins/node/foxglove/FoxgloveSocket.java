package org.reins.node.foxglove;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A client of the protocol over the JDK's WebSocket: gathers what the server sends. */
final class FoxgloveSocket implements WebSocket.Listener, AutoCloseable {
  private static final long PATIENCE_S = 30;

  /** A binary message of a channel. */
  record Data(int subscription, long nanos, ByteBuffer cdr) {}

  private final BlockingQueue<JsonNode> texts = new LinkedBlockingQueue<>();
  private final BlockingQueue<ByteBuffer> binaries = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
  private final WebSocket socket;

  private FoxgloveSocket(String address, String protocol, String origin) {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (!protocol.isEmpty()) {
      String[] names = protocol.split(",", -1);
      String[] more = java.util.Arrays.copyOfRange(names, 1, names.length);
      builder = builder.subprotocols(names[0], more);
    }
    if (!origin.isEmpty()) {
      builder = builder.header("Origin", origin);
    }
    socket = builder.buildAsync(URI.create(address), this).join();
  }

  static FoxgloveSocket open(String address) {
    return new FoxgloveSocket(address, "foxglove.sdk.v1", "");
  }

  /**
   * Connects.
   *
   * @param protocol names with commas; empty for none
   * @param origin of the page that connects; empty for none
   */
  static FoxgloveSocket open(String address, String protocol, String origin) {
    return new FoxgloveSocket(address, protocol, origin);
  }

  String protocol() {
    return socket.getSubprotocol();
  }

  void say(String json) {
    socket.sendText(json, true).join();
  }

  void send(byte[] frame) {
    socket.sendBinary(ByteBuffer.wrap(frame), true).join();
  }

  /** The next text message that fits; others before it are dropped. */
  JsonNode next(Predicate<JsonNode> wanted) throws InterruptedException {
    while (true) {
      JsonNode message = texts.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("the awaited message did not come");
      }
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  JsonNode next(String op) throws InterruptedException {
    return next(m -> m.get("op").asText().equals(op));
  }

  ByteBuffer binary() throws InterruptedException {
    ByteBuffer message = binaries.poll(PATIENCE_S, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("the awaited binary message did not come");
    }
    return message;
  }

  Data data() throws InterruptedException {
    return data(() -> {});
  }

  /**
   * The next message of a channel.
   *
   * @param publish called again and again until it comes: a best-effort sample is lost if the
   *     publisher has found the subscription before the subscription has found the publisher
   */
  Data data(Runnable publish) throws InterruptedException {
    long start = System.nanoTime();
    while (binaries.isEmpty() && System.nanoTime() - start < PATIENCE_S * 1_000_000_000L) {
      publish.run();
      LockSupport.parkNanos(5_000_000);
    }
    ByteBuffer in = binaries.poll();
    if (in == null) {
      throw new AssertionError("the awaited binary message did not come");
    }
    if (in.get() != 1) {
      throw new AssertionError("the binary message is no message data");
    }
    return new Data(in.getInt(), in.getLong(), in.slice());
  }

  /** The code with which the server closes. */
  int closeCode() throws Exception {
    return closed.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      try {
        texts.add(FoxgloveJson.MAPPER.readTree(text.toString()));
      } catch (java.io.IOException e) {
        throw new AssertionError("the server sent no JSON: " + text, e);
      }
      text.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
    byte[] some = new byte[part.remaining()];
    part.get(some);
    bytes.writeBytes(some);
    if (last) {
      binaries.add(ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN));
      bytes.reset();
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    closed.complete(-1);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
