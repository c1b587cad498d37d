package org.reins.filter.barrier;

import java.util.ArrayList;
import java.util.List;

/** The barrier that a file holds. */
public final class Barriers {
  private Barriers() {}

  /** A single network, or, if the file holds several members, the lowest of them at each state. */
  public static Barrier of(BarrierFile file) {
    List<BarrierFile> members = members(file);
    return members.size() == 1
        ? new NeuralBarrier(file)
        : new BarrierEnsemble(members.stream().map(NeuralBarrier::new).toList(), 0);
  }

  /** The same barrier for many states at once. */
  public static BatchedBarrier batched(BarrierFile file) {
    return members(file).size() == 1 ? new BarrierBatch(file) : BatchedBarrier.oneByOne(of(file));
  }

  /** The members, each as a separate file; one if the file holds no ensemble. */
  public static List<BarrierFile> members(BarrierFile file) {
    List<BarrierFile> members = new ArrayList<>();
    members.add(file);
    for (int k = 1; k < BarrierEnsemble.MOST && !file.network("member" + k).isEmpty(); k++) {
      members.add(file.withLayers(file.network("member" + k)));
    }
    return members;
  }
}
