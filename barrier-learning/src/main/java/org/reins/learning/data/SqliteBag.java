package org.reins.learning.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The sqlite3 storage of rosbag2: tables {@code topics} and {@code messages}. */
final class SqliteBag {
  private SqliteBag() {}

  static void read(Path path, BagMessage.Reader reader) {
    // Opened for reading only: nothing may change a recording.
    String url = "jdbc:sqlite:file:" + path.toAbsolutePath() + "?mode=ro";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT t.name, t.type, t.serialization_format, m.timestamp, m.data FROM messages m"
                    + " JOIN topics t ON m.topic_id = t.id ORDER BY m.timestamp, m.id")) {
      while (row.next()) {
        if (!row.getString(3).equals("cdr")) {
          throw new DataException(
              "bag "
                  + path
                  + ": topic "
                  + row.getString(1)
                  + " is encoded as "
                  + row.getString(3)
                  + ": it must be cdr");
        }
        reader.take(
            new BagMessage(row.getString(1), row.getString(2), row.getLong(4), row.getBytes(5)));
      }
    } catch (SQLException e) {
      throw new DataException(
          "bag " + path + " is no sqlite3 bag or is damaged: " + e.getMessage(), e);
    }
  }
}
