package org.reins.launch.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterSettings;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.policy.PolicyFile;
import org.reins.node.arming.Part;
import org.reins.node.arming.Receipt;
import org.reins.node.arming.Statement;
import org.reins.node.assembly.BuiltInModels;
import org.reins.node.audit.AuditChain;
import org.reins.node.audit.AuditEntry;
import org.reins.node.audit.AuditLog;
import org.reins.node.audit.SealCheck;
import org.reins.node.planner.LevelMemory;
import org.reins.node.signing.SigningKey;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.cell.CellFile;

/** Formats of files that configure the filter. */
enum ConfigFormat {
  ROBOT("yaml"),
  CELL("yaml"),
  WALK_CELL("yaml"),
  CONSTRAINT("yaml"),
  POLICY("yaml"),
  MEMORY("properties"),
  AUDIT("jsonl"),
  RECEIPT("json"),
  BARRIER("safetensors"),
  WEIGHTS("safetensors");

  private static final String CONSTRAINTS =
      """
      schema: reins/constraints/1
      braking: 1.0
      planes:
        - {name: wall, normal: [0, -1, 0], offset: -0.6}
      capsules:
        - {name: post, from: [0.55, 0.35, 0], to: [0.55, 0.35, 0.8], radius: 0.05}
      keep_apart: [panda_link5, panda_link6]
      self:
        - [panda_link7, panda_link1]
      speeds:
        - {name: tool, link: panda_link7, xyz: [0, 0, 0.207], limit: 0.8, acceleration: 12}
      energies:
        - {name: tool, link: panda_link7, xyz: [0, 0, 0.207], energy: 0.5, body_mass: 4.4}
      separations:
        - {name: hand, link: panda_link7, xyz: [0, 0, 0.107], radius: 0.1, reaction: 0.1}
      """;

  private static final String WALK =
      """
      schema: reins/cell/1
      title: A walk
      robot: go2
      load: {mass: 2, edge: 0.15, at: [0, 0, 0.12]}
      ground: {friction: 0.7, bumps: 0.03}
      task:
        scenarios: [nominal, push, overspeed]
        commands: {x: [0.3, 0.9], y: [-0.25, 0.25], yaw: [-0.6, 0.6]}
        hold: 2
        seconds: 8
      policy: none
      barrier: none
      disturbances: {position_noise: 1.0e-3, velocity_noise: 2.0e-2, friction: 1, delay: 1, unknown_load: 1}
      """;

  private final String ending;

  ConfigFormat(String ending) {
    this.ending = ending;
  }

  String ending() {
    return ending;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(ConfigFormat::key).toList();
  }

  static ConfigFormat of(String name) {
    for (ConfigFormat f : values()) {
      if (f.key().equals(name)) {
        return f;
      }
    }
    throw new ReinsException("--format is " + name + ": allowed is " + String.join(", ", keys()));
  }

  /** The sample; keys and logs that it needs are made in the folder. */
  ConfigSample sample(Path folder) throws IOException {
    return switch (this) {
      case ROBOT ->
          text(
              RobotFiles.text("panda"),
              f -> TrialDrive.of(RobotFiles.arm(f.toString()), null, List.of()));
      case CELL -> text(CellFile.text("ur5e-zone"), f -> read(CellFile.load(f.toString())));
      case WALK_CELL -> text(WALK, f -> read(CellFile.read(f.toString())));
      case CONSTRAINT -> {
        RobotModel panda = RobotFiles.load("panda");
        yield text(
            CONSTRAINTS,
            f ->
                TrialDrive.of(
                    panda,
                    null,
                    ConstraintFile.read(f, panda, FilterSettings.DEFAULT.forConstraints(panda))
                        .constraints()));
      }
      case POLICY ->
          text(
              new String(BuiltInModels.bytes("panda_reach.policy.yaml"), StandardCharsets.UTF_8),
              f -> read(PolicyFile.read(f)));
      case MEMORY -> memory(folder);
      case AUDIT -> audit(folder);
      case RECEIPT -> receipt(folder);
      case BARRIER -> new BarrierSample(false);
      case WEIGHTS -> new BarrierSample(true);
    };
  }

