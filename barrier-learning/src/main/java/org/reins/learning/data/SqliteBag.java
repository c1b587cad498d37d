package org.reins.learning.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The sqlite3 storage of rosbag2: tables {@code topics} and {@code messages}. */
final class SqliteBag {
  private static final int LARGEST_MESSAGE = 1 << 28;
  // Messages that wait in a recorder's cache are out of order by less than this, ns.
  private static final long RESTART = 1_000_000_000;
  private static final int MOST_TOPICS = 100_000;

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
    if (PackedFile.isPacked(path)) {
      // SQLite reads at any place of a file, so what is packed is unpacked to a temporary file.
      PackedFile.unpacked(path, plain -> open(path, plain, query));
    } else {
      open(path, path, query);
    }
  }

  /**
   * Opens a database.
   *
   * @param path the file of the user, for messages
   * @param plain the file that is opened
   */
  private static void open(Path path, Path plain, Query query) {
    // Opened read-only: nothing may change a recording.
    String url = "jdbc:sqlite:" + uri(plain) + "?mode=ro";
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

  /** The path as a URI of SQLite, in which three characters have a meaning of their own. */
  private static String uri(Path path) {
    return "file:"
        + path.toAbsolutePath()
            .toString()
            .replace("%", "%25")
            .replace("?", "%3f")
            .replace("#", "%23");
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

  /**
   * Whether a topic's times start again, as those of a simulator that was reset. Then the order of
   * recording counts: in the order of time, two runs would be mixed.
   */
  private static boolean startsAgain(Statement statement) throws SQLException {
    Map<Long, Long> latest = new HashMap<>();
    try (ResultSet row =
        statement.executeQuery("SELECT topic_id, timestamp FROM messages ORDER BY id")) {
      while (row.next() && latest.size() < MOST_TOPICS) {
        long time = row.getLong(2);
        Long before = latest.put(row.getLong(1), time);
        if (before != null && before - time > RESTART) {
          return true;
        }
      }
    }
    return false;
  }

  private static void read(Path path, Statement statement, BagMessage.Reader reader)
      throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT t.name, t.type, t.serialization_format, m.timestamp, m.data FROM messages m"
                + " JOIN topics t ON m.topic_id = t.id ORDER BY "
                + (startsAgain(statement) ? "m.id" : "m.timestamp, m.id"))) {
      while (row.next()) {
        String topic = row.getString(1);
        String type = row.getString(2);
        byte[] data = row.getBytes(5);
        if (topic == null || type == null || data == null) {
          throw new DataException(
              "bag " + path + " is damaged: a message has no topic, no type or no data");
        }
        String encoding = row.getString(3);
        reader.take(
            new BagMessage(
                topic, type, row.getLong(4), data, encoding == null ? "nothing" : encoding));
      }
    }
  }
}
