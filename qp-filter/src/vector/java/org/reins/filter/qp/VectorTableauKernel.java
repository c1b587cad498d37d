package org.reins.filter.qp;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of a tableau on vector registers of 512 bits. A double that is not negative is ordered
 * like the whole number of the same bits, so a number and its index are compared at once, the index
 * in the last bits.
 *
 * <p>The compiler keeps vectors in registers only while what it compiles is small; inlined into
 * something large, these methods would allocate. So they call nothing of ours, and must be kept
 * from being inlined themselves, see {@link DualActiveSetSolver#VECTOR_FLAG}.
 */
final class VectorTableauKernel implements TableauKernel {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_512;
  private static final VectorSpecies<Long> WHOLE = LongVector.SPECIES_512;
  private static final int LENGTH = TableauData.WIDTH;
  private static final long NUMBER = ~(long) INDEX;
  private static final long[] INDICES = {0, 1, 2, 3, 4, 5, 6, 7};

  private final TableauData data;

  /**
   * Makes a kernel.
   *
   * @throws UnsupportedOperationException when registers are narrower
   */
  VectorTableauKernel(TableauData data) {
    if (DoubleVector.SPECIES_PREFERRED != SPECIES) {
      throw new UnsupportedOperationException("vector registers are narrower than 512 bits");
    }
    this.data = data;
  }

  @Override
  public void scale(int width, double slop) {
    for (int b = 0; b < width; b += LENGTH) {
      DoubleVector inverse = DoubleVector.fromArray(SPECIES, data.diagonal, b).sqrt();
      DoubleVector root = DoubleVector.broadcast(SPECIES, 1).div(inverse);
      inverse.intoArray(data.inverseRoots, b);
      root.intoArray(data.roots, b);
      DoubleVector.fromArray(SPECIES, data.linear, b).mul(root).neg().intoArray(data.free, b);
      DoubleVector room = inverse.mul(slop);
      DoubleVector low = DoubleVector.fromArray(SPECIES, data.lowest, b);
      DoubleVector high = DoubleVector.fromArray(SPECIES, data.highest, b);
      DoubleVector lowest = low.mul(inverse);
      DoubleVector highest = high.mul(inverse);
      lowest.intoArray(data.lowest, b);
      highest.intoArray(data.highest, b);
      lowest.sub(low.abs().fma(room, room)).intoArray(data.leastLow, b);
      highest.add(high.abs().fma(room, room)).intoArray(data.mostHigh, b);
    }
  }

  @Override
  public void gradient(int columns, int height) {
    for (int j = 0, at = 0; j < columns; j++, at += data.stride) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int b = 0; b < height; b += LENGTH) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, data.original, at + b);
        sum = v.fma(DoubleVector.fromArray(SPECIES, data.force, b), sum);
      }
      data.gradient[j] = data.point[j] - data.free[j] - sum.reduceLanes(VectorOperators.ADD);
    }
  }

  @Override
  public void load(int columns, int height, double slopOfLength, double slopOfStart) {
    final double[] t = data.t;
    for (int b = 0; b < height; b += LENGTH) {
      DoubleVector start = DoubleVector.fromArray(SPECIES, data.start, b);
      DoubleVector value = start;
      DoubleVector square = DoubleVector.zero(SPECIES);
      for (int j = 0, at = b; j < columns; j++, at += data.stride) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, data.original, at);
        square = v.fma(v, square);
        value = v.fma(DoubleVector.broadcast(SPECIES, data.point[j]), value);
        v.mul(DoubleVector.broadcast(SPECIES, data.sign[j])).intoArray(t, at);
      }
      DoubleVector length = square.sqrt();
      DoubleVector.broadcast(SPECIES, 1).div(length).intoArray(data.weight, b);
      start.abs().mul(slopOfStart).add(length.mul(slopOfLength)).intoArray(data.slop, b);
      value.intoArray(data.value, b);
    }
  }

  @Override
  public void evaluate(int columns, int height, double[] to) {
    for (int b = 0; b < height; b += LENGTH) {
      DoubleVector value = DoubleVector.fromArray(SPECIES, data.start, b);
      for (int j = 0, at = b; j < columns; j++, at += data.stride) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, data.original, at);
        value = v.fma(DoubleVector.broadcast(SPECIES, data.point[j]), value);
      }
      value.intoArray(to, b);
    }
  }

  @Override
  public long mostViolated(int height) {
    LongVector most = LongVector.zero(WHOLE);
    LongVector indices = LongVector.fromArray(WHOLE, INDICES, 0);
    for (int b = 0; b < height; b += LENGTH) {
      DoubleVector value = DoubleVector.fromArray(SPECIES, data.value, b);
      DoubleVector weight = DoubleVector.fromArray(SPECIES, data.weight, b);
      LongVector below =
          DoubleVector.fromArray(SPECIES, data.lower, b)
              .sub(value)
              .mul(weight)
              .reinterpretAsLongs();
      LongVector above =
          value
              .sub(DoubleVector.fromArray(SPECIES, data.upper, b))
              .mul(weight)
              .reinterpretAsLongs();
      most = most.max(below.max(above).and(NUMBER).or(indices.add(b)));
    }
    return most.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public long image(int row, double sign, int width) {
    DoubleVector square = DoubleVector.zero(SPECIES);
    DoubleVector infinity = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    LongVector least = LongVector.broadcast(WHOLE, UNBOUNDED);
    LongVector indices = LongVector.fromArray(WHOLE, INDICES, 0);
    for (int b = 0; b < width; b += LENGTH) {
      DoubleVector image = DoubleVector.fromArray(SPECIES, data.t, row, data.begin, b).mul(sign);
      image.intoArray(data.image, b);
      DoubleVector open = image.mul(DoubleVector.fromArray(SPECIES, data.open, b));
      open.intoArray(data.openImage, b);
      square = image.fma(open, square);
      DoubleVector step = DoubleVector.fromArray(SPECIES, data.dual, b).div(image);
      LongVector bits =
          infinity.blend(step, image.compare(VectorOperators.GT, 0)).reinterpretAsLongs();
      least = least.min(bits.and(NUMBER).or(indices.add(b)));
    }
    data.square = square.reduceLanes(VectorOperators.ADD);
    return least.reduceLanes(VectorOperators.MIN);
  }

  @Override
  public long block(int width) {
    DoubleVector square = DoubleVector.zero(SPECIES);
    DoubleVector infinity = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    LongVector least = LongVector.broadcast(WHOLE, UNBOUNDED);
    LongVector indices = LongVector.fromArray(WHOLE, INDICES, 0);
    for (int b = 0; b < width; b += LENGTH) {
      DoubleVector image = DoubleVector.fromArray(SPECIES, data.image, b);
      DoubleVector open = image.mul(DoubleVector.fromArray(SPECIES, data.open, b));
      open.intoArray(data.openImage, b);
      square = image.fma(open, square);
      DoubleVector step = DoubleVector.fromArray(SPECIES, data.dual, b).div(image);
      LongVector bits =
          infinity.blend(step, image.compare(VectorOperators.GT, 0)).reinterpretAsLongs();
      least = least.min(bits.and(NUMBER).or(indices.add(b)));
    }
    data.square = square.reduceLanes(VectorOperators.ADD);
    return least.reduceLanes(VectorOperators.MIN);
  }

  @Override
  public void aim(double inverseSquare, double sigma, double beta, double step, int width) {
    for (int b = 0; b < width; b += LENGTH) {
      DoubleVector image = DoubleVector.fromArray(SPECIES, data.image, b);
      DoubleVector open = DoubleVector.fromArray(SPECIES, data.openImage, b);
      DoubleVector reflected = open.mul(-beta);
      open.sub(image).mul(inverseSquare).add(reflected).intoArray(data.share, b);
      reflected.mul(sigma).intoArray(data.turn, b);
      DoubleVector dual = DoubleVector.fromArray(SPECIES, data.dual, b);
      dual.sub(image.mul(step)).intoArray(data.dual, b);
    }
  }

  @Override
  public void pivot(int column, double step, double inverseSquare, int columns, int height) {
    int at = column * data.stride;
    int b = 0;
    for (; b + 6 * LENGTH <= height; b += 6 * LENGTH) {
      pivotSix(b, at + b, step, inverseSquare, columns);
    }
    for (; b + 3 * LENGTH <= height; b += 3 * LENGTH) {
      pivotThree(b, at + b, step, inverseSquare, columns);
    }
    for (; b < height; b += LENGTH) {
      pivotOne(b, at + b, step, inverseSquare, columns);
    }
  }

  /** Six registers of rows: their sums are independent, and all fit. */
  private void pivotSix(int from, int at, double step, double inverseSquare, int columns) {
    final double[] t = data.t;
    final double[] value = data.value;
    final int stride = data.stride;
    DoubleVector d0 = DoubleVector.zero(SPECIES);
    DoubleVector d1 = DoubleVector.zero(SPECIES);
    DoubleVector d2 = DoubleVector.zero(SPECIES);
    DoubleVector d3 = DoubleVector.zero(SPECIES);
    DoubleVector d4 = DoubleVector.zero(SPECIES);
    DoubleVector d5 = DoubleVector.zero(SPECIES);
    for (int j = 0, a = from; j < columns; j++, a += stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.openImage[j]);
      d0 = DoubleVector.fromArray(SPECIES, t, a).fma(v, d0);
      d1 = DoubleVector.fromArray(SPECIES, t, a + LENGTH).fma(v, d1);
      d2 = DoubleVector.fromArray(SPECIES, t, a + 2 * LENGTH).fma(v, d2);
      d3 = DoubleVector.fromArray(SPECIES, t, a + 3 * LENGTH).fma(v, d3);
      d4 = DoubleVector.fromArray(SPECIES, t, a + 4 * LENGTH).fma(v, d4);
      d5 = DoubleVector.fromArray(SPECIES, t, a + 5 * LENGTH).fma(v, d5);
    }
    DoubleVector s = DoubleVector.broadcast(SPECIES, step);
    d0.fma(s, DoubleVector.fromArray(SPECIES, value, from)).intoArray(value, from);
    d1.fma(s, DoubleVector.fromArray(SPECIES, value, from + LENGTH))
        .intoArray(value, from + LENGTH);
    d2.fma(s, DoubleVector.fromArray(SPECIES, value, from + 2 * LENGTH))
        .intoArray(value, from + 2 * LENGTH);
    d3.fma(s, DoubleVector.fromArray(SPECIES, value, from + 3 * LENGTH))
        .intoArray(value, from + 3 * LENGTH);
    d4.fma(s, DoubleVector.fromArray(SPECIES, value, from + 4 * LENGTH))
        .intoArray(value, from + 4 * LENGTH);
    d5.fma(s, DoubleVector.fromArray(SPECIES, value, from + 5 * LENGTH))
        .intoArray(value, from + 5 * LENGTH);
    DoubleVector p0 = DoubleVector.fromArray(SPECIES, t, at);
    DoubleVector p1 = DoubleVector.fromArray(SPECIES, t, at + LENGTH);
    DoubleVector p2 = DoubleVector.fromArray(SPECIES, t, at + 2 * LENGTH);
    DoubleVector p3 = DoubleVector.fromArray(SPECIES, t, at + 3 * LENGTH);
    DoubleVector p4 = DoubleVector.fromArray(SPECIES, t, at + 4 * LENGTH);
    DoubleVector p5 = DoubleVector.fromArray(SPECIES, t, at + 5 * LENGTH);
    for (int k = 0, b = from; k < columns; k++, b += stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.share[k]);
      DoubleVector w = DoubleVector.broadcast(SPECIES, data.turn[k]);
      d0.fma(v, p0.fma(w, DoubleVector.fromArray(SPECIES, t, b))).intoArray(t, b);
      d1.fma(v, p1.fma(w, DoubleVector.fromArray(SPECIES, t, b + LENGTH))).intoArray(t, b + LENGTH);
      d2.fma(v, p2.fma(w, DoubleVector.fromArray(SPECIES, t, b + 2 * LENGTH)))
          .intoArray(t, b + 2 * LENGTH);
      d3.fma(v, p3.fma(w, DoubleVector.fromArray(SPECIES, t, b + 3 * LENGTH)))
          .intoArray(t, b + 3 * LENGTH);
      d4.fma(v, p4.fma(w, DoubleVector.fromArray(SPECIES, t, b + 4 * LENGTH)))
          .intoArray(t, b + 4 * LENGTH);
      d5.fma(v, p5.fma(w, DoubleVector.fromArray(SPECIES, t, b + 5 * LENGTH)))
          .intoArray(t, b + 5 * LENGTH);
    }
    DoubleVector r = DoubleVector.broadcast(SPECIES, inverseSquare);
    d0.mul(r).intoArray(t, at);
    d1.mul(r).intoArray(t, at + LENGTH);
    d2.mul(r).intoArray(t, at + 2 * LENGTH);
    d3.mul(r).intoArray(t, at + 3 * LENGTH);
    d4.mul(r).intoArray(t, at + 4 * LENGTH);
    d5.mul(r).intoArray(t, at + 5 * LENGTH);
  }

  /** Three registers of rows, columns by twos, for sums to be independent. */
  private void pivotThree(int from, int at, double step, double inverseSquare, int columns) {
    final double[] t = data.t;
    final double[] value = data.value;
    final int stride = data.stride;
    DoubleVector d0 = DoubleVector.zero(SPECIES);
    DoubleVector d1 = DoubleVector.zero(SPECIES);
    DoubleVector d2 = DoubleVector.zero(SPECIES);
    DoubleVector e0 = DoubleVector.zero(SPECIES);
    DoubleVector e1 = DoubleVector.zero(SPECIES);
    DoubleVector e2 = DoubleVector.zero(SPECIES);
    int j = 0;
    int a = from;
    for (; j + 1 < columns; j += 2, a += 2 * stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.openImage[j]);
      DoubleVector w = DoubleVector.broadcast(SPECIES, data.openImage[j + 1]);
      d0 = DoubleVector.fromArray(SPECIES, t, a).fma(v, d0);
      d1 = DoubleVector.fromArray(SPECIES, t, a + LENGTH).fma(v, d1);
      d2 = DoubleVector.fromArray(SPECIES, t, a + 2 * LENGTH).fma(v, d2);
      e0 = DoubleVector.fromArray(SPECIES, t, a + stride).fma(w, e0);
      e1 = DoubleVector.fromArray(SPECIES, t, a + stride + LENGTH).fma(w, e1);
      e2 = DoubleVector.fromArray(SPECIES, t, a + stride + 2 * LENGTH).fma(w, e2);
    }
    if (j < columns) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.openImage[j]);
      d0 = DoubleVector.fromArray(SPECIES, t, a).fma(v, d0);
      d1 = DoubleVector.fromArray(SPECIES, t, a + LENGTH).fma(v, d1);
      d2 = DoubleVector.fromArray(SPECIES, t, a + 2 * LENGTH).fma(v, d2);
    }
    d0 = d0.add(e0);
    d1 = d1.add(e1);
    d2 = d2.add(e2);
    DoubleVector s = DoubleVector.broadcast(SPECIES, step);
    d0.fma(s, DoubleVector.fromArray(SPECIES, value, from)).intoArray(value, from);
    d1.fma(s, DoubleVector.fromArray(SPECIES, value, from + LENGTH))
        .intoArray(value, from + LENGTH);
    d2.fma(s, DoubleVector.fromArray(SPECIES, value, from + 2 * LENGTH))
        .intoArray(value, from + 2 * LENGTH);
    DoubleVector p0 = DoubleVector.fromArray(SPECIES, t, at);
    DoubleVector p1 = DoubleVector.fromArray(SPECIES, t, at + LENGTH);
    DoubleVector p2 = DoubleVector.fromArray(SPECIES, t, at + 2 * LENGTH);
    for (int k = 0, b = from; k < columns; k++, b += stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.share[k]);
      DoubleVector w = DoubleVector.broadcast(SPECIES, data.turn[k]);
      d0.fma(v, p0.fma(w, DoubleVector.fromArray(SPECIES, t, b))).intoArray(t, b);
      d1.fma(v, p1.fma(w, DoubleVector.fromArray(SPECIES, t, b + LENGTH))).intoArray(t, b + LENGTH);
      d2.fma(v, p2.fma(w, DoubleVector.fromArray(SPECIES, t, b + 2 * LENGTH)))
          .intoArray(t, b + 2 * LENGTH);
    }
    DoubleVector r = DoubleVector.broadcast(SPECIES, inverseSquare);
    d0.mul(r).intoArray(t, at);
    d1.mul(r).intoArray(t, at + LENGTH);
    d2.mul(r).intoArray(t, at + 2 * LENGTH);
  }

  /** What is left. */
  private void pivotOne(int from, int at, double step, double inverseSquare, int columns) {
    final double[] t = data.t;
    final double[] value = data.value;
    final int stride = data.stride;
    DoubleVector d0 = DoubleVector.zero(SPECIES);
    DoubleVector e0 = DoubleVector.zero(SPECIES);
    int j = 0;
    int a = from;
    for (; j + 1 < columns; j += 2, a += 2 * stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.openImage[j]);
      DoubleVector w = DoubleVector.broadcast(SPECIES, data.openImage[j + 1]);
      d0 = DoubleVector.fromArray(SPECIES, t, a).fma(v, d0);
      e0 = DoubleVector.fromArray(SPECIES, t, a + stride).fma(w, e0);
    }
    if (j < columns) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.openImage[j]);
      d0 = DoubleVector.fromArray(SPECIES, t, a).fma(v, d0);
    }
    d0 = d0.add(e0);
    DoubleVector s = DoubleVector.broadcast(SPECIES, step);
    d0.fma(s, DoubleVector.fromArray(SPECIES, value, from)).intoArray(value, from);
    DoubleVector p0 = DoubleVector.fromArray(SPECIES, t, at);
    for (int k = 0, b = from; k < columns; k++, b += stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.share[k]);
      DoubleVector w = DoubleVector.broadcast(SPECIES, data.turn[k]);
      d0.fma(v, p0.fma(w, DoubleVector.fromArray(SPECIES, t, b))).intoArray(t, b);
    }
    DoubleVector r = DoubleVector.broadcast(SPECIES, inverseSquare);
    d0.mul(r).intoArray(t, at);
  }

  @Override
  public double products(int column, int columns, int width) {
    final double[] t = data.t;
    int own = column * data.stride;
    for (int b = 0; b < width; b += LENGTH) {
      DoubleVector.fromArray(SPECIES, t, own + b)
          .mul(DoubleVector.fromArray(SPECIES, data.isCoordinate, b))
          .intoArray(data.turn, b);
    }
    for (int j = 0, at = 0; j < columns; j++, at += data.stride) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int b = 0; b < width; b += LENGTH) {
        sum =
            DoubleVector.fromArray(SPECIES, t, at + b)
                .fma(DoubleVector.fromArray(SPECIES, data.turn, b), sum);
      }
      data.share[j] = sum.reduceLanes(VectorOperators.ADD);
    }
    return data.share[column];
  }

  @Override
  public void part(double inverseOwn, double step, double imageOfReleased, int width) {
    for (int b = 0; b < width; b += LENGTH) {
      DoubleVector image = DoubleVector.fromArray(SPECIES, data.image, b);
      DoubleVector dual = DoubleVector.fromArray(SPECIES, data.dual, b);
      dual.sub(image.mul(step)).intoArray(data.dual, b);
      DoubleVector product = DoubleVector.fromArray(SPECIES, data.share, b).mul(-inverseOwn);
      DoubleVector share = product.sub(product.mul(DoubleVector.fromArray(SPECIES, data.open, b)));
      share.intoArray(data.share, b);
      share.fma(DoubleVector.broadcast(SPECIES, imageOfReleased), image).intoArray(data.image, b);
    }
  }

  @Override
  public void release(int column, double step, double scale, int columns, int height) {
    final double[] t = data.t;
    int own = column * data.stride;
    for (int b = 0; b < height; b += LENGTH) {
      DoubleVector released = DoubleVector.fromArray(SPECIES, t, own + b);
      DoubleVector direction = DoubleVector.zero(SPECIES);
      for (int j = 0, at = b; j < columns; j++, at += data.stride) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, t, at);
        direction = v.fma(DoubleVector.broadcast(SPECIES, data.openImage[j]), direction);
        released.fma(DoubleVector.broadcast(SPECIES, data.share[j]), v).intoArray(t, at);
      }
      direction
          .fma(
              DoubleVector.broadcast(SPECIES, step), DoubleVector.fromArray(SPECIES, data.value, b))
          .intoArray(data.value, b);
      released.mul(scale).intoArray(t, own + b);
    }
  }
}