  private interface Reading {
    String of(Path file) throws IOException;
  }

  /** It was read, and nothing is driven with it alone. */
  private static String read(Object made) {
    return made == null ? "nothing was read from the file" : "";
  }

  private static ConfigSample text(String sound, Reading reading) {
    byte[] bytes = sound.getBytes(StandardCharsets.UTF_8);
    return new ConfigSample() {
      @Override
      public byte[] sound() {
        return bytes.clone();
      }

      @Override
      public String read(Path file) throws IOException {
        return reading.of(file);
      }
    };
  }

  private static SigningKey key(Path folder) {
    return SigningKey.make(folder.resolve("fuzz-" + System.nanoTime() + ".key"));
  }

  private static ConfigSample memory(Path folder) throws IOException {
    SigningKey key = key(folder);
    Path sound = folder.resolve("sound.properties");
    int levels = EnvelopeLevels.DEFAULT.top() + 1;
    LevelMemory.Memory stored = new LevelMemory.Memory(2, new int[levels]);
    new LevelMemory(sound, key).write("robot=panda", stored, 3);
    byte[] bytes = Files.readAllBytes(sound);
    return new ConfigSample() {
      @Override
      public byte[] sound() {
        return bytes.clone();
      }

      @Override
      public String read(Path file) throws IOException {
        return new LevelMemory(file, key).read("robot=panda", levels, 3) == null
            ? file + " holds no level for this identity"
            : "";
      }

      @Override
      public boolean sealed() {
        return true;
      }

      @Override
      public boolean isSame(Path file) {
        try {
          LevelMemory.Memory found = new LevelMemory(file, key).read("robot=panda", levels, 3);
          return found.level() == stored.level() && Arrays.equals(found.stays(), stored.stays());
        } catch (IOException e) {
          return false;
        }
      }
    };
  }

  private static ConfigSample audit(Path folder) throws IOException {
    SigningKey key = key(folder);
    Path sound = folder.resolve("audit.jsonl");
    try (AuditLog log = AuditLog.open(sound, key, w -> {})) {
      for (int k = 0; k < 3; k++) {
        log.append(
            new AuditEntry(
                k,
                "planner",
                EnvelopeLevels.DEFAULT.at(k),
                EnvelopeLevels.DEFAULT.at(k + 1),
                "it was earned",
                k,
                k + 1,
                10));
      }
    }
    byte[] bytes = Files.readAllBytes(sound);
    return new ConfigSample() {
      @Override
      public byte[] sound() {
        return bytes.clone();
      }

      @Override
      public String read(Path file) {
        AuditChain chain = AuditChain.read(file);
        return chain.objection().isEmpty()
            ? SealCheck.objection(chain, file, key.verifying())
            : chain.objection();
      }

      @Override
      public boolean sealed() {
        return true;
      }

      @Override
      public boolean isSame(Path file) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // What follows the last whole line is cut off when the log is opened.
        return String.join("\n", AuditChain.read(file).lines()).strip().equals(text.strip());
      }
    };
  }

  private static ConfigSample receipt(Path folder) throws IOException {
    SigningKey key = key(folder);
    Statement signed =
        new Statement(
            "ada",
            "2026-11-01T10:00:00Z",
            "panda",
            List.of(new Part("robot", "panda.yaml", "0".repeat(64))),
            Map.of("filter.alpha", "5.0", "envelope.speed_scale", "1.0"));
    Path sound = folder.resolve("sound.json");
    Receipt.sign(signed, key).write(sound);
    byte[] bytes = Files.readAllBytes(sound);
    return new ConfigSample() {
      @Override
      public byte[] sound() {
        return bytes.clone();
      }

      @Override
      public String read(Path file) {
        return Receipt.read(file).isSignedBy(key.verifying())
            ? ""
            : "receipt " + file + " was changed, or signed with another key";
      }

      @Override
      public boolean sealed() {
        return true;
      }

      @Override
      public boolean isSame(Path file) {
        return Receipt.read(file).statement().equals(signed);
      }
    };
  }
}
