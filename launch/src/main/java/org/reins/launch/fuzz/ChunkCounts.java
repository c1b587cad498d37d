package org.reins.launch.fuzz;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.reins.filter.chunk.ChunkFault;

/** The counters of a fuzz test with chunks. */
public final class ChunkCounts {
  private static final int MOST_FAILURES = 20;

  /** Chunks by what became of them; NONE stands for those that were executed. */
  final Map<ChunkFault, Long> chunks = new EnumMap<>(ChunkFault.class);

  /** The first violations, as text with what is needed to repeat them. */
  final List<String> failures = new ArrayList<>();

  /** Episodes with a violation of a limit by the simulator's truth. */
  long violations;

  /** Filter steps. */
  long steps;

  /** Commands of the filter that were not finite. */
  long nonFinite;

  /** Targets that moved faster than the joint may. */
  long jumps;

  /** Filter steps in which the chunk's action was passed unchanged or changed. */
  long followed;

  /** Processor time of the longest check after the first 1,000, µs. */
  double longestCheck;

  ChunkCounts() {
    for (ChunkFault f : ChunkFault.values()) {
      chunks.put(f, 0L);
    }
  }

  void add(ChunkFault fault) {
    chunks.merge(fault, 1L, Long::sum);
  }

  void fail(String words) {
    violations++;
    if (failures.size() < MOST_FAILURES) {
      failures.add(words);
    }
  }

  /** All chunks. */
  public long sent() {
    return chunks.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Chunks that were executed. */
  public long executed() {
    return chunks.get(ChunkFault.NONE);
  }

  /** Chunks refused for a reason. */
  public long refused(ChunkFault why) {
    return chunks.get(why);
  }

  /** Episodes with a violation. */
  public long violations() {
    return violations;
  }

  /** Commands that were not finite. */
  public long nonFinite() {
    return nonFinite;
  }

  /** Targets that moved faster than the joint may. */
  public long jumps() {
    return jumps;
  }

  /** The first violations. */
  public List<String> failures() {
    return List.copyOf(failures);
  }
}
