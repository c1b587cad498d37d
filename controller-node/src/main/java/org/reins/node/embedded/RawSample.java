package org.reins.node.embedded;

/** The bytes of one sample, encapsulation header included. */
final class RawSample {
  final byte[] bytes;
  int length;

  RawSample(int maxSize) {
    bytes = new byte[maxSize];
  }
}
