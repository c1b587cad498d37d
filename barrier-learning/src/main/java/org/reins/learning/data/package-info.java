/**
 * Recordings in common formats: HDF5 in the layouts of D4RL, DSRL and V-OCBF, CSV, and rosbag2 in
 * sqlite3 and MCAP. An error in a file is reported in one sentence with file and row.
 */
package org.reins.learning.data;
