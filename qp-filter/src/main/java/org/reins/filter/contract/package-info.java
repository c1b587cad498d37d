/**
 * Rules for the contract between a policy and a robot: what its description says, checked against
 * the robot's file before anything moves.
 */
package org.reins.filter.contract;
