package org.reins.node.watchdog;

/** Either may take the robot. */
record TwoOverseers(Overseer one, Overseer other) implements Overseer {
  @Override
  public void beat(boolean stopped, long now) {
    one.beat(stopped, now);
    other.beat(stopped, now);
  }

  @Override
  public void rest(long now) {
    one.rest(now);
    other.rest(now);
  }

  @Override
  public boolean objects(long now) {
    // Both look, whatever the first says.
    boolean first = one.objects(now);
    boolean second = other.objects(now);
    return first || second;
  }

  @Override
  public String objection(long now) {
    String first = one.objection(now);
    return first.isEmpty() ? other.objection(now) : first;
  }

  @Override
  public String words(long now) {
    return one.words(now) + "; " + other.words(now);
  }

  @Override
  public void close() {
    try {
      one.close();
    } finally {
      other.close();
    }
  }
}
