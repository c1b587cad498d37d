package org.reins.node.embedded;

/** The bytes of one sample, including the encapsulation header. */
final class RawSample {
  final byte[] bytes;
  int length;

  RawSample(int maxSize) {
    bytes = new byte[maxSize];
  }
}
