package org.reins.node.page;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The browsers that listen, as server-sent events. A listener that has not taken the last event yet
 * does not get the next one: a slow one loses events, and never more than one is kept for it.
 */
final class EventStreams {
  /** Largest number of listeners. */
  static final int MOST = 16;

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong lost = new AtomicLong();

  /** One listener: at most one write is in progress. */
  private final class Listener implements Callback {
    private final Response response;
    private final Callback end;
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile int scene = -1;

    Listener(Response response, Callback end) {
      this.response = response;
      this.end = end;
    }

    @Override
    public void succeeded() {
      writing.set(false);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }

    @Override
    public void failed(Throwable x) {
      if (listeners.remove(this)) {
        end.failed(x);
      }
    }
  }

  /**
   * Adds a listener, to whose response the headers were set.
   *
   * @param end completed when the stream ends
   * @return false if there are too many
   */
  synchronized boolean add(Response response, Callback end) {
    if (listeners.size() >= MOST) {
      return false;
    }
    Listener one = new Listener(response, end);
    listeners.add(one);
    one.writing.set(true);
    // Browsers try again after this time, ms.
    response.write(false, utf8("retry: 500\n\n"), one);
    return true;
  }

  /** Number of listeners. */
  int count() {
    return listeners.size();
  }

  /** Number of events that slow listeners lost. */
  long lost() {
    return lost.get();
  }

  /**
   * Sends to everybody who took the last one.
   *
   * @param scene number of the scene that the events belong to
   * @param first makes the events for listeners that do not have this scene yet; called at most
   *     once
   * @param event for all others
   */
  void send(int scene, Supplier<ByteBuffer> first, ByteBuffer event) {
    ByteBuffer opening = null;
    for (Listener one : listeners) {
      boolean late = one.scene != scene;
      if (one.writing.compareAndSet(false, true)) {
        one.scene = scene;
        opening = late && opening == null ? first.get() : opening;
        one.response.write(false, (late ? opening : event).duplicate(), one);
      } else {
        lost.incrementAndGet();
      }
    }
  }

  /** Ends all streams. */
  void close() {
    for (Listener one : List.copyOf(listeners)) {
      if (listeners.remove(one)) {
        one.end.succeeded();
      }
    }
  }

  /** An event on the wire. */
  static String event(String name, String json) {
    return "event: " + name + "\ndata: " + json + "\n\n";
  }

  static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
  }
}
