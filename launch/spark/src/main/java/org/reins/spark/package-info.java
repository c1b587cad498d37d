/** The part of campaigns that runs inside Apache Spark: it hands on bytes that it does not read. */
package org.reins.spark;
