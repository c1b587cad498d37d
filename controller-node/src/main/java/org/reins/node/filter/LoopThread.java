package org.reins.node.filter;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.reins.filter.FilterReason;
import org.reins.node.process.NodeClock;
import org.reins.node.process.NodeFaults;
import org.reins.node.process.RealTime;
import org.reins.node.process.Waiting;

/**
 * The thread of a control loop, and the requests of other threads to it. It first runs a self-test
 * until the compiler is done, then waits for activation and for a state, and then runs the loop.
 * Requests are stored where the loop polls them; no thread waits for a lock.
 */
public final class LoopThread implements AutoCloseable {
  private final CountDownLatch tested = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean wanted;
  private volatile boolean active;
  private volatile boolean paused;
  private final AtomicReference<FilterReason> stopAsked = new AtomicReference<>();
  private volatile boolean resetAsked;
  private volatile FilterReason latched = FilterReason.NONE;
  private volatile int culprit = -1;
  private volatile int contrary = -1;
  private volatile String selfTest = "the self-test is still running";
  private volatile String schedulingWarning = "";
  private volatile String failure = "";

  /**
   * Prepares a thread; {@link #start} starts it.
   *
   * @param test returns one sentence on what is wrong, or an empty string
   * @param state whether a new state has arrived; takes that state
   * @param loop runs until {@link #isRunning} is false, or until the robot rests once the loop is
   *     no longer wanted
   */
  public LoopThread(Supplier<String> test, BooleanSupplier state, Runnable loop) {
    thread = new Thread(() -> run(test, state, loop), "reins-control");
  }

  /** Starts the thread with the self-test. */
  public void start() {
    thread.start();
  }

  private void run(Supplier<String> test, BooleanSupplier state, Runnable loop) {
    try {
      selfTest = tested(test);
      // Garbage from the startup would otherwise be collected within the first seconds of control.
      System.gc();
      tested.countDown();
      schedulingWarning = RealTime.tryFifo(RealTime.CONTROL);
      RealTime.raiseVirtualMachine();
      while (running) {
        if (wanted && state.getAsBoolean()) {
          loop.run();
          active = false;
        } else {
          LockSupport.parkNanos(1_000_000);
        }
      }
    } catch (RuntimeException | Error e) {
      // This must not happen, but a thread that has ended must not look like one that works.
      failure = "the control loop ended: " + e;
      NodeFaults.escape(e);
    } finally {
      active = false;
      tested.countDown();
      ended.countDown();
    }
  }

  private static String tested(Supplier<String> test) {
    try {
      return test.get();
    } catch (RuntimeException | Error e) {
      return "self-test: " + e;
    }
  }

  /** The thread that a new state wakes up. */
  public Thread thread() {
    return thread;
  }

  /**
   * Waits for the end of the self-test; returns one sentence on what is wrong, or an empty string.
   */
  String awaitSelfTest() {
    try {
      tested.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted during the self-test";
    }
    return selfTest;
  }

  /** Starts to send from the next state on. */
  void activate() {
    paused = false;
    wanted = true;
    LockSupport.unpark(thread);
  }

  /** Brings the robot to rest; {@link #isActive} becomes false when commands are no longer sent. */
  void deactivate() {
    wanted = false;
  }

  /** Holds the robot, or lets it continue. */
  void pause(boolean on) {
    paused = on;
  }

  /** Latches a stop from the next cycle on. */
  void stop(FilterReason reason) {
    stopAsked.set(reason);
  }

  /** Ends the stop at the next cycle with a fresh state. */
  void resetFault() {
    resetAsked = true;
  }

  /** Whether commands are being sent. */
  boolean isActive() {
    return active;
  }

  /** Whether the robot is stopped until a reset. */
  boolean isLatched() {
    return latched != FilterReason.NONE;
  }

  /** Why the robot is stopped until a reset; NONE if it is not. */
  FilterReason latchedBy() {
    return latched;
  }

  /** The joint whose measurement stopped the robot; −1 if no joint did. */
  int culprit() {
    return culprit;
  }

  /** The joint that moved against the brake; −1 if none did since the last reset. */
  int contrary() {
    return contrary;
  }

  /** One sentence if real-time scheduling was refused, else empty. */
  String schedulingWarning() {
    return schedulingWarning;
  }

  /** One sentence if the loop ended by an internal fault, else empty. */
  String failure() {
    return failure;
  }

  /**
   * For the loop: waits until a state arrives.
   *
   * @param pause waits for a state for a time at most, ns
   * @param deadline latest time to wait for, ns
   * @return false if no state arrived, or the thread must end
   */
  public boolean awaitState(BooleanSupplier state, LongConsumer pause, long deadline) {
    while (running) {
      if (state.getAsBoolean()) {
        return true;
      }
      long left = deadline - NodeClock.nanos();
      if (left <= 0) {
        return false;
      }
      pause.accept(left);
    }
    return false;
  }

  /** For the loop: whether the thread must continue to run. */
  public boolean isRunning() {
    return running;
  }

  /** For the loop: whether to drive the robot (true), or to bring it to rest and end. */
  public boolean isWanted() {
    return wanted;
  }

  /** For the loop: whether to hold the robot. */
  public boolean isPaused() {
    return paused;
  }

  /** For the loop: notes that a command was sent. */
  public void sent() {
    active = true;
  }

  /**
   * For the loop: the reason for a stop requested since the last call; null if none was requested.
   */
  public FilterReason takeStop() {
    // In one step: a stop that is asked for in between must not be lost.
    return stopAsked.get() == null ? null : stopAsked.getAndSet(null);
  }

  /** For the loop: whether a reset is requested. */
  public boolean isResetAsked() {
    return resetAsked;
  }

  /** For the loop: notes that the reset was done. */
  public void resetDone() {
    resetAsked = false;
  }

  /**
   * For the loop: sets why the robot is stopped until a reset.
   *
   * @param reason NONE if it is not stopped
   * @param joint whose measurement caused the stop; −1 if no joint did
   */
  public void latch(FilterReason reason, int joint) {
    culprit = joint;
    latched = reason;
  }

  /** For the loop: sets the joint that moved against the brake; −1 if none did. */
  public void contrary(int joint) {
    contrary = joint;
  }

  /** Ends the loop at once, without a stop, and waits for its end. */
  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
  }
}
