package org.reins.learning.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the CDR encoding of ROS 2 messages (OMG DDS-XTypes, plain CDR, version 1). Numbers are
 * aligned to their own size, counted from the end of the four-byte encapsulation header. Throws
 * {@link BufferUnderflowException} if the message ends too early.
 */
final class Cdr {
  private static final int ENCAPSULATION = 4;

  private final ByteBuffer in;

  Cdr(byte[] message) {
    in = ByteBuffer.wrap(message);
    if (message.length < ENCAPSULATION) {
      throw new BufferUnderflowException();
    }
    in.order(message[1] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    in.position(ENCAPSULATION);
  }

  private void align(int size) {
    int past = (in.position() - ENCAPSULATION) % size;
    if (past != 0) {
      skip(size - past);
    }
  }

  void skip(int bytes) {
    if (in.remaining() < bytes) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + bytes);
  }

  int uint8() {
    return in.get() & 0xff;
  }

  int int32() {
    align(4);
    return in.getInt();
  }

  double float32() {
    align(4);
    return in.getFloat();
  }

  double float64() {
    align(8);
    return in.getDouble();
  }

  /** A length that fits into the rest of the message. */
  int count(int bytesEach) {
    int n = int32();
    if (n < 0 || (long) n * bytesEach > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return n;
  }

  String string() {
    int n = count(1);
    if (n == 0) {
      return "";
    }
    byte[] bytes = new byte[n];
    in.get(bytes);
    return new String(bytes, 0, n - 1, StandardCharsets.UTF_8);
  }

  double[] float64s() {
    double[] out = new double[count(8)];
    for (int i = 0; i < out.length; i++) {
      out[i] = float64();
    }
    return out;
  }
}
