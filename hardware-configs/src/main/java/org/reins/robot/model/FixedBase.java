package org.reins.robot.model;

import java.util.List;
import java.util.function.Function;

/** The base of an arm: bolted to the world; its frame is the world frame. */
public record FixedBase() implements Base {
  @Override
  public String kind() {
    return "arm";
  }

  @Override
  public List<Link> bodies() {
    return List.of();
  }

  @Override
  public List<Capsule> feet() {
    return List.of();
  }

  @Override
  public <T> T choose(Function<FixedBase, T> fixed, Function<FloatingBase, T> floating) {
    return fixed.apply(this);
  }
}
