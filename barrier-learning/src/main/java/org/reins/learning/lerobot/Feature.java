package org.reins.learning.lerobot;

import java.util.List;

/**
 * A feature of a data set, as {@code meta/info.json} describes it.
 *
 * @param name of the column, such as {@code observation.state}
 * @param dtype such as float32, int64, video or image
 * @param shape numbers along each axis
 * @param names of the numbers along the first axis; empty if the file does not say
 */
public record Feature(String name, String dtype, List<Integer> shape, List<String> names) {
  /** Copies the lists. */
  public Feature {
    shape = List.copyOf(shape);
    names = List.copyOf(names);
  }

  /** Whether the feature is pictures, which are not read. */
  public boolean isPictures() {
    return dtype.equals("video") || dtype.equals("image");
  }

  /** Numbers in a row. */
  public int size() {
    int size = 1;
    for (int s : shape) {
      size = Math.multiplyExact(size, s);
    }
    return size;
  }
}
