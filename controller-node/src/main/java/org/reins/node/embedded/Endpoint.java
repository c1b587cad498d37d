package org.reins.node.embedded;

import java.util.Arrays;
import us.ihmc.pubsub.common.Guid;

/**
 * A DDS GUID as a value.
 *
 * @param bytes 12 bytes of the participant, 4 bytes of the endpoint
 */
record Endpoint(byte[] bytes) {
  private static final int PREFIX = 12;
  private static final int SIZE = 16;
  private static final long MIX = 0x100000001B3L;

  static Endpoint of(Guid guid) {
    byte[] all = Arrays.copyOf(guid.getGuidPrefix().getValue(), SIZE);
    System.arraycopy(guid.getEntity().getValue(), 0, all, PREFIX, SIZE - PREFIX);
    return new Endpoint(all);
  }

  /** A number that identifies an endpoint; 0 for none. Allocates nothing. */
  static long number(Guid guid) {
    long hash = 0;
    for (byte b : guid.getGuidPrefix().getValue()) {
      hash = hash * MIX + (b & 0xFF);
    }
    for (byte b : guid.getEntity().getValue()) {
      hash = hash * MIX + (b & 0xFF);
    }
    return hash;
  }

  boolean isKnown() {
    return !Arrays.equals(bytes, new byte[SIZE]);
  }

  boolean isReader() {
    int kind = bytes[SIZE - 1] & 0x3F;
    return kind == 0x04 || kind == 0x07;
  }

  boolean isOfTheSameParticipant(Endpoint other) {
    return Arrays.equals(bytes, 0, PREFIX, other.bytes, 0, PREFIX);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint e && Arrays.equals(bytes, e.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
