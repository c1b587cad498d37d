package org.reins.launch.inspect;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.reins.node.parameters.ParameterDescriptor;
import org.reins.node.parameters.ParameterSpec;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the nodes' parameters. */
@Command(
    name = "params",
    description = "Prints the nodes' parameters: a parameter file with all defaults, or a table.",
    mixinStandardHelpOptions = true)
public final class ParamsCommand implements Runnable {
  public static final List<String> NODES = ParameterSpecs.NODES;

  @Option(names = "--table", description = "A table in Markdown instead.")
  private boolean table;

  @Override
  public void run() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(table ? table() : yaml());
    out.flush();
  }

  /** All nodes' parameters with their defaults, as a ROS 2 parameter file. */
  public static String yaml() {
    StringBuilder all =
        new StringBuilder("# All parameters with their defaults. Made by: ./reins params\n");
    for (String node : NODES) {
      all.append("/**/").append(node).append(":\n  ros__parameters:\n");
      for (ParameterSpec s : ParameterSpecs.ofNode(node).byName().values()) {
        String unit = s.unit().isEmpty() || s.unit().equals("1") ? "" : " [" + s.unit() + "]";
        all.append("    # ").append(s.description()).append(unit);
        all.append(s.readOnly() ? " Read-only.\n" : "\n");
        all.append("    ").append(s.name()).append(": ");
        boolean text = s.type() == ParameterType.STRING;
        all.append(text ? "\"" + s.defaultValue().text() + "\"" : s.defaultValue().text());
        all.append('\n');
      }
    }
    return all.toString();
  }

  /** The same as tables. */
  public static String table() {
    StringBuilder all = new StringBuilder("# Parameters\n\nMade by `./reins params --table`.\n");
    for (String node : NODES) {
      ParameterSpecs specs = ParameterSpecs.ofNode(node);
      all.append("\n## ").append(node).append("\n\n").append(ParameterDescriptor.table(specs));
      specs
          .rules()
          .forEach(
              r ->
                  all.append("\nRule: `")
                      .append(r.left())
                      .append(' ')
                      .append(r.relation())
                      .append(' ')
                      .append(r.right())
                      .append("`\n"));
    }
    return all.toString();
  }
}
