package org.reins.launch.campaign;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/**
 * Runs trials in another process, which knows nothing of Reins but bytes. Thread-safe. The bytes
 * are Java's serialization: they come from the process that started the campaign.
 */
public final class CampaignWorker implements UnaryOperator<byte[]> {
  private final TrialRunner runner;

  /**
   * Reads the campaign.
   *
   * @param recipe a {@link Recipe}
   * @throws org.reins.robot.ReinsException if the files here are not those of the recipe
   */
  public CampaignWorker(byte[] recipe) throws IOException {
    runner = ((Recipe) read(recipe)).campaign().runner();
  }

  /** Runs a trial, and returns its row. */
  @Override
  public byte[] apply(byte[] trial) {
    return write(runner.run((Trial) read(trial)));
  }

  /** An object as bytes. */
  static byte[] write(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The object in bytes from {@link #write}. */
  static Object read(byte[] bytes) {
    return read(bytes, 0);
  }

  /** The object in bytes from {@link #write} that begins at an offset. */
  static Object read(byte[] bytes, int offset) {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the bytes are of another version", e);
    }
  }
}
