package org.reins.node.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.reins.node.process.NodeFaults;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.NodeName;
import us.ihmc.pubsub.common.Guid;
import us.ihmc.pubsub.common.MatchingInfo;
import us.ihmc.pubsub.common.SampleInfo;
import us.ihmc.pubsub.publisher.Publisher;
import us.ihmc.pubsub.subscriber.Subscriber;
import us.ihmc.pubsub.subscriber.SubscriberListener;

/**
 * This node in the graph of ROS 2: {@code rmw_dds_common/ParticipantEntitiesInfo} on {@code
 * ros_discovery_info}, sent again whenever an endpoint is added.
 *
 * <p>A gid on the wire has 24 bytes up to Humble and 16 bytes since Iron, under the same type name.
 * If the size is unknown, 24 bytes are sent until a sample of another participant shows the size in
 * use. Read as 16 bytes, they mean a participant without nodes.
 */
final class NodeGraph implements SubscriberListener<RawSample> {
  static final String TOPIC = "ros_discovery_info";
  static final String TYPE = "rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_";
  static final int MOST_BYTES = 32 * 1024;
  private static final int OLD_GID = 24;
  private static final int NEW_GID = 16;
  private static final int MOST_PADDING = 8;

  private final NodeName node;
  private final Endpoint participant;
  private final List<Endpoint> readers = new ArrayList<>();
  private final List<Endpoint> writers = new ArrayList<>();
  private final RawSample received = new RawSample(MOST_BYTES);
  private final RawSample sent = new RawSample(MOST_BYTES);
  private final SampleInfo info = new SampleInfo();
  private final GraphNames others = new GraphNames();
  private Publisher publisher;
  private int gidBytes;
  private boolean gidKnown;

  /**
   * Prepares the graph.
   *
   * @param gidBytes 16, 24, or 0 for automatic detection
   */
  NodeGraph(NodeName node, Endpoint participant, int gidBytes) {
    this.node = node;
    this.participant = participant;
    this.gidBytes = gidBytes == 0 ? OLD_GID : gidBytes;
    gidKnown = gidBytes != 0;
  }

  synchronized void open(Publisher discovery) {
    publisher = discovery;
    announce();
  }

  synchronized void addReader(Guid guid) {
    readers.add(Endpoint.of(guid));
    announce();
  }

  synchronized void removeReader(Guid guid) {
    readers.remove(Endpoint.of(guid));
    announce();
  }

  synchronized void addWriter(Guid guid) {
    writers.add(Endpoint.of(guid));
    announce();
  }

  /** Size of a gid in the samples sent now, bytes. */
  synchronized int gidBytes() {
    return gidBytes;
  }

  /**
   * The nodes to which writers belong, sorted. Unknown nodes are given by their GUIDs. A node with
   * several writers is named once.
   */
  synchronized List<String> nodesOf(Collection<Endpoint> of) {
    return of.stream().map(others::of).distinct().sorted().toList();
  }

  /** Full names of the nodes of other participants. */
  synchronized List<String> others() {
    return others.nodes();
  }

  private void announce() {
    if (publisher == null) {
      return;
    }
    sent.length = encode(sent.bytes, gidBytes);
    try {
      publisher.write(sent);
    } catch (IOException e) {
      // The next endpoint announces all endpoints again. Until then, tools do not see this node.
      sent.length = 0;
    }
  }

  private int encode(byte[] bytes, int gid) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    CdrWriter out = new CdrWriter();
    out.start(buffer);
    gid(out, participant, gid);
    out.int32(1);
    out.string(node.namespace());
    out.string(node.name());
    gids(out, readers, gid);
    gids(out, writers, gid);
    return buffer.position();
  }

  private static void gids(CdrWriter out, List<Endpoint> endpoints, int gid) {
    out.int32(endpoints.size());
    for (Endpoint e : endpoints) {
      gid(out, e, gid);
    }
  }

  private static void gid(CdrWriter out, Endpoint endpoint, int gid) {
    for (byte b : Arrays.copyOf(endpoint.bytes(), gid)) {
      out.octet(b);
    }
  }

  @Override
  public void onNewDataMessage(Subscriber<RawSample> subscriber) {
    try {
      if (subscriber.takeNextData(received, info)) {
        learnGid(received.bytes, received.length);
        learnNames(received.bytes, received.length);
      }
    } catch (RuntimeException e) {
      // An exception here would end a thread of the middleware. The next sample is another chance.
      received.length = 0;
    } catch (Error e) {
      NodeFaults.escape(e);
    }
  }

  private synchronized void learnGid(byte[] bytes, int length) {
    if (gidKnown
        || new Endpoint(Arrays.copyOfRange(bytes, 4, 20)).isOfTheSameParticipant(participant)) {
      return;
    }
    int other = gidBytes == OLD_GID ? NEW_GID : OLD_GID;
    if (nodes(bytes, length, gidBytes) > 0) {
      gidKnown = true;
    } else if (nodes(bytes, length, other) > 0) {
      gidKnown = true;
      gidBytes = other;
      announce();
    }
  }

  private synchronized void learnNames(byte[] bytes, int length) {
    for (int gid : new int[] {gidBytes, gidBytes == OLD_GID ? NEW_GID : OLD_GID}) {
      if (nodes(bytes, length, gid) > 0) {
        others.take(bytes, length, gid);
        return;
      }
    }
  }

  /** Number of nodes in a sample for a gid size in bytes; −1 if the sample does not match it. */
  static int nodes(byte[] bytes, int length, int gid) {
    CdrReader in = new CdrReader();
    in.start(ByteBuffer.wrap(bytes, 0, length));
    in.skip(gid, 1);
    int nodes = in.lengthOf(8);
    for (int k = 0; k < nodes && in.ok(); k++) {
      boolean named = in.string().startsWith("/") && !in.string().isEmpty();
      for (int list = 0; list < 2; list++) {
        in.skipSequence(gid, 1);
      }
      if (!named) {
        return -1;
      }
    }
    // Padding to a multiple of four may follow, and ihmc-pub-sub sends four more bytes.
    return in.ok() && in.left() < MOST_PADDING ? nodes : -1;
  }

  @Override
  public void onSubscriptionMatched(Subscriber<RawSample> subscriber, MatchingInfo matching) {
    // Other participants are known from their samples.
  }
}
