package org.reins.node.filter;

import java.util.concurrent.locks.LockSupport;
import org.reins.node.messages.FilterStatus;
import org.reins.node.process.Mailbox;

/** Passes statuses from the control thread to the publishing thread without blocking. */
public final class StatusOutlet {
  private final Mailbox<FilterStatus> mailbox = new Mailbox<>(FilterStatus::new);
  private volatile Thread reader;

  /** Sets the thread that a status wakes up. */
  void wake(Thread thread) {
    reader = thread;
  }

  /** The status that the control thread may fill in. */
  FilterStatus draft() {
    return mailbox.draft();
  }

  /** Publishes the draft to the reader. */
  void post() {
    mailbox.post();
    LockSupport.unpark(reader);
  }

  /** Takes the latest status if there is a new one; reader's thread only. */
  boolean take() {
    return mailbox.take();
  }

  /** The status taken last; reader's thread only. */
  FilterStatus latest() {
    return mailbox.latest();
  }
}
