package org.reins.launch.demo;

import java.util.List;
import org.reins.launch.experiment.WalkSuite;

/** What walks in the demo of a legged robot. */
interface WalkDrive extends AutoCloseable {
  /** The episodes with or without the filter. */
  WalkSuite suite(boolean filtered);

  /** What the reader of the table must know. */
  List<String> notes();

  @Override
  void close();
}
