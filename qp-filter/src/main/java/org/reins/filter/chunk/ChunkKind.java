package org.reins.filter.chunk;

/** What the numbers of a chunk are. */
public enum ChunkKind {
  /** Joint positions, rad. After the last step the last one is held. */
  POSITION,
  /** Joint velocities, rad/s. After the last step they fade to zero. */
  VELOCITY
}
