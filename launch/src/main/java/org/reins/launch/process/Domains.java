package org.reins.launch.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.reins.robot.ReinsException;

/** Finds a DDS domain that is not in use on this machine. */
public final class Domains {
  private static final int HIGHEST = 101;
  private static final int PARTICIPANTS = 4;

  private Domains() {}

  /** A free domain; several runs at once look in different places first. */
  public static int free() {
    int first = (int) (ProcessHandle.current().pid() % HIGHEST) + 1;
    for (int k = 0; k < HIGHEST; k++) {
      int domain = (first + k - 1) % HIGHEST + 1;
      if (takenPort(domain) < 0) {
        return domain;
      }
    }
    throw new ReinsException(
        "all DDS domains from 1 to " + HIGHEST + " are in use on this machine");
  }

  /**
   * Requires that a domain is free.
   *
   * @throws ReinsException naming the port that is taken
   */
  public static void requireFree(int domain) {
    if (domain < 0 || domain > HIGHEST) {
      throw new ReinsException("domain is " + domain + ": allowed is 0 to " + HIGHEST);
    }
    int port = takenPort(domain);
    if (port >= 0) {
      throw new ReinsException(
          "DDS domain "
              + domain
              + " is in use on this machine (UDP port "
              + port
              + " is busy): choose another with --domain");
    }
  }

  /**
   * The unicast ports that DDS gives to the first participants of a domain (DDSI-RTPS 9.6.2), or
   * −1.
   */
  private static int takenPort(int domain) {
    for (int p = 0; p < PARTICIPANTS; p++) {
      for (int offset = 10; offset <= 11; offset++) {
        int port = 7400 + 250 * domain + offset + 2 * p;
        try (DatagramSocket socket = new DatagramSocket(null)) {
          socket.setReuseAddress(false);
          socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
          return port;
        }
      }
    }
    return -1;
  }
}
