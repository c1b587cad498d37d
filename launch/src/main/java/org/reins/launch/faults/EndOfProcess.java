package org.reins.launch.faults;

/** Something to do if this process is told to end before a piece of work is done. */
final class EndOfProcess {
  private final Thread hook;

  EndOfProcess(Runnable work) {
    hook = new Thread(work, "reins-end-of-faults");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The work is done: there is nothing left to do at the end. */
  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process ends already, and the hook runs.
      return;
    }
  }
}
