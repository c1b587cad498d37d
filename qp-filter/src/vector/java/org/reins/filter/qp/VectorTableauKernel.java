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
 * something large, these methods would allocate. So each stands by itself, and they must be kept
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
  public long block(int width) {
    DoubleVector square = DoubleVector.zero(SPECIES);
    LongVector zero = LongVector.zero(WHOLE);
    LongVector most = zero;
    LongVector indices = LongVector.fromArray(WHOLE, INDICES, 0);
    for (int b = 0; b < width; b += LENGTH) {
      DoubleVector image = DoubleVector.fromArray(SPECIES, data.image, b);
      DoubleVector open = image.mul(DoubleVector.fromArray(SPECIES, data.open, b));
      open.intoArray(data.openImage, b);
      square = image.fma(open, square);
      // The least step dual / image is the largest image / dual, which is not above zero for a
      // multiplier that grows, and infinite for one that rounding has made negative.
      DoubleVector dual =
          DoubleVector.fromArray(SPECIES, data.dual, b)
              .reinterpretAsLongs()
              .max(zero)
              .reinterpretAsDoubles();
      LongVector bits = image.div(dual).reinterpretAsLongs();
      most = most.max(bits.and(NUMBER).or(indices.add(b)));
    }
    data.square = square.reduceLanes(VectorOperators.ADD);
    return most.reduceLanes(VectorOperators.MAX);
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
  public void direct(double step, int columns, int height) {
    int b = 0;
    for (; b + 6 * LENGTH <= height; b += 6 * LENGTH) {
      directSix(b, step, columns);
    }
    for (; b + 3 * LENGTH <= height; b += 3 * LENGTH) {
      directThree(b, step, columns);
    }
    for (; b < height; b += LENGTH) {
      directOne(b, step, columns);
    }
  }

  /** Six registers of rows: six sums that do not wait for each other. */
  private void directSix(int from, double step, int columns) {
    final double[] t = data.t;
    DoubleVector d0 = DoubleVector.zero(SPECIES);
    DoubleVector d1 = DoubleVector.zero(SPECIES);
    DoubleVector d2 = DoubleVector.zero(SPECIES);
    DoubleVector d3 = DoubleVector.zero(SPECIES);
    DoubleVector d4 = DoubleVector.zero(SPECIES);
    DoubleVector d5 = DoubleVector.zero(SPECIES);
    for (int j = 0, at = from; j < columns; j++, at += data.stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.openImage[j]);
      d0 = DoubleVector.fromArray(SPECIES, t, at).fma(v, d0);
      d1 = DoubleVector.fromArray(SPECIES, t, at + LENGTH).fma(v, d1);
      d2 = DoubleVector.fromArray(SPECIES, t, at + 2 * LENGTH).fma(v, d2);
      d3 = DoubleVector.fromArray(SPECIES, t, at + 3 * LENGTH).fma(v, d3);
      d4 = DoubleVector.fromArray(SPECIES, t, at + 4 * LENGTH).fma(v, d4);
      d5 = DoubleVector.fromArray(SPECIES, t, at + 5 * LENGTH).fma(v, d5);
    }
    DoubleVector s = DoubleVector.broadcast(SPECIES, step);
    d0.intoArray(data.direction, from);
    d0.fma(s, DoubleVector.fromArray(SPECIES, data.value, from)).intoArray(data.value, from);
    d1.intoArray(data.direction, from + LENGTH);
    d1.fma(s, DoubleVector.fromArray(SPECIES, data.value, from + LENGTH))
        .intoArray(data.value, from + LENGTH);
    d2.intoArray(data.direction, from + 2 * LENGTH);
    d2.fma(s, DoubleVector.fromArray(SPECIES, data.value, from + 2 * LENGTH))
        .intoArray(data.value, from + 2 * LENGTH);
    d3.intoArray(data.direction, from + 3 * LENGTH);
    d3.fma(s, DoubleVector.fromArray(SPECIES, data.value, from + 3 * LENGTH))
        .intoArray(data.value, from + 3 * LENGTH);
    d4.intoArray(data.direction, from + 4 * LENGTH);
    d4.fma(s, DoubleVector.fromArray(SPECIES, data.value, from + 4 * LENGTH))
        .intoArray(data.value, from + 4 * LENGTH);
    d5.intoArray(data.direction, from + 5 * LENGTH);
    d5.fma(s, DoubleVector.fromArray(SPECIES, data.value, from + 5 * LENGTH))
        .intoArray(data.value, from + 5 * LENGTH);
  }

  /** Three registers of rows, columns by twos: six sums that do not wait for each other. */
  private void directThree(int from, double step, int columns) {
    final double[] t = data.t;
    final int stride = data.stride;
    DoubleVector d0 = DoubleVector.zero(SPECIES);
    DoubleVector d1 = DoubleVector.zero(SPECIES);
    DoubleVector d2 = DoubleVector.zero(SPECIES);
    DoubleVector e0 = DoubleVector.zero(SPECIES);
    DoubleVector e1 = DoubleVector.zero(SPECIES);
    DoubleVector e2 = DoubleVector.zero(SPECIES);
    int j = 0;
    int at = from;
    for (; j + 1 < columns; j += 2, at += 2 * stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.openImage[j]);
      DoubleVector w = DoubleVector.broadcast(SPECIES, data.openImage[j + 1]);
      d0 = DoubleVector.fromArray(SPECIES, t, at).fma(v, d0);
      d1 = DoubleVector.fromArray(SPECIES, t, at + LENGTH).fma(v, d1);
      d2 = DoubleVector.fromArray(SPECIES, t, at + 2 * LENGTH).fma(v, d2);
      e0 = DoubleVector.fromArray(SPECIES, t, at + stride).fma(w, e0);
      e1 = DoubleVector.fromArray(SPECIES, t, at + stride + LENGTH).fma(w, e1);
      e2 = DoubleVector.fromArray(SPECIES, t, at + stride + 2 * LENGTH).fma(w, e2);
    }
    if (j < columns) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.openImage[j]);
      d0 = DoubleVector.fromArray(SPECIES, t, at).fma(v, d0);
      d1 = DoubleVector.fromArray(SPECIES, t, at + LENGTH).fma(v, d1);
      d2 = DoubleVector.fromArray(SPECIES, t, at + 2 * LENGTH).fma(v, d2);
    }
    DoubleVector s = DoubleVector.broadcast(SPECIES, step);
    d0 = d0.add(e0);
    d0.intoArray(data.direction, from);
    d0.fma(s, DoubleVector.fromArray(SPECIES, data.value, from)).intoArray(data.value, from);
    d1 = d1.add(e1);
    d1.intoArray(data.direction, from + LENGTH);
    d1.fma(s, DoubleVector.fromArray(SPECIES, data.value, from + LENGTH))
        .intoArray(data.value, from + LENGTH);
    d2 = d2.add(e2);
    d2.intoArray(data.direction, from + 2 * LENGTH);
    d2.fma(s, DoubleVector.fromArray(SPECIES, data.value, from + 2 * LENGTH))
        .intoArray(data.value, from + 2 * LENGTH);
  }

  private void directOne(int from, double step, int columns) {
    DoubleVector sum = DoubleVector.zero(SPECIES);
    for (int j = 0, at = from; j < columns; j++, at += data.stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.openImage[j]);
      sum = DoubleVector.fromArray(SPECIES, data.t, at).fma(v, sum);
    }
    sum.intoArray(data.direction, from);
    sum.fma(
            DoubleVector.broadcast(SPECIES, step),
            DoubleVector.fromArray(SPECIES, data.value, from))
        .intoArray(data.value, from);
  }

  @Override
  public void pivot(int column, double inverseSquare, int columns, int height) {
    int at = column * data.stride;
    int b = 0;
    for (; b + 6 * LENGTH <= height; b += 6 * LENGTH) {
      pivotSix(b, at + b, inverseSquare, columns);
    }
    for (; b + 3 * LENGTH <= height; b += 3 * LENGTH) {
      pivotThree(b, at + b, inverseSquare, columns);
    }
    for (; b < height; b += LENGTH) {
      pivotOne(b, at + b, inverseSquare, columns);
    }
  }

  /** Six registers of rows: each number of share and turn is loaded once for them. */
  private void pivotSix(int from, int own, double inverseSquare, int columns) {
    final double[] t = data.t;
    DoubleVector d0 = DoubleVector.fromArray(SPECIES, data.direction, from);
    DoubleVector d1 = DoubleVector.fromArray(SPECIES, data.direction, from + LENGTH);
    DoubleVector d2 = DoubleVector.fromArray(SPECIES, data.direction, from + 2 * LENGTH);
    DoubleVector d3 = DoubleVector.fromArray(SPECIES, data.direction, from + 3 * LENGTH);
    DoubleVector d4 = DoubleVector.fromArray(SPECIES, data.direction, from + 4 * LENGTH);
    DoubleVector d5 = DoubleVector.fromArray(SPECIES, data.direction, from + 5 * LENGTH);
    DoubleVector p0 = DoubleVector.fromArray(SPECIES, t, own);
    DoubleVector p1 = DoubleVector.fromArray(SPECIES, t, own + LENGTH);
    DoubleVector p2 = DoubleVector.fromArray(SPECIES, t, own + 2 * LENGTH);
    DoubleVector p3 = DoubleVector.fromArray(SPECIES, t, own + 3 * LENGTH);
    DoubleVector p4 = DoubleVector.fromArray(SPECIES, t, own + 4 * LENGTH);
    DoubleVector p5 = DoubleVector.fromArray(SPECIES, t, own + 5 * LENGTH);
    for (int j = 0, at = from; j < columns; j++, at += data.stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.share[j]);
      DoubleVector w = DoubleVector.broadcast(SPECIES, data.turn[j]);
      d0.fma(v, p0.fma(w, DoubleVector.fromArray(SPECIES, t, at))).intoArray(t, at);
      d1.fma(v, p1.fma(w, DoubleVector.fromArray(SPECIES, t, at + LENGTH)))
          .intoArray(t, at + LENGTH);
      d2.fma(v, p2.fma(w, DoubleVector.fromArray(SPECIES, t, at + 2 * LENGTH)))
          .intoArray(t, at + 2 * LENGTH);
      d3.fma(v, p3.fma(w, DoubleVector.fromArray(SPECIES, t, at + 3 * LENGTH)))
          .intoArray(t, at + 3 * LENGTH);
      d4.fma(v, p4.fma(w, DoubleVector.fromArray(SPECIES, t, at + 4 * LENGTH)))
          .intoArray(t, at + 4 * LENGTH);
      d5.fma(v, p5.fma(w, DoubleVector.fromArray(SPECIES, t, at + 5 * LENGTH)))
          .intoArray(t, at + 5 * LENGTH);
    }
    d0.mul(inverseSquare).intoArray(t, own);
    d1.mul(inverseSquare).intoArray(t, own + LENGTH);
    d2.mul(inverseSquare).intoArray(t, own + 2 * LENGTH);
    d3.mul(inverseSquare).intoArray(t, own + 3 * LENGTH);
    d4.mul(inverseSquare).intoArray(t, own + 4 * LENGTH);
    d5.mul(inverseSquare).intoArray(t, own + 5 * LENGTH);
  }

  /** The same with three. */
  private void pivotThree(int from, int own, double inverseSquare, int columns) {
    final double[] t = data.t;
    DoubleVector d0 = DoubleVector.fromArray(SPECIES, data.direction, from);
    DoubleVector d1 = DoubleVector.fromArray(SPECIES, data.direction, from + LENGTH);
    DoubleVector d2 = DoubleVector.fromArray(SPECIES, data.direction, from + 2 * LENGTH);
    DoubleVector p0 = DoubleVector.fromArray(SPECIES, t, own);
    DoubleVector p1 = DoubleVector.fromArray(SPECIES, t, own + LENGTH);
    DoubleVector p2 = DoubleVector.fromArray(SPECIES, t, own + 2 * LENGTH);
    for (int j = 0, at = from; j < columns; j++, at += data.stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.share[j]);
      DoubleVector w = DoubleVector.broadcast(SPECIES, data.turn[j]);
      d0.fma(v, p0.fma(w, DoubleVector.fromArray(SPECIES, t, at))).intoArray(t, at);
      d1.fma(v, p1.fma(w, DoubleVector.fromArray(SPECIES, t, at + LENGTH)))
          .intoArray(t, at + LENGTH);
      d2.fma(v, p2.fma(w, DoubleVector.fromArray(SPECIES, t, at + 2 * LENGTH)))
          .intoArray(t, at + 2 * LENGTH);
    }
    d0.mul(inverseSquare).intoArray(t, own);
    d1.mul(inverseSquare).intoArray(t, own + LENGTH);
    d2.mul(inverseSquare).intoArray(t, own + 2 * LENGTH);
  }

  private void pivotOne(int from, int own, double inverseSquare, int columns) {
    final double[] t = data.t;
    DoubleVector d = DoubleVector.fromArray(SPECIES, data.direction, from);
    DoubleVector p = DoubleVector.fromArray(SPECIES, t, own);
    for (int j = 0, at = from; j < columns; j++, at += data.stride) {
      DoubleVector v = DoubleVector.broadcast(SPECIES, data.share[j]);
      DoubleVector w = DoubleVector.broadcast(SPECIES, data.turn[j]);
      d.fma(v, p.fma(w, DoubleVector.fromArray(SPECIES, t, at))).intoArray(t, at);
    }
    d.mul(inverseSquare).intoArray(t, own);
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
  public void release(int column, double scale, int columns, int height) {
    final double[] t = data.t;
    int own = column * data.stride;
    for (int b = 0; b < height; b += LENGTH) {
      DoubleVector released = DoubleVector.fromArray(SPECIES, t, own + b);
      for (int j = 0, at = b; j < columns; j++, at += data.stride) {
        DoubleVector v = DoubleVector.broadcast(SPECIES, data.share[j]);
        released.fma(v, DoubleVector.fromArray(SPECIES, t, at)).intoArray(t, at);
      }
      released.mul(scale).intoArray(t, own + b);
    }
  }
}
