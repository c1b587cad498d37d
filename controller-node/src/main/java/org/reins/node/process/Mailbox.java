package org.reins.node.process;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Passes the latest value from one writing thread to one reading thread, without waiting and
 * without allocating. There are three slots: the writer owns one, the reader owns one, and the
 * third is exchanged.
 *
 * @param <T> the value, mutable and reused
 */
public final class Mailbox<T> {
  private static final class Slot<T> {
    final T value;
    boolean fresh;

    Slot(T value) {
      this.value = value;
    }
  }

  private final AtomicReference<Slot<T>> between;
  private Slot<T> writing;
  private Slot<T> reading;

  /** Creates a mailbox with three separate values. */
  public Mailbox(Supplier<T> factory) {
    writing = new Slot<>(factory.get());
    between = new AtomicReference<>(new Slot<>(factory.get()));
    reading = new Slot<>(factory.get());
  }

  /** The value that the writer may fill; writer's thread only. */
  public T draft() {
    return writing.value;
  }

  /** Publishes the draft; an unread earlier value is lost. Writer's thread only. */
  public void post() {
    writing.fresh = true;
    writing = between.getAndSet(writing);
  }

  /**
   * Takes the latest value if there is a new one. Reader's thread only.
   *
   * @return whether {@link #latest} is new
   */
  public boolean take() {
    if (!between.get().fresh) {
      return false;
    }
    reading.fresh = false;
    reading = between.getAndSet(reading);
    return true;
  }

  /** The value taken last; reader's thread only. */
  public T latest() {
    return reading.value;
  }
}
