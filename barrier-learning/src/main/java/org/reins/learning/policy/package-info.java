/** Reinforcement learning of the demo's reaching policy, and its export to ONNX. */
package org.reins.learning.policy;
