package org.reins.launch.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Participants that do not exist: their announcements (SPDP, DDSI-RTPS 2.3, 8.5.3 and 9.6.2) are
 * sent to the participants of a domain on this machine. They name a socket of this object, on which
 * the answers of those who believed them arrive.
 */
final class DiscoveryFlood implements AutoCloseable {
  private static final int PREFIX = 12;
  private static final int INFO_DESTINATION = 0x0e;
  // Participants of the domain that may be there, by their ids.
  private static final int TARGETS = 12;
  private static final int LARGEST = 64 * 1024;

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final DatagramSocket socket;
  private final int domain;
  private final byte[][] announcements;
  private final Set<Integer> believed = ConcurrentHashMap.newKeySet();
  private int next;

  /**
   * Prepares the announcements.
   *
   * @param participants how many
   */
  DiscoveryFlood(int domain, int participants) {
    this.domain = domain;
    try {
      socket = new DatagramSocket(new InetSocketAddress(loopback, 0));
      socket.setSoTimeout(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    announcements = new byte[participants][];
    for (int k = 0; k < participants; k++) {
      announcements[k] = announcement(k, socket.getLocalPort());
    }
  }

  /** Announces the next participant to all that may be in the domain, and takes answers. */
  void announce() {
    byte[] data = announcements[next];
    next = (next + 1) % announcements.length;
    try {
      for (int id = 0; id < TARGETS; id++) {
        int port = 7410 + 250 * domain + 2 * id;
        socket.send(new DatagramPacket(data, data.length, loopback, port));
      }
      listen();
    } catch (IOException e) {
      // Nobody listens on a port: the next one.
      return;
    }
  }

  private void listen() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    for (int k = 0; k < 64; k++) {
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return;
      }
      note(packet.getData(), packet.getLength());
    }
  }

  /** An answer names its destination, which is one of those that do not exist. */
  private void note(byte[] data, int length) {
    for (int k = 20; k + 4 + PREFIX <= length; k += 4) {
      int size = (data[k + 2] & 0xff) | (data[k + 3] & 0xff) << 8;
      if (data[k] == INFO_DESTINATION && size == PREFIX && data[k + 4] == 'H') {
        believed.add(ByteBuffer.wrap(data, k + 4 + 8, 4).order(ByteOrder.BIG_ENDIAN).getInt());
      }
    }
  }

  /** How many of them somebody has answered. */
  int believed() {
    return believed.size();
  }

  private static byte[] prefix(int number) {
    return ByteBuffer.allocate(PREFIX).put((byte) 'H').putInt(8, number).array();
  }

  private static byte[] announcement(int number, int port) {
    ByteBuffer data = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    data.put(new byte[] {'R', 'T', 'P', 'S', 2, 3, 1, 15}).put(prefix(number));
    // DATA with a key and no inline QoS, from the SPDP writer, number 1.
    data.put((byte) 0x15).put((byte) 0x05);
    final int length = data.position();
    data.putShort((short) 0).putShort((short) 0).putShort((short) 16);
    data.put(new byte[] {0, 1, 0, (byte) 0xc7, 0, 1, 0, (byte) 0xc2}).putInt(0).putInt(1);
    data.put(new byte[] {0, 3, 0, 0});
    parameter(data, 0x15, 4).put(new byte[] {2, 3, 0, 0});
    parameter(data, 0x16, 4).put(new byte[] {1, 15, 0, 0});
    parameter(data, 0x50, 16).put(prefix(number)).put(new byte[] {0, 0, 1, (byte) 0xc1});
    locator(parameter(data, 0x32, 24), port);
    locator(parameter(data, 0x31, 24), port);
    parameter(data, 0x02, 8).putInt(10).putInt(0);
    parameter(data, 0x58, 4).putInt(0x0c3f);
    parameter(data, 0x01, 0);
    data.putShort(length, (short) (data.position() - length - 2));
    return Arrays.copyOf(data.array(), data.position());
  }

  private static ByteBuffer parameter(ByteBuffer data, int id, int size) {
    return data.putShort((short) id).putShort((short) size);
  }

  private static void locator(ByteBuffer data, int port) {
    data.putInt(1).putInt(port).put(new byte[PREFIX]).put(new byte[] {127, 0, 0, 1});
  }

  @Override
  public void close() {
    socket.close();
  }
}
