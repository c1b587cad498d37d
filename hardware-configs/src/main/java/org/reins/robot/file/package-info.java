/** Reads robot files: bounded YAML, with one sentence for each error. */
package org.reins.robot.file;
