package org.reins.node.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.reins.node.process.HangWatch;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosException;
import org.reins.node.ros.RosNode;
import us.ihmc.pubsub.Domain;
import us.ihmc.pubsub.common.LogLevel;
import us.ihmc.pubsub.impl.fastRTPS.FastRTPSDomain;
import us.ihmc.pubsub.participant.Participant;

/** Nodes over the Fast DDS bundled with ihmc-pub-sub, over UDPv4. */
public final class EmbeddedBackend implements RosBackend {
  private final RosEnvironment environment;

  /** Prepares the middleware. */
  public EmbeddedBackend(RosEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Prepares the middleware on this machine only.
   *
   * @throws IllegalArgumentException if the domain is out of range
   */
  public EmbeddedBackend(int domainId) {
    this(RosEnvironment.local(domainId));
  }

  @Override
  public RosNode createNode(NodeNames names) {
    try {
      HangWatch watch = HangWatch.USUAL;
      Domain domain =
          watch.run("loading the middleware's native library", EmbeddedBackend::loadNatives);
      domain.setLogLevel(LogLevel.ERROR);
      Participant participant =
          watch.run(
              "joining DDS domain " + environment.domainId(),
              () -> domain.createParticipant(ParticipantProfiles.of(names.node(), environment)));
      return new EmbeddedNode(domain, participant, names, environment, watch);
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new RosException(
          "node "
              + names.node().full()
              + " cannot join DDS domain "
              + environment.domainId()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Loads the native library. The first time for each user, it is unpacked into the home folder. A
   * second process at the same time would load an incomplete file, so only one process loads at a
   * time, and only one of its threads, because a process can hold a lock of a file once.
   */
  private static synchronized Domain loadNatives() throws IOException {
    Path lock =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "reins-natives-" + System.getProperty("user.name") + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("the lock " + lock + " was lost");
      }
      return FastRTPSDomain.getInstance(false);
    }
  }
}
