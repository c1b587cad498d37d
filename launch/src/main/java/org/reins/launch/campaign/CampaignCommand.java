package org.reins.launch.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.launch.report.Progress;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Many runs of a cell under varied conditions, and where they fail. */
@Command(
    name = "campaign",
    description = {
      "Runs a cell many times with the filter, under conditions that differ from its file, and"
          + " searches for those under which a limit is broken. The same command goes on with a"
          + " campaign that was interrupted. See docs/campaigns.md.",
      "",
      "Example:",
      "  ./reins campaign panda-zone --runs 400 --out runs/panda --json panda.json",
      "  ./reins campaign panda-zone --out runs/panda --replay 17"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class CampaignCommand implements Callable<Integer> {
  private static final int MOST = 1_000_000;

  @Parameters(paramLabel = "CELL", description = "Cell file, or a cell that comes with Reins.")
  private String cellName;

  @Option(names = "--runs", description = "Runs of the search, 8 to 1000000.")
  private int runs = 200;

  @Option(
      names = "--fresh",
      description =
          "Runs after the search, drawn evenly: they test the model of the risk and estimate the"
              + " share that fails. 0 to 1000000; by default a quarter of --runs.")
  private Integer givenFresh;

  @Option(
      names = "--engine",
      description =
          "What runs them: local, the threads of this process, or spark, Apache Spark. The rows are"
              + " the same.")
  private String engineName = "local";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Where Spark runs: local[2], spark://HOST:PORT; by default threads of this process.")
  private String master;

  @Option(
      names = "--spark",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, such as spark.executor.memory=2g; may be repeated.")
  private Map<String, String> spark = new LinkedHashMap<>();

  @Option(names = "--threads", description = "Threads, 1 to 1024; by default one for each core.")
  private Integer threads;

  @Option(names = "--seed", description = "Seed of everything that is drawn.")
  private long seed = 1;

  @Option(
      names = "--out",
      description = "Folder of the campaign; by default runs/campaign- and the cell's name.")
  private Path out;

  @Option(
      names = "--from",
      description =
          "Folder of an earlier campaign of the same robot: what it found replaces the first part.")
  private Path from;

  @ArgGroup private Sampling sampling;

  private static final class Sampling {
    @Option(names = "--adaptive", description = "Searches for failures (the default).")
    private boolean adaptive;

    @Option(names = "--plain", description = "Draws all conditions evenly, without a search.")
    private boolean plain;

    @Option(
        names = "--rare",
        description =
            "Estimates the probability of a rare failure by importance splitting: --runs are those"
                + " of each of at most 6 levels.")
    private boolean rare;

    private String key() {
      return rare ? "rare" : plain && !adaptive ? "plain" : "adaptive";
    }
  }

  @Option(
      names = "--campaign",
      description = "Campaign file (YAML), instead of the cell's section 'campaign'.")
  private Path file;

  @Option(
      names = "--barrier",
      description = "Barrier file, none, or built-in; by default the cell's.")
  private String barrier;

  @Option(
      names = "--policy",
      description = "ONNX file or description, instead of the cell's policy.")
  private String policy;

  @Option(names = "--level", description = "Envelope level, 0 to 4; by default the cell's.")
  private Integer level;

  @Option(
      names = "--seconds",
      description = "Length of a run, s, 1 to 3600; by default the cell's.")
  private Double seconds;

  @Option(
      names = "--replay",
      paramLabel = "ROW",
      description = "Runs one row of the campaign in --out again, and logs what the filter did.")
  private Integer replay;

  @Option(
      names = "--ranges",
      description = "Prints what would be varied, as a campaign file, and ends.")
  private boolean ranges;

  @Option(names = "--json", description = "JSON file for the summary.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    check();
    if (out == null) {
      String name = Path.of(cellName).getFileName().toString().replaceAll("\\.ya?ml$", "");
      out = Path.of("runs", "campaign-" + name);
    }
    if (replay != null) {
      return new Replay(cellName, out).run(replay, json) ? 0 : 1;
    }
    Campaign campaign =
        Campaign.read(cellName, new Campaign.Replacements(barrier, policy, level, seconds, file));
    if (ranges) {
      System.out.print(campaign.settings().yaml());
      return 0;
    }
    run(campaign);
    return 0;
  }

  private void check() {
    boolean rare = sampling != null && sampling.rare;
    require("--runs", runs, rare ? 50 : 8, MOST);
    if (givenFresh != null) {
      if (rare) {
        throw new ReinsException("--fresh is not for --rare: its first level is drawn evenly");
      }
      require("--fresh", givenFresh, 0, MOST);
    }
    if (threads != null) {
      require("--threads", threads, 1, 1024);
    }
    if (level != null) {
      require("--level", level, 0, org.reins.filter.EnvelopeLevels.DEFAULT.top());
    }
    if (seconds != null) {
      require("--seconds", seconds, 1, 3600);
    }
    boolean onSpark = engineName.equals("spark");
    if (!onSpark && !engineName.equals("local")) {
      throw new ReinsException("--engine is " + engineName + ": allowed is local or spark");
    }
    if (!onSpark && (master != null || !spark.isEmpty())) {
      throw new ReinsException("--master and --spark are for --engine spark: give it too");
    }
    if (master != null && threads != null) {
      throw new ReinsException("--threads is for this process: a cluster's cores follow --master");
    }
  }

  private void run(Campaign campaign) throws IOException {
    String way = sampling == null ? "adaptive" : sampling.key();
    boolean rare = way.equals("rare");
    boolean adaptive = way.equals("adaptive");
    int fresh = rare ? 0 : givenFresh == null ? runs / 4 : givenFresh;
    Plan.Before before = Plan.Before.NOTHING;
    String beforeHash = "";
    if (from != null) {
      if (!adaptive) {
        throw new ReinsException("--from starts a search: give it without --" + way);
      }
      List<Row> rows = CampaignFolder.open(from).rows();
      if (rows.isEmpty()) {
        throw new ReinsException("folder " + from + " has no rows yet: give another --from");
      }
      before = Plan.Before.of(campaign.settings(), rows);
      beforeHash = Row.sha256(rows);
    }
    Schedule plan =
        rare
            ? new RarePlan(campaign.settings(), runs, seed)
            : new Plan(campaign.settings(), runs, fresh, adaptive, seed, before);
    CampaignFolder folder =
        CampaignFolder.of(out, CampaignInputs.of(campaign, runs, fresh, way, seed, beforeHash));
    announce(campaign, folder, plan);
    int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    try (Engine engine = engine(campaign, cores)) {
      drive(plan, folder, engine);
      CampaignFigures figures = CampaignFigures.of(campaign.settings(), plan, folder.rows(), seed);
      ObjectNode summary = figures.json(engine.name(), folder.inputs());
      Json.write(out.resolve("summary.json"), summary);
      if (json != null) {
        Json.write(json, summary);
      }
      new CampaignReport(campaign, figures, out).write();
    }
  }

  private Engine engine(Campaign campaign, int cores) throws IOException {
    if (engineName.equals("local")) {
      return new LocalEngine(campaign.runner(), cores);
    }
    String where = master == null ? "local[" + cores + "]" : master;
    return SparkEngine.start(Recipe.of(campaign), where, spark);
  }

  private void announce(Campaign campaign, CampaignFolder folder, Schedule plan) {
    if (campaign.zonesIgnored()) {
      System.out.println(
          "note: there is no barrier, so nothing keeps the arm out of the zones, and entering one"
              + " does not count as a failure; --barrier FILE gives it one");
    }
    int there = folder.rows().size();
    if (there > 0) {
      System.out.println(
          "folder "
              + out
              + " holds "
              + there
              + (sampling != null && sampling.rare ? " of at most " : " of ")
              + plan.total()
              + " rows: the campaign goes on");
    }
  }

  private static void drive(Schedule plan, CampaignFolder folder, Engine engine)
      throws IOException {
    Progress progress = new Progress(System.out, "campaign");
    double began = (double) folder.rows().size() / plan.total();
    long failures = failures(folder.rows());
    for (List<Trial> next = plan.next(folder.rows());
        !next.isEmpty();
        next = plan.next(folder.rows())) {
      int there = folder.rows().size();
      String remark = next.get(0).part().key() + ", " + failures + " failures";
      List<Row> rows =
          engine.run(
              next,
              done -> {
                synchronized (progress) {
                  double share = (double) (there + done) / plan.total();
                  progress.at(share, remark + progress.timeLeft(began, share));
                }
              });
      folder.add(rows);
      failures += failures(rows);
    }
    progress.done();
  }

  private static long failures(List<Row> rows) {
    return rows.stream().filter(r -> r.outcome().failed()).count();
  }

  private static void require(String option, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new ReinsException(
          String.format(
                  Locale.ROOT, "%s is %.10g: allowed is %.0f to %.0f", option, value, low, high)
              .replaceAll("\\.0+:", ":"));
    }
  }
}
