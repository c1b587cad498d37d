/**
 * Parquet files: columns of numbers, lists of numbers and texts, row by row. The library behind it
 * trusts files; here a damaged file ends in one sentence.
 */
package org.reins.learning.parquet;
