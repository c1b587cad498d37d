/** Reads robot files: bounded YAML, with one sentence for what is wrong. */
package org.reins.robot.file;
