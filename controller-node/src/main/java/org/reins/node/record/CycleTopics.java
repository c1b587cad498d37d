package org.reins.node.record;

import java.io.IOException;
import java.util.List;

/** Makes messages of standard types out of recorded cycles, for official tools; not replayed. */
public interface CycleTopics {
  /** Takes messages. */
  interface Sink {
    /** Takes a message of one of the {@link #all topics}; it is encoded at once. */
    <M> void take(StandardTopic<M> topic, M message) throws IOException;
  }

  /** All topics. */
  List<StandardTopic<?>> all();

  /** Makes the messages of one cycle; on the recorder's thread. */
  void write(CycleSlot slot, Sink sink) throws IOException;
}
