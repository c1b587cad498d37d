package org.reins.robot.dynamics;

/**
 * A point fixed to a body of {@link RigidBodyDynamics}; make it with {@link
 * RigidBodyDynamics#point}.
 *
 * @param body index of the body, −1 for the base
 * @param x first coordinate in the body's own axes, m
 * @param y second coordinate, m
 * @param z third coordinate, m
 */
public record BodyPoint(int body, double x, double y, double z) {}
