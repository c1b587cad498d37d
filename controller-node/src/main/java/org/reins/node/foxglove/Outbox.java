package org.reins.node.foxglove;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits to be sent to one client, within bounds. Answers are never dropped: when too many of
 * them wait, the client does not read and must go. Of latched topics only the last message waits.
 * Of all other messages the oldest ones are dropped and counted. Thread-safe; no method waits for
 * anything but a short lock.
 */
final class Outbox {
  /** Bytes of messages that wait at most. */
  static final int MOST_DATA = 1 << 20;

  /** Bytes of answers that wait at most. */
  static final int MOST_TEXT = 1 << 20;

  // An entry costs memory beside its bytes.
  private static final int ENTRY = 64;

  /**
   * A WebSocket message.
   *
   * @param text whether it is UTF-8 text, else it is binary
   * @param bytes not modified
   */
  record Item(boolean text, byte[] bytes) {
    private int cost() {
      return bytes.length + ENTRY;
    }
  }

  private final Deque<Item> answers = new ArrayDeque<>();
  private final Map<Integer, Item> latest = new LinkedHashMap<>();
  private final Deque<Item> data = new ArrayDeque<>();
  private int answerBytes;
  private int dataBytes;
  private long dropped;

  /** Adds an answer; returns false, and adds nothing, if too many wait. */
  synchronized boolean answer(Item item) {
    if (answerBytes + item.cost() > MOST_TEXT) {
      return false;
    }
    answers.addLast(item);
    answerBytes += item.cost();
    return true;
  }

  /** Adds a message of a topic of which each message counts. */
  synchronized void message(byte[] frame) {
    Item item = new Item(false, frame);
    if (item.cost() > MOST_DATA) {
      dropped++;
      return;
    }
    data.addLast(item);
    dataBytes += item.cost();
    while (dataBytes > MOST_DATA) {
      dataBytes -= data.removeFirst().cost();
      dropped++;
    }
  }

  /** Adds a message of a latched topic in place of one that still waits. */
  synchronized void latest(int subscription, byte[] frame) {
    if (latest.put(subscription, new Item(false, frame)) != null) {
      dropped++;
    }
  }

  /** Forgets the waiting message of a subscription to a latched topic. */
  synchronized void forget(int subscription) {
    latest.remove(subscription);
  }

  /**
   * Takes what is to be sent next: answers, then latched messages, then others, each in order.
   *
   * @param most bytes after which no more is added
   * @return empty if nothing waits
   */
  synchronized List<Item> take(int most) {
    List<Item> batch = new ArrayList<>();
    int bytes = 0;
    while (bytes < most && !answers.isEmpty()) {
      Item item = answers.removeFirst();
      answerBytes -= item.cost();
      bytes += item.cost();
      batch.add(item);
    }
    for (Item item : latest.values()) {
      bytes += item.cost();
      batch.add(item);
    }
    latest.clear();
    while (bytes < most && !data.isEmpty()) {
      Item item = data.removeFirst();
      dataBytes -= item.cost();
      bytes += item.cost();
      batch.add(item);
    }
    return batch;
  }

  /** Messages that were dropped so far. */
  synchronized long dropped() {
    return dropped;
  }

  /** Bytes that wait, with the memory that their entries cost. */
  synchronized int waiting() {
    return answerBytes + dataBytes + latest.values().stream().mapToInt(Item::cost).sum();
  }
}
