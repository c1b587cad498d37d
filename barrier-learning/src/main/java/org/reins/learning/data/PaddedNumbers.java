package org.reins.learning.data;

/**
 * Numbers with zeros in front, such as 001. In one file they all have as many digits, so that no
 * two of them are the same number. The first one decides how many; numbers that do not fit are told
 * apart by their texts.
 */
final class PaddedNumbers {
  private int digits;
  private int shortest = Integer.MAX_VALUE;

  /** Whether a number's value tells it from all others that fit. */
  boolean fits(String text) {
    int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    int length = end - from;
    if (length < 2 || text.charAt(from) != '0') {
      boolean clear = length >= digits;
      shortest = clear ? Math.min(shortest, length) : shortest;
      return clear;
    }
    if (digits == 0 && length <= shortest) {
      digits = length;
    }
    return length == digits;
  }
}
