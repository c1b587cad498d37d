/** The policy as a node: an ONNX network at a fixed rate. */
package org.reins.node.policy;
