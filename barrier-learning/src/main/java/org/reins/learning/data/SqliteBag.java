package org.reins.learning.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** The sqlite3 storage of rosbag2: tables {@code topics} and {@code messages}. */
final class SqliteBag {
  private static final int LARGEST_MESSAGE = 1 << 28;

  private SqliteBag() {}

  /** A query on a bag that is open. */
  private interface Query {
    void run(Statement statement) throws SQLException;
  }

  static void read(Path path, BagMessage.Reader reader) {
    open(path, statement -> read(path, statement, reader));
  }

  /** The time of the first message, ns; the largest number if there is none. */
  static long firstTime(Path path) {
    long[] time = {Long.MAX_VALUE};
    open(
        path,
        statement -> {
          try (ResultSet row = statement.executeQuery("SELECT min(timestamp) FROM messages")) {
            if (row.next() && row.getObject(1) != null) {
              time[0] = row.getLong(1);
            }
          }
        });
    return time[0];
  }

  private static void open(Path path, Query query) {
    // Opened read-only: nothing may change a recording.
    String url = "jdbc:sqlite:file:" + path.toAbsolutePath() + "?mode=ro";
    Properties limits = new Properties();
    // The size that a file claims for a text or blob, even by an expression, is not allocated.
    limits.setProperty("limit_length", Integer.toString(LARGEST_MESSAGE));
    try (Connection connection = DriverManager.getConnection(url, limits);
        Statement statement = connection.createStatement()) {
      requireTables(path, statement);
      query.run(statement);
    } catch (SQLException e) {
      throw new DataException(
          "bag " + path + " is not an sqlite3 bag or is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Requires that both are tables with stored columns: a view or a virtual table may have endless
   * rows. Also requires that each topic has a unique number; otherwise messages would be
   * duplicated.
   */
  private static void requireTables(Path path, Statement statement) throws SQLException {
    for (String table : List.of("topics", "messages")) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '"
                  + table
                  + "' AND sql LIKE 'CREATE TABLE %'")) {
        if (!row.next() || row.getInt(1) != 1) {
          throw new DataException(
              "bag " + path + " is not an sqlite3 bag: it has no plain table " + table);
        }
      }
    }
    try (ResultSet row =
        statement.executeQuery(
            "SELECT count(*) FROM pragma_table_xinfo('messages') WHERE hidden <> 0")) {
      if (!row.next() || row.getInt(1) != 0) {
        throw new DataException(
            "bag " + path + " is not an sqlite3 bag: its messages are computed, not stored");
      }
    }
    try (ResultSet row =
        statement.executeQuery("SELECT count(*) - count(DISTINCT id) FROM topics")) {
      if (!row.next() || row.getInt(1) != 0) {
        throw new DataException(
            "bag " + path + " is damaged: two of its topics have the same number");
      }
    }
  }

  private static void read(Path path, Statement statement, BagMessage.Reader reader)
      throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT t.name, t.type, t.serialization_format, m.timestamp, m.data FROM messages m"
                + " JOIN topics t ON m.topic_id = t.id ORDER BY m.timestamp, m.id")) {
      while (row.next()) {
        String topic = row.getString(1);
        String type = row.getString(2);
        byte[] data = row.getBytes(5);
        if (topic == null || type == null || data == null) {
          throw new DataException(
              "bag " + path + " is damaged: a message has no topic, no type or no data");
        }
        if (!"cdr".equals(row.getString(3))) {
          throw new DataException(
              "bag "
                  + path
                  + ": topic "
                  + topic
                  + " is encoded as "
                  + row.getString(3)
                  + ": it must be cdr");
        }
        reader.take(new BagMessage(topic, type, row.getLong(4), data));
      }
    }
  }
}
