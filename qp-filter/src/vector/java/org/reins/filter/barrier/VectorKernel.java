package org.reins.filter.barrier;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link ScalarKernel} on vector registers: the same operations in the same order, so
 * the same bits. Rows are whole registers, so no masks are needed, which allocate on JDK 17. Eight
 * registers of z stay loaded while the rows pass by. Products and sums are not fused, for a machine
 * without fused instructions could not give the same bits.
 */
final class VectorKernel implements NetworkKernel {
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() <= LANES
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;
  private static final int LENGTH = SPECIES.length();

  private final float[] lanes = new float[LANES];

  VectorKernel() {}

  @Override
  public String label() {
    return "vector, " + SPECIES.vectorBitSize() + " bits";
  }

  @Override
  public Matrix matrix(float[][] rows) {
    return new Packed(rows);
  }

  @Override
  public float dot(float[] a, float[] b) {
    for (int l = 0; l < LANES; l += LENGTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = l; i < a.length; i += LANES) {
        sum =
            sum.add(FloatVector.fromArray(SPECIES, a, i).mul(FloatVector.fromArray(SPECIES, b, i)));
      }
      sum.intoArray(lanes, l);
    }
    float total = 0;
    for (int l = 0; l < LANES; l++) {
      total += lanes[l];
    }
    return total;
  }

  @Override
  public void activate(Activation activation, float[] z, float[] slope) {
    switch (activation) {
      case TANH -> tanh(z, slope);
      case SILU -> silu(z, slope);
      case SOFTPLUS -> softplus(z, slope);
      case RELU -> relu(z, slope);
    }
  }

  private static void tanh(float[] z, float[] slope) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < z.length; i += LENGTH) {
      FloatVector t = tanh(FloatVector.fromArray(SPECIES, z, i));
      t.intoArray(z, i);
      one.sub(t.mul(t)).intoArray(slope, i);
    }
  }

  private static void silu(float[] z, float[] slope) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < z.length; i += LENGTH) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, i);
      FloatVector s = tanh(x.mul(0.5f)).mul(0.5f).add(0.5f);
      x.mul(s).intoArray(z, i);
      s.mul(one.add(x.mul(one.sub(s)))).intoArray(slope, i);
    }
  }

  private static void softplus(float[] z, float[] slope) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int i = 0; i < z.length; i += LENGTH) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, i);
      FloatVector t = tanh(x.mul(0.5f));
      FloatVector u = t.abs();
      FloatVector r = one.sub(u).div(u.add(3f));
      FloatVector s = r.mul(r);
      FloatVector sum = s.mul(1 / 13f).add(1 / 11f);
      sum = sum.mul(s).add(1 / 9f);
      sum = sum.mul(s).add(1 / 7f);
      sum = sum.mul(s).add(1 / 5f);
      sum = sum.mul(s).add(1 / 3f);
      sum = sum.mul(s).add(1f);
      x.max(0f).add(r.mul(2f).mul(sum)).intoArray(z, i);
      t.mul(0.5f).add(0.5f).intoArray(slope, i);
    }
  }

  private static void relu(float[] z, float[] slope) {
    for (int i = 0; i < z.length; i += LENGTH) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, i).max(0f);
      x.intoArray(z, i);
      // 0 stays 0 and all else becomes 1: a mask would allocate on JDK 17.
      x.mul(Float.MAX_VALUE).mul(Float.MAX_VALUE).min(1f).intoArray(slope, i);
    }
  }

  private static FloatVector tanh(FloatVector z) {
    FloatVector x = z.min(ScalarKernel.CLAMP).max(-ScalarKernel.CLAMP);
    FloatVector s = x.mul(x);
    FloatVector p = s.mul(ScalarKernel.P5).add(ScalarKernel.P4);
    p = p.mul(s).add(ScalarKernel.P3);
    p = p.mul(s).add(ScalarKernel.P2);
    p = p.mul(s).add(ScalarKernel.P1);
    p = p.mul(s).add(1f);
    FloatVector q = s.mul(ScalarKernel.Q4).add(ScalarKernel.Q3);
    q = q.mul(s).add(ScalarKernel.Q2);
    q = q.mul(s).add(ScalarKernel.Q1);
    q = q.mul(s).add(1f);
    return x.mul(p).div(q);
  }

  /** All rows one after the other. */
  private static final class Packed implements Matrix {
    private final float[] rows;
    private final int first;
    private final int count;
    private final int length;

    Packed(float[][] from) {
      count = from.length;
      length = count == 0 ? 0 : from[0].length;
      AlignedFloats piece = AlignedFloats.ofSize(count * length);
      rows = piece.array();
      first = piece.from();
      for (int i = 0; i < count; i++) {
        System.arraycopy(from[i], 0, rows, first + i * length, length);
      }
    }

    @Override
    public void product(float[] start, float[] a, float[] z) {
      int o = 0;
      for (; o + 8 * LENGTH <= length; o += 8 * LENGTH) {
        eightRegisters(start, a, z, o);
      }
      for (; o < length; o += LENGTH) {
        FloatVector z0 = FloatVector.fromArray(SPECIES, start, o);
        for (int i = 0, at = first + o; i < count; i++, at += length) {
          z0 = z0.add(FloatVector.fromArray(SPECIES, rows, at).mul(a[i]));
        }
        z0.intoArray(z, o);
      }
    }

    private void eightRegisters(float[] start, float[] a, float[] z, int o) {
      FloatVector z0 = FloatVector.fromArray(SPECIES, start, o);
      FloatVector z1 = FloatVector.fromArray(SPECIES, start, o + LENGTH);
      FloatVector z2 = FloatVector.fromArray(SPECIES, start, o + 2 * LENGTH);
      FloatVector z3 = FloatVector.fromArray(SPECIES, start, o + 3 * LENGTH);
      FloatVector z4 = FloatVector.fromArray(SPECIES, start, o + 4 * LENGTH);
      FloatVector z5 = FloatVector.fromArray(SPECIES, start, o + 5 * LENGTH);
      FloatVector z6 = FloatVector.fromArray(SPECIES, start, o + 6 * LENGTH);
      FloatVector z7 = FloatVector.fromArray(SPECIES, start, o + 7 * LENGTH);
      for (int i = 0, at = first + o; i < count; i++, at += length) {
        FloatVector s = FloatVector.broadcast(SPECIES, a[i]);
        z0 = z0.add(FloatVector.fromArray(SPECIES, rows, at).mul(s));
        z1 = z1.add(FloatVector.fromArray(SPECIES, rows, at + LENGTH).mul(s));
        z2 = z2.add(FloatVector.fromArray(SPECIES, rows, at + 2 * LENGTH).mul(s));
        z3 = z3.add(FloatVector.fromArray(SPECIES, rows, at + 3 * LENGTH).mul(s));
        z4 = z4.add(FloatVector.fromArray(SPECIES, rows, at + 4 * LENGTH).mul(s));
        z5 = z5.add(FloatVector.fromArray(SPECIES, rows, at + 5 * LENGTH).mul(s));
        z6 = z6.add(FloatVector.fromArray(SPECIES, rows, at + 6 * LENGTH).mul(s));
        z7 = z7.add(FloatVector.fromArray(SPECIES, rows, at + 7 * LENGTH).mul(s));
      }
      z0.intoArray(z, o);
      z1.intoArray(z, o + LENGTH);
      z2.intoArray(z, o + 2 * LENGTH);
      z3.intoArray(z, o + 3 * LENGTH);
      z4.intoArray(z, o + 4 * LENGTH);
      z5.intoArray(z, o + 5 * LENGTH);
      z6.intoArray(z, o + 6 * LENGTH);
      z7.intoArray(z, o + 7 * LENGTH);
    }
  }
}
