package org.reins.node.record;

/** The values of one recorded cycle, by the indices of its {@link CycleLayout}. */
public final class CycleSlot {
  final long[] words;
  final double[] numbers;

  CycleSlot(int words, int numbers) {
    this.words = new long[words];
    this.numbers = new double[numbers];
  }

  /** Sets an integer. */
  public void set(int index, long value) {
    words[index] = value;
  }

  /** Sets an integer of the head. */
  public void set(HeadWord index, long value) {
    words[index.ordinal()] = value;
  }

  /** Sets a double. */
  public void set(int index, double value) {
    numbers[index] = value;
  }

  /** Sets a double of the head. */
  public void set(HeadNumber index, double value) {
    numbers[index.ordinal()] = value;
  }

  /** Sets doubles. */
  public void set(int index, double[] values) {
    System.arraycopy(values, 0, numbers, index, values.length);
  }

  /** An integer. */
  public long word(int index) {
    return words[index];
  }

  /** An integer of the head. */
  public long word(HeadWord index) {
    return words[index.ordinal()];
  }

  /** A double. */
  public double number(int index) {
    return numbers[index];
  }

  /** A double of the head. */
  public double number(HeadNumber index) {
    return numbers[index.ordinal()];
  }

  /** Copies doubles out, as many as the array takes. */
  public void get(int index, double[] into) {
    System.arraycopy(numbers, index, into, 0, into.length);
  }

  /** Copies another slot of the same layout. */
  public void take(CycleSlot from) {
    System.arraycopy(from.words, 0, words, 0, words.length);
    System.arraycopy(from.numbers, 0, numbers, 0, numbers.length);
  }
}
