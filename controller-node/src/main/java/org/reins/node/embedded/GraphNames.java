package org.reins.node.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.node.ros.CdrReader;

/**
 * The node to which a writer of another participant belongs, as announced by the participants. Only
 * the most recent participants are kept, so that no peer can fill the memory.
 */
final class GraphNames {
  private static final int MOST_PARTICIPANTS = 128;
  private static final int GUID = 16;

  /** The announcement of one participant: the nodes, and the node of each writer. */
  private record Announced(List<String> nodes, Map<Endpoint, String> writers) {}

  private final Map<Endpoint, Announced> participants =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, Announced> eldest) {
          return size() > MOST_PARTICIPANTS;
        }
      };

  /**
   * Takes the announcement of a participant. It replaces the participant's previous announcement.
   *
   * @param gid bytes per gid in the announcement
   */
  void take(byte[] bytes, int length, int gid) {
    CdrReader in = new CdrReader();
    in.start(ByteBuffer.wrap(bytes, 0, length));
    Endpoint participant = endpoint(in, gid);
    int nodes = in.lengthOf(8);
    Map<Endpoint, String> names = new HashMap<>();
    List<String> all = new ArrayList<>();
    for (int k = 0; k < nodes && in.ok(); k++) {
      String namespace = in.string();
      String name = (namespace.equals("/") ? "" : namespace) + "/" + in.string();
      String shown = name.replaceAll("\\p{Cntrl}", "?");
      all.add(shown);
      // Readers first, then writers.
      in.skipSequence(gid, 1);
      int writers = in.lengthOf(gid);
      for (int w = 0; w < writers; w++) {
        names.put(endpoint(in, gid), shown);
      }
    }
    if (in.ok()) {
      participants.put(participant, new Announced(List.copyOf(all), names));
    }
  }

  private static Endpoint endpoint(CdrReader in, int gid) {
    byte[] guid = new byte[GUID];
    for (int i = 0; i < gid; i++) {
      int b = in.octet();
      if (i < GUID) {
        guid[i] = (byte) b;
      }
    }
    return new Endpoint(guid);
  }

  /** The full names of all nodes. */
  List<String> nodes() {
    return participants.values().stream().flatMap(a -> a.nodes.stream()).distinct().toList();
  }

  /** The full name of a writer's node, or its GUID if the node is unknown. */
  String of(Endpoint writer) {
    for (Announced one : participants.values()) {
      String name = one.writers.get(writer);
      if (name != null) {
        return name;
      }
    }
    return writer.toString();
  }
}
