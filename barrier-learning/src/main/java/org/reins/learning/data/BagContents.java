package org.reins.learning.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what a bag holds: its topics, their types and messages, and its times. */
final class BagContents {
  private static final int MOST_TOPICS = 10_000;
  private static final double NANO = 1e-9;

  private final Map<String, Topic> topics = new LinkedHashMap<>();
  private long messages;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /** What is known of a topic. */
  static final class Topic {
    private final String name;
    private final String type;
    private final String encoding;
    private long count;
    private boolean isPacked;

    private Topic(BagMessage first) {
      name = first.topic();
      type = first.type();
      encoding = first.encoding();
    }

    String name() {
      return name;
    }

    String type() {
      return type;
    }

    long count() {
      return count;
    }

    @Override
    public String toString() {
      return name
          + " ("
          + (type.isEmpty() ? "no type" : type)
          + (encoding.equals("cdr") ? "" : " as " + encoding)
          + (isPacked ? ", compressed" : "")
          + ", "
          + count
          + " messages)";
    }
  }

  void take(BagMessage message) {
    messages++;
    first = Math.min(first, message.time());
    last = Math.max(last, message.time());
    Topic topic = topics.get(message.topic());
    if (topic == null && topics.size() < MOST_TOPICS) {
      topic = new Topic(message);
      topics.put(topic.name, topic);
    }
    if (topic != null) {
      topic.count++;
      topic.isPacked |= PackedFile.isPacked(message.data());
    }
  }

  /** Counts the messages of a file. */
  void read(Path file, BagMessage.Reader also) {
    BagMessage.Reader both =
        m -> {
          take(m);
          also.take(m);
        };
    if (FileKind.of(file) == FileKind.MCAP) {
      McapBag.read(file, both);
    } else {
      SqliteBag.read(file, both);
    }
  }

  long messages() {
    return messages;
  }

  List<Topic> topics() {
    return new ArrayList<>(topics.values());
  }

  /** From the first message to the last, s; 0 without messages. */
  double duration() {
    return messages == 0 ? 0 : NANO * ((double) last - first);
  }

  /** The topics in one sentence's end, such as: it holds /a (T, 5 messages). */
  String sentence(int most) {
    if (messages == 0) {
      return "it holds no messages";
    }
    String shown =
        String.join(", ", topics.values().stream().limit(most).map(Topic::toString).toList());
    int more = topics.size() - most;
    return "it holds " + shown + (more > 0 ? " and " + more + " more topics" : "");
  }

  /** Such as: 120 messages on 3 topics in 12.5 s. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%d message%s on %d topic%s in %.3f s",
        messages,
        messages == 1 ? "" : "s",
        topics.size(),
        topics.size() == 1 ? "" : "s",
        duration());
  }
}
