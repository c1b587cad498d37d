package org.reins.sim.mujoco;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.Ground;

/** A robot loaded into MuJoCo, with its state. Not thread-safe. */
final class MujocoModel implements AutoCloseable {
  private final Mujoco mujoco = Mujoco.get();
  private final Pointer model;
  private final Pointer data;
  private boolean closed;

  /**
   * Loads a robot.
   *
   * @param ground ground under the robot
   * @param positions size of qpos, to check that MuJoCo models the robot as we do
   * @param freedoms size of qvel
   * @throws MujocoException if MuJoCo is not installed, has another version or refuses the model
   */
  MujocoModel(
      RobotModel robot, PlantParameters parameters, Ground ground, int positions, int freedoms) {
    try {
      Path file = Files.createTempFile("reins-", ".xml");
      try {
        Files.writeString(file, MjcfWriter.write(robot, parameters, ground));
        model = mujoco.load(file.toString());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no model file for MuJoCo could be written", e);
    }
    if (mujoco.positions(model) != positions || mujoco.freedoms(model) != freedoms) {
      throw new MujocoException(
          "MuJoCo sees "
              + mujoco.freedoms(model)
              + " freedoms where "
              + robot.name()
              + " has "
              + freedoms);
    }
    data = mujoco.data(model);
  }

  void reset() {
    mujoco.reset(model, data);
  }

  /** Sets qpos and qvel. */
  void write(double[] positions, double[] velocities) {
    mujoco.positionsOf(data).write(0, positions, 0, positions.length);
    mujoco.velocitiesOf(data).write(0, velocities, 0, velocities.length);
  }

  /** Runs a step under generalised forces and reads qpos and qvel. */
  void step(double[] forces, double dt, double[] positions, double[] velocities) {
    mujoco.timestep(model, dt);
    mujoco.appliedForces(data).write(0, forces, 0, forces.length);
    mujoco.step(model, data);
    mujoco.positionsOf(data).read(0, positions, 0, positions.length);
    mujoco.velocitiesOf(data).read(0, velocities, 0, velocities.length);
  }

  /**
   * Mass matrix and bias forces of the state.
   *
   * @param mass freedoms × freedoms, overwritten
   * @param bias overwritten
   */
  void dynamics(double[] mass, double[] bias) {
    mujoco.dynamics(model, data, mass, bias);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      mujoco.delete(model, data);
    }
  }
}
