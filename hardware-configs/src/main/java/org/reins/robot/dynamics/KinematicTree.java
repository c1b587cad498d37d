package org.reins.robot.dynamics;

import org.reins.robot.math.Rotations;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.Joint;
import org.reins.robot.model.Link;
import org.reins.robot.model.RobotModel;

/**
 * The constant data of a tree of n bodies, one behind each joint: the parent of each body, its
 * placement and its inertia.
 *
 * <p>A body has the axes of its link, rotated so that its joint's axis is z. Bodies are numbered so
 * that each comes after its parent; −1 is the base. The arrays are owned by this object and not
 * modified after construction.
 */
final class KinematicTree {
  /** Number of joints and bodies n. */
  final int n;

  /** Of each body: its parent, −1 for the base. */
  final int[] parent;

  /** Of each joint at position 0: rotation from its body's axes to those of the parent, 3×3. */
  final double[][] placementRotation;

  /** Of each joint: its origin in the axes of the parent, m. */
  final double[][] placementOrigin;

  /** Of each body: rotation from the link's axes in the robot file to its own, 3×3. */
  final double[][] linkToBody;

  /** Of each joint: whether it slides along its axis; otherwise it turns about it. */
  final boolean[] slides;

  /** Of each joint: rotor inertia reflected to the joint, kg·m², or kg for one that slides. */
  final double[] rotorInertia;

  /** Of each body: its mass, kg. */
  final double[] mass;

  /** Of each body: its centre of mass in its own axes, m. */
  final double[][] com;

  /** Of each body: its inertia about its centre of mass in its own axes, 3×3, kg·m². */
  final double[][] inertia;

  /** Builds the tree of a robot. */
  KinematicTree(RobotModel robot) {
    n = robot.dof();
    parent = new int[n];
    placementRotation = new double[n][];
    placementOrigin = new double[n][];
    linkToBody = new double[n][];
    slides = new boolean[n];
    rotorInertia = new double[n];
    mass = new double[n];
    com = new double[n][];
    inertia = new double[n][];
    for (int i = 0; i < n; i++) {
      Joint joint = robot.joints().get(i);
      Link link = robot.links().get(i);
      parent[i] = robot.bodyOf(joint.parent());
      double[] align = Rotations.rotationTakingZTo(joint.axis());
      double[] parentAlign = parent[i] < 0 ? Rotations.identity() : linkToBody[parent[i]];
      placementRotation[i] =
          Rotations.multiply(
              parentAlign, Rotations.multiply(Rotations.fromRpy(joint.rpy()), align));
      placementOrigin[i] = Rotations.rotate(parentAlign, joint.xyz());
      linkToBody[i] = Rotations.transpose(align);
      slides[i] = joint.slides();
      rotorInertia[i] = joint.rotorInertia();
      mass[i] = link.mass();
      com[i] = Rotations.rotate(linkToBody[i], link.com());
      Inertia j = link.inertia();
      double[] tensorInLink = {
        j.xx(), j.xy(), j.xz(), j.xy(), j.yy(), j.yz(), j.xz(), j.yz(), j.zz()
      };
      inertia[i] = Rotations.multiply(Rotations.multiply(linkToBody[i], tensorInLink), align);
    }
  }
}
