/** Reinforcement learning of reaching and walking policies, and their export to ONNX. */
package org.reins.learning.policy;
