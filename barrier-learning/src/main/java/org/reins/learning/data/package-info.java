/**
 * Recordings as people have them: HDF5 in the layouts of D4RL, DSRL and V-OCBF, CSV, rosbag2 in
 * sqlite3 and MCAP. What is wrong in a file is said in one sentence with file and row.
 */
package org.reins.learning.data;
