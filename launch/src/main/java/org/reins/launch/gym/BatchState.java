package org.reins.launch.gym;

import java.nio.ByteBuffer;

/** What a batch tells after each call, in arrays over the environments. */
final class BatchState {
  /** All observations, one after the other. */
  final float[] observations;

  /** Observations at the end of the episodes that ended in this step. */
  final float[] finalObservations;

  /** Figures of {@link GymEnvironment#INFO}. */
  final double[] infos;

  /** The same at the end of the episodes that ended in this step. */
  final double[] finalInfos;

  /** Rewards. */
  final double[] rewards;

  /** Flags of {@link GymBatch}. */
  final byte[] flags;

  /** Seeds of the present episodes. */
  final long[] seeds;

  /** Seeds of the episodes that ended in this step. */
  final long[] finalSeeds;

  BatchState(int size, int observation) {
    observations = new float[size * observation];
    finalObservations = new float[size * observation];
    infos = new double[size * GymEnvironment.INFO.size()];
    finalInfos = new double[size * GymEnvironment.INFO.size()];
    rewards = new double[size];
    flags = new byte[size];
    seeds = new long[size];
    finalSeeds = new long[size];
  }

  /** Bytes on the wire. */
  int bytes() {
    return Float.BYTES * 2 * observations.length
        + Double.BYTES * (2 * infos.length + rewards.length)
        + Long.BYTES * 2 * seeds.length
        + flags.length;
  }

  /** Writes everything, the widest numbers first. */
  void write(ByteBuffer out) {
    for (double[] numbers : new double[][] {rewards, infos, finalInfos}) {
      for (double v : numbers) {
        out.putDouble(v);
      }
    }
    for (long[] numbers : new long[][] {seeds, finalSeeds}) {
      for (long v : numbers) {
        out.putLong(v);
      }
    }
    for (float[] numbers : new float[][] {observations, finalObservations}) {
      for (float v : numbers) {
        out.putFloat(v);
      }
    }
    out.put(flags);
  }
}
