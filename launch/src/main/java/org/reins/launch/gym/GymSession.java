package org.reins.launch.gym;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.List;
import java.util.stream.IntStream;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;

/**
 * One client. Each request is answered by one frame. An invalid request is answered by a sentence,
 * and nothing moves.
 */
final class GymSession {
  /** Largest number of environments of a client. */
  static final int MOST = 1024;

  private static final int MARK_AND_SEED = Byte.BYTES + Long.BYTES;

  private final GymTask task;
  private final int workers;
  private final GymWire wire;

  /**
   * Begins a session.
   *
   * @param workers number of threads that step environments
   * @param channel to the client, closed by its owner
   */
  GymSession(GymTask task, int workers, ByteChannel channel) {
    this.task = task;
    this.workers = workers;
    wire = new GymWire(channel);
  }

  /** Serves the client until it goes. */
  void serve() throws IOException {
    GymBatch batch = null;
    try {
      for (ByteBuffer in = read(); in != null; in = read()) {
        try {
          if (wire.kind() == GymWire.OPEN) {
            GymBatch opened = open(GymWire.text(in));
            close(batch);
            batch = opened;
          } else {
            answer(batch, in);
          }
        } catch (ReinsException | IllegalArgumentException e) {
          wire.send(GymWire.ERROR, e.getMessage());
        }
      }
    } finally {
      close(batch);
    }
  }

  private ByteBuffer read() throws IOException {
    try {
      return wire.read();
    } catch (IOException e) {
      wire.send(GymWire.ERROR, e.getMessage());
      throw e;
    }
  }

  private static void close(GymBatch batch) {
    if (batch != null) {
      batch.close();
    }
  }

  private GymBatch open(String text) throws IOException {
    JsonNode request = json(text);
    if (request.path("reins_gym").asInt() != GymTask.VERSION) {
      throw new ReinsException(
          "the client speaks version "
              + request.path("reins_gym")
              + " of the gym's frames, and this is version "
              + GymTask.VERSION
              + ": use the reins_gym.py of this version of Reins");
    }
    JsonNode envs = request.path("envs");
    if (!envs.isInt() || envs.asInt() < 1 || envs.asInt() > MOST) {
      throw new ReinsException(
          "the number of environments is " + envs + ": allowed is 1 to " + MOST);
    }
    Autoreset autoreset = Autoreset.of(request.path("autoreset").asText());
    List<GymEnvironment> made = IntStream.range(0, envs.asInt()).mapToObj(task::make).toList();
    wire.send(GymWire.HELLO, task.hello(made.size(), autoreset).toString());
    return new GymBatch(made, autoreset, new Workers(Math.min(workers, made.size())));
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ReinsException("the request is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void answer(GymBatch batch, ByteBuffer in) throws IOException {
    if (batch == null) {
      throw new ReinsException("the first request must open environments (kind O)");
    }
    switch (wire.kind()) {
      case GymWire.RESET -> reset(batch, in);
      case GymWire.STEP -> step(batch, in);
      case GymWire.DRAW -> {
        draw(batch, in);
        return;
      }
      default ->
          throw new ReinsException(
              "a request has the kind "
                  + Byte.toUnsignedInt(wire.kind())
                  + ": allowed are O to open, R to reset, S to step and D to draw");
    }
    BatchState state = batch.state();
    state.write(wire.begin(GymWire.BATCH, state.bytes()));
    wire.send();
  }

  private static void reset(GymBatch batch, ByteBuffer in) {
    requireBytes("reset", in, batch.size() * MARK_AND_SEED);
    boolean[] which = new boolean[batch.size()];
    long[] seeds = new long[batch.size()];
    for (int i = 0; i < which.length; i++) {
      seeds[i] = in.getLong();
    }
    for (int i = 0; i < which.length; i++) {
      which[i] = in.get() != 0;
    }
    batch.reset(which, seeds);
  }

  private static void step(GymBatch batch, ByteBuffer in) {
    requireBytes("step", in, batch.actions() * Float.BYTES);
    float[] actions = new float[batch.actions()];
    in.asFloatBuffer().get(actions);
    batch.step(actions);
  }

  private void draw(GymBatch batch, ByteBuffer in) throws IOException {
    requireBytes("draw", in, 3 * Integer.BYTES);
    int i = in.getInt();
    if (i < 0 || i >= batch.size()) {
      throw new ReinsException(
          "the picture is of environment " + i + ": allowed is 0 to " + (batch.size() - 1));
    }
    ArmPicture picture = new ArmPicture(task.cell(), in.getInt(), in.getInt());
    byte[] pixels = picture.draw(batch.environment(i).arm());
    wire.begin(GymWire.PICTURE, pixels.length).put(pixels);
    wire.send();
  }

  private static void requireBytes(String what, ByteBuffer in, int bytes) {
    if (in.remaining() != bytes) {
      throw new ReinsException(
          "a "
              + what
              + " has "
              + in.remaining()
              + " bytes: it needs "
              + bytes
              + " for the environments of this client");
    }
  }
}
