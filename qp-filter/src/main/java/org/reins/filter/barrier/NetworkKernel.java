package org.reins.filter.barrier;

/**
 * The time-critical loops of a network. Every kernel does the same operations in the same order on
 * each number, so that all give bitwise identical results; lengths are multiples of {@link #LANES}.
 */
interface NetworkKernel {
  /** Rows are padded to a multiple of this: one register of 512 bits. */
  int LANES = 16;

  /** A weight matrix in the kernel's layout. */
  interface Matrix {
    /**
     * z = start + Σᵢ aᵢ · row i, for i in order.
     *
     * @param start as long as a row, not modified
     * @param a as many numbers as the matrix has rows, not modified
     * @param z as long as a row, overwritten
     */
    void product(float[] start, float[] a, float[] z);
  }

  /**
   * Stores a matrix.
   *
   * @param rows rows of one length, a multiple of {@link #LANES}; kept
   */
  Matrix matrix(float[][] rows);

  /**
   * a · b: first the sums of the products whose indices are equal modulo {@link #LANES}, then the
   * sum of those, each in order.
   */
  float dot(float[] a, float[] b);

  /**
   * Replaces z by its activation and writes the slope.
   *
   * @param z overwritten
   * @param slope as long as z, overwritten
   */
  void activate(Activation activation, float[] z, float[] slope);

  /** As in reports. */
  String label();

  /**
   * The fastest kernel of this virtual machine: on vector registers if it is version 21 or newer
   * and was started with the module {@code jdk.incubator.vector}, in plain loops otherwise. On JDK
   * 17 the vector code is as fast, but for some widths the compiler leaves allocations in it, and a
   * training run on it ended in numbers that were not finite where the plain loops' run did not.
   */
  static NetworkKernel best() {
    NetworkKernel vector = Runtime.version().feature() >= 21 ? vector() : null;
    return vector == null ? new ScalarKernel() : vector;
  }

  /** The kernel on vector registers; null if there is none. */
  static NetworkKernel vector() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return null;
    }
    try {
      return Class.forName("org.reins.filter.barrier.VectorKernel")
          .asSubclass(NetworkKernel.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      // An incubating interface may change or disappear: the plain loops give the same numbers.
      return null;
    }
  }

  /** x rounded up to whole registers. */
  static int pad(int size) {
    return (size + LANES - 1) / LANES * LANES;
  }
}
