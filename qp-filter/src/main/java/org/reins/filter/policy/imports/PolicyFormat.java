package org.reins.filter.policy.imports;

/** A format in which others publish policies. */
public interface PolicyFormat {
  /** Its name and the files that it is known by, for messages. */
  String looksFor();

  /** Whether a file is of this format, judged by its contents. */
  boolean recognises(PolicySource source);

  /**
   * Reads a policy.
   *
   * @throws org.reins.robot.ReinsException with one sentence for the user
   */
  ImportedPolicy read(PolicySource source, ImportOptions options);
}
