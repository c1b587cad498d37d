package org.reins.filter.policy.imports;

import java.nio.file.Path;
import java.util.List;
import org.reins.filter.policy.PolicyDescription;

/**
 * A policy as a format describes it.
 *
 * @param description the network's path in it is empty
 * @param network file of the network
 * @param origin format and files, for a comment
 * @param notes what the user must know, one sentence each
 */
public record ImportedPolicy(
    PolicyDescription description, Path network, String origin, List<String> notes) {
  /** Copies the notes. */
  public ImportedPolicy {
    notes = List.copyOf(notes);
  }
}
