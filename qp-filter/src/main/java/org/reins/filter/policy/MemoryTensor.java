package org.reins.filter.policy;

/**
 * State of a recurrent network: an output that is given back as an input in the next step. It
 * begins with zeros.
 *
 * @param input name of the input tensor
 * @param output name of the output tensor
 * @param numbers in the tensor, 1 to 1,000,000
 */
public record MemoryTensor(String input, String output, int numbers) {
  private static final int MOST = 1_000_000;

  /** Checks the number. */
  public MemoryTensor {
    if (numbers < 1 || numbers > MOST) {
      throw new IllegalArgumentException(
          "memory " + input + " has " + numbers + " numbers: allowed is 1 to " + MOST);
    }
  }
}
