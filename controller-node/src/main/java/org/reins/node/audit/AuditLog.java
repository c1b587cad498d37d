package org.reins.node.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.reins.node.signing.SigningKey;

/**
 * Adds lines to an audit log on a separate thread. Each line is forced to disk before the next.
 * Lines that cannot be written, for example on a full disk, are counted. The next line that can be
 * written states their number. A partially written line is removed first.
 */
public final class AuditLog implements AutoCloseable {
  private static final int MOST_WAITING = 1024;

  /** Destination of lines. */
  interface Sink extends AutoCloseable {
    /** Writes all bytes at a position and forces them to the disk. */
    void write(byte[] bytes, long position) throws IOException;

    /** Truncates the file at a position. */
    void cut(long position) throws IOException;

    @Override
    void close() throws IOException;
  }

  private final Sink sink;
  private final Sealer sealer;
  private final Consumer<String> warnings;
  private final LinkedBlockingQueue<AuditEntry> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Thread thread = new Thread(this::run, "reins-audit");
  private volatile boolean running = true;
  private long number;
  private long position;
  private String last;
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();
  private boolean sealed = true;

  AuditLog(Sink sink, AuditChain before, Sealer sealer, Consumer<String> warnings) {
    this.sink = sink;
    this.sealer = sealer;
    this.warnings = warnings;
    number = before.lines().size();
    entries.set(number);
    position = before.bytes();
    last = before.lastHash();
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens a log or starts a new one. An incomplete last line is cut off.
   *
   * @param key signs lines and end, so that a cut end shows; null to leave the log unsigned
   * @param warnings receives one sentence if something is lost
   * @throws AuditException if the log was tampered with or cannot be written
   */
  public static AuditLog open(Path file, SigningKey key, Consumer<String> warnings) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new AuditException("audit log " + file + " is not a regular file: choose another file");
    }
    AuditChain chain = Files.exists(file) ? AuditChain.read(file) : AuditChain.of("");
    String objection = chain.objection();
    boolean fresh = chain.lines().isEmpty() && !SealCheck.isSealed(file);
    if (objection.isEmpty() && !fresh) {
      objection = key == null ? unsealed(file) : SealCheck.objection(chain, file, key.verifying());
    }
    if (!objection.isEmpty()) {
      throw new AuditException(
          "audit log "
              + file
              + ": "
              + objection
              + "; keep it unchanged, and choose another file to continue");
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Sink sink = new FileSink(file);
      if (chain.cut()) {
        sink.cut(chain.bytes());
        warnings.accept("the last line of audit log " + file + " was incomplete and was cut off");
      }
      Sealer sealer = key == null ? Sealer.NONE : Sealer.of(key, file);
      // Before the first line, and after a crash between a line and its seal.
      sealer.seal(chain.lines().size(), chain.lastHash());
      return new AuditLog(sink, chain, sealer, warnings);
    } catch (IOException e) {
      throw new AuditException("audit log " + file + " cannot be written: " + e.getMessage());
    }
  }

  private static String unsealed(Path file) {
    return SealCheck.isSealed(file)
        ? "it is sealed, and no key is given (planner.seal_key): a line without a signature would"
            + " look forged"
        : "";
  }

  /** Number of entries: those in the log at the start, and those added since. */
  public long entries() {
    return entries.get();
  }

  /** Adds an entry without waiting. */
  public void append(AuditEntry entry) {
    entries.incrementAndGet();
    if (!waiting.offer(entry)) {
      lost.incrementAndGet();
      warnings.accept("the audit log is too slow: an entry is lost");
    }
  }

  private void run() {
    try {
      while (running || !waiting.isEmpty()) {
        AuditEntry entry = waiting.poll(50, TimeUnit.MILLISECONDS);
        if (entry != null) {
          write(entry);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(AuditEntry entry) {
    long missing = lost.get();
    String line = AuditChain.seal(sealer.signed(entry.json(number + 1, missing, last)));
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      sink.cut(position);
      sink.write(bytes, position);
      position += bytes.length;
      number++;
      last = AuditChain.hashAt(line);
      lost.addAndGet(-missing);
      seal();
    } catch (IOException e) {
      if (lost.getAndIncrement() == 0) {
        warnings.accept("the audit log cannot be written: " + e.getMessage());
      }
    }
  }

  /** After the line: a crash in between leaves a line that is signed, but no seal without it. */
  private void seal() {
    try {
      sealer.seal(number, last);
      sealed = true;
    } catch (IOException e) {
      if (sealed) {
        warnings.accept(
            "the seal of the audit log cannot be written, so a cut end would not show: "
                + e.getMessage());
      }
      sealed = false;
    }
  }

  /** Writes the waiting entries, and ends. */
  @Override
  public void close() {
    running = false;
    try {
      thread.join();
      sink.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      warnings.accept("the audit log cannot be closed: " + e.getMessage());
    }
  }

  private static final class FileSink implements Sink {
    private final FileChannel channel;

    FileSink(Path file) throws IOException {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void write(byte[] bytes, long position) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer, position + buffer.position());
      }
      channel.force(false);
    }

    @Override
    public void cut(long position) throws IOException {
      if (channel.size() > position) {
        channel.truncate(position);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
