package org.reins.launch.campaign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reins.learning.parquet.Column;
import org.reins.learning.parquet.ParquetSink;
import org.reins.learning.parquet.ParquetTable;
import org.reins.learning.parquet.Rows;
import org.reins.robot.ReinsException;
import org.reins.sim.Violation;
import org.reins.sim.variation.Conditions;
import org.reins.sim.variation.Variable;

/** Rows of a campaign as a Parquet file, one column for each number. */
final class RowFile {
  private static final Variable[] VARIABLES = Variable.values();
  private static final Violation[] KINDS = Violation.values();

  private RowFile() {}

  private static List<ParquetSink.Field> fields() {
    List<ParquetSink.Field> f = new ArrayList<>();
    f.add(ParquetSink.Field.of("row", Column.Kind.INT));
    f.add(ParquetSink.Field.of("part", Column.Kind.TEXT));
    f.add(ParquetSink.Field.of("seed", Column.Kind.LONG));
    f.add(ParquetSink.Field.of("risk", Column.Kind.DOUBLE));
    for (Variable v : VARIABLES) {
      f.add(ParquetSink.Field.of(v.key(), Column.Kind.DOUBLE));
    }
    f.add(ParquetSink.Field.of("failed", Column.Kind.BOOL));
    f.add(ParquetSink.Field.of("margin", Column.Kind.DOUBLE));
    for (Violation v : KINDS) {
      f.add(ParquetSink.Field.of(events(v), Column.Kind.LONG));
    }
    f.add(ParquetSink.Field.of("first_violation", Column.Kind.TEXT));
    f.add(ParquetSink.Field.of("first_time", Column.Kind.DOUBLE));
    f.add(ParquetSink.Field.of("goals", Column.Kind.INT));
    f.add(ParquetSink.Field.of("offered", Column.Kind.INT));
    f.add(ParquetSink.Field.of("interventions", Column.Kind.DOUBLE));
    f.add(ParquetSink.Field.of("fallbacks", Column.Kind.DOUBLE));
    return f;
  }

  private static String events(Violation v) {
    return "events_" + v.key();
  }

  /** Writes rows; a file of the same name is replaced. NaN is written as null. */
  static void write(Path file, List<Row> rows) {
    Map<String, String> notes = new LinkedHashMap<>();
    for (Variable v : VARIABLES) {
      notes.put("unit." + v.key(), v.unit());
    }
    try (ParquetSink sink = new ParquetSink(file, fields(), notes)) {
      for (Row r : rows) {
        Trial t = r.trial();
        Outcome o = r.outcome();
        List<Object> values = new ArrayList<>();
        values.addAll(Arrays.asList(t.row(), t.part().key(), t.seed(), orNull(t.risk())));
        Arrays.stream(t.conditions().values()).forEach(values::add);
        values.add(o.failed());
        values.add(o.margin());
        Arrays.stream(o.events()).forEach(values::add);
        values.addAll(
            Arrays.asList(
                o.firstKind(),
                orNull(o.firstTime()),
                o.goals(),
                o.offered(),
                o.interventions(),
                o.fallbacks()));
        sink.write(values.toArray());
      }
    }
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }

  /** Reads rows, in the order of the file. */
  static List<Row> read(Path file) {
    List<Row> rows = new ArrayList<>();
    try (ParquetTable table = ParquetTable.open(file)) {
      List<Column> columns = fields().stream().map(f -> column(table, f, file)).toList();
      table.choose(columns);
      for (long left = table.groupRows(); left >= 0; left = table.groupRows()) {
        Map<String, Rows> group =
            table.next().stream().collect(Collectors.toMap(r -> r.column().name(), r -> r));
        for (long k = 0; k < left; k++) {
          rows.add(row(group));
        }
      }
    }
    return rows;
  }

  private static Column column(ParquetTable table, ParquetSink.Field field, Path file) {
    return table
        .column(field.name())
        .filter(c -> c.kind() == field.kind() && !c.isList())
        .orElseThrow(
            () ->
                new ReinsException(
                    "file "
                        + file
                        + " has no column "
                        + field.name()
                        + " of "
                        + field.kind().label()
                        + ": it holds no rows of a campaign"));
  }

  private static Row row(Map<String, Rows> g) {
    double[] values =
        Arrays.stream(VARIABLES).mapToDouble(v -> g.get(v.key()).nextNumber()).toArray();
    Trial trial =
        new Trial(
            (int) g.get("row").nextLong(),
            Part.of(g.get("part").nextText()),
            g.get("seed").nextLong(),
            new Conditions(values),
            g.get("risk").nextNumberOrNaN());
    return new Row(
        trial,
        new Outcome(
            g.get("failed").nextNumber() != 0,
            g.get("margin").nextNumber(),
            Arrays.stream(KINDS).mapToLong(v -> g.get(events(v)).nextLong()).toArray(),
            g.get("first_violation").nextText(),
            g.get("first_time").nextNumberOrNaN(),
            (int) g.get("goals").nextLong(),
            (int) g.get("offered").nextLong(),
            g.get("interventions").nextNumber(),
            g.get("fallbacks").nextNumber()));
  }
}
