package org.reins.node.embedded;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reins.node.ros.CdrReader;

/**
 * The node to which a writer of another participant belongs, as announced by the participants. Only
 * the most recent participants are kept, so that no peer can fill the memory.
 */
final class GraphNames {
  private static final int MOST_PARTICIPANTS = 128;
  private static final int GUID = 16;

  private final Map<Endpoint, Map<Endpoint, String>> participants =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, Map<Endpoint, String>> eldest) {
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
    for (int k = 0; k < nodes && in.ok(); k++) {
      String namespace = in.string();
      String name = (namespace.equals("/") ? "" : namespace) + "/" + in.string();
      String shown = name.replaceAll("\\p{Cntrl}", "?");
      // Readers first, then writers.
      in.skipSequence(gid, 1);
      int writers = in.lengthOf(gid);
      for (int w = 0; w < writers; w++) {
        names.put(endpoint(in, gid), shown);
      }
    }
    if (in.ok()) {
      participants.put(participant, names);
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

  /** The full name of a writer's node, or its GUID if the node is unknown. */
  String of(Endpoint writer) {
    for (Map<Endpoint, String> names : participants.values()) {
      String name = names.get(writer);
      if (name != null) {
        return name;
      }
    }
    return writer.toString();
  }
}
