package org.reins.node.rcljava;

import java.util.concurrent.locks.ReentrantLock;
import org.ros2.rcljava.RCLJava;
import org.ros2.rcljava.executors.SingleThreadedExecutor;
import org.ros2.rcljava.node.ComposableNode;
import org.ros2.rcljava.node.Node;

/** A node of rcljava and the thread that spins it. */
final class SpunNode implements AutoCloseable {
  private static final long SPIN_NANOS = 5_000_000;

  /** What makes an entity of a node. */
  interface Creation<T> {
    T create(Node node) throws ReflectiveOperationException;
  }

  private final Node node;
  private final SingleThreadedExecutor executor = new SingleThreadedExecutor();
  // Entities may not be added while the executor gathers them. Fair, so that a spin does not
  // follow upon a spin while somebody waits.
  private final ReentrantLock entities = new ReentrantLock(true);
  private final Thread thread;
  private volatile boolean running = true;

  SpunNode(Node node) {
    this.node = node;
    executor.addNode((ComposableNode) () -> node);
    thread = new Thread(this::spin, "reins-rcl-" + node.getName());
    thread.setDaemon(true);
    thread.start();
  }

  /** For what only asks. */
  Node node() {
    return node;
  }

  /** Adds an entity between two spins. */
  <T> T add(Creation<T> creation) throws ReflectiveOperationException {
    entities.lock();
    try {
      return creation.create(node);
    } finally {
      entities.unlock();
    }
  }

  private void spin() {
    while (running && RCLJava.ok()) {
      entities.lock();
      try {
        executor.spinOnce(SPIN_NANOS);
      } finally {
        entities.unlock();
      }
    }
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    node.dispose();
  }
}
