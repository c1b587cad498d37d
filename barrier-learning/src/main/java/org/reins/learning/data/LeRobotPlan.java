package org.reins.learning.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.reins.learning.lerobot.DatasetFolder;
import org.reins.learning.lerobot.DatasetInfo;
import org.reins.learning.lerobot.Feature;
import org.reins.learning.lerobot.OwnNotes;

/**
 * What the columns of a data set mean: by a mapping, by our own notes in it, or by its names and
 * what the user declares. Not thread-safe.
 */
final class LeRobotPlan {
  private static final double DT_TOLERANCE = 0.01;
  private static final String OWN_MARGIN = "h";

  private final DatasetFolder set;
  private final DataOptions options;
  private final LeRobotMapping mapping;
  private final OwnNotes own;
  private final String expressionText;
  private int stateNumbers;
  private int velocityNumbers;
  private int actionNumbers;
  private FeaturePlaces state;
  private FeaturePlaces velocity;
  private FeaturePlaces action;
  private MarginExpression expression;
  private ZoneMargin zones;
  private List<String> joints = List.of();
  private final List<String> notes = new ArrayList<>();

  LeRobotPlan(DatasetFolder set, DataOptions options) {
    this.set = set;
    this.options = options;
    mapping = options.mapping() == null ? null : LeRobotMapping.read(options.mapping());
    own = OwnNotes.read(set.root()).orElse(null);
    expressionText =
        !options.margin().isEmpty()
            ? options.margin()
            : mapping == null ? "" : mapping.expression();
  }

  /** The columns that are read. */
  LeRobotFrames.Names names() {
    if (mapping == null) {
      return new LeRobotFrames.Names(
          LeRobotMapping.STATE,
          "",
          LeRobotMapping.ACTION,
          expressionText.isEmpty() ? OWN_MARGIN : "");
    }
    return new LeRobotFrames.Names(
        mapping.state().feature(),
        mapping.velocity() == null ? "" : mapping.velocity().feature(),
        mapping.action().feature(),
        expressionText.isEmpty() ? mapping.column() : "");
  }

  /** Decides by the first frame what is where. */
  void start(LeRobotFrames frames) {
    int size = frames.state().length;
    stateNumbers = size;
    actionNumbers = frames.action().length;
    if (mapping != null) {
      joints = mapping.joints();
      state = FeaturePlaces.of(mapping, mapping.state(), false, set.info(), size);
      velocity =
          mapping.velocity() == null
              ? null
              : FeaturePlaces.of(
                  mapping, mapping.velocity(), true, set.info(), frames.velocity().length);
      velocityNumbers = velocity == null ? 0 : frames.velocity().length;
      noteOrder(mapping.state(), size);
      noteOrder(mapping.velocity(), velocityNumbers);
      noteOrder(mapping.action(), actionNumbers);
      action =
          FeaturePlaces.of(mapping, mapping.action(), false, set.info(), frames.action().length);
      zones =
          expressionText.isEmpty() && !mapping.cell().isEmpty()
              ? new ZoneMargin(mapping.cell(), joints)
              : null;
    } else {
      Units units = own != null ? Units.AS_IS : options.units();
      if (units == null) {
        throw new MissingChoiceException(
            set.name()
                + " does not state the units of "
                + LeRobotMapping.STATE
                + " and of action: declare them with --units, which is "
                + Units.ALLOWED
                + ", or joint by joint in a --mapping");
      }
      joints = own != null ? own.joints() : named(size);
      state = FeaturePlaces.all(size, units);
      action = FeaturePlaces.all(frames.action().length, units);
    }
    expression =
        expressionText.isEmpty() ? null : new MarginExpression(expressionText, stateNames());
    if (expression == null && zones == null && !frames.hasMargin()) {
      String column = mapping == null ? OWN_MARGIN : mapping.column();
      throw new MissingChoiceException(
          set.name()
              + " has no column "
              + column
              + ": give an expression for h with --h, over "
              + stateNames()
              + ", or a --mapping with a column of h or a cell");
    }
  }

  private void noteOrder(LeRobotMapping.Part part, int size) {
    if (part != null && FeaturePlaces.isByOrder(part, set.info(), size)) {
      notes.add(
          "info.json has no names for the "
              + size
              + " numbers of "
              + part.feature()
              + ": they are taken in the order of the mapping's joints");
    }
  }

  /** Notes for the user. */
  List<String> notes() {
    return notes;
  }

  /** Names of the state's numbers, from info.json where it has one for each. */
  private List<String> named(int size) {
    Feature feature = set.info().features().get(LeRobotMapping.STATE);
    if (feature != null
        && feature.names().size() == size
        && new HashSet<>(feature.names()).size() == size) {
      return feature.names().stream().map(n -> n.replaceAll("[, ]+", "_")).toList();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      names.add("x" + i);
    }
    return names;
  }

  private List<String> stateNames() {
    return Hdf5Recording.all(joints, stateSize());
  }

  /** Numbers in a state. */
  int stateSize() {
    return mapping == null ? state.size() : 2 * state.size();
  }

  /** Whether a frame has as many numbers as the first one. */
  boolean fits(LeRobotFrames frames) {
    return frames.state().length == stateNumbers
        && frames.action().length == actionNumbers
        && (velocity == null || frames.velocity().length == velocityNumbers);
  }

  /** Numbers in an action. */
  int actionSize() {
    return action.size();
  }

  /** Whether velocities are differences of positions, which the first frame of an episode lacks. */
  boolean hasDifferences() {
    return mapping != null && velocity == null;
  }

  /** Whether the file has the next states itself. */
  boolean hasNext(LeRobotFrames frames) {
    return mapping == null && frames.next() != null;
  }

  /**
   * Takes a frame's state.
   *
   * @param before positions of the frame before; used where velocities are differences
   */
  void state(LeRobotFrames frames, float[] before, double dt, float[] into) {
    state.take(frames.state(), into, 0);
    int n = state.size();
    if (velocity != null) {
      velocity.take(frames.velocity(), into, n);
    } else if (hasDifferences()) {
      for (int i = 0; i < n; i++) {
        into[n + i] = (float) (((double) into[i] - before[i]) / dt);
      }
    }
  }

  void next(LeRobotFrames frames, float[] into) {
    state.take(frames.next(), into, 0);
  }

  void action(LeRobotFrames frames, float[] into) {
    action.take(frames.action(), into, 0);
  }

  float margin(LeRobotFrames frames, float[] x) {
    if (expression != null) {
      return expression.of(x);
    }
    return zones != null ? zones.of(x) : frames.margin();
  }

  /** The sign of h. A mapping's h is positive where safe, unless the user says otherwise. */
  DataOptions.Sign sign() {
    boolean ours = expression != null || zones != null || own != null;
    boolean silent = options.sign() == DataOptions.Sign.FROM_FILE;
    return ours || silent && mapping != null ? DataOptions.Sign.POSITIVE_IS_SAFE : options.sign();
  }

  /** Period, s. */
  double dt() {
    double fps = set.info().fps();
    if (own == null && !(fps > 0 && Double.isFinite(fps))) {
      if (options.dt() == 0) {
        throw new MissingChoiceException(
            set.name()
                + (set.info().equals(DatasetInfo.NONE)
                    ? " has no meta/info.json"
                    : " has the fps " + fps + " in its info.json")
                + ": declare the period with --dt, in s");
      }
      return options.dt();
    }
    double written = own != null ? own.dt() : 1 / fps;
    if (written > 1) {
      throw new DataException(
          set.name() + " has the fps " + fps + ": " + StampUnit.refusal(written));
    }
    if (options.dt() > 0 && Math.abs(options.dt() - written) > DT_TOLERANCE * written) {
      throw new DataException(
          set.name()
              + ": dt is "
              + written
              + " s in the file and "
              + options.dt()
              + " s as declared");
    }
    return written;
  }

  String robot() {
    if (!options.subject().isEmpty()) {
      return options.subject();
    }
    return own != null ? own.robot() : mapping != null ? mapping.robot() : set.info().robot();
  }

  List<String> joints() {
    return joints;
  }

  long seed() {
    return Optional.ofNullable(own).map(OwnNotes::seed).orElse(0L);
  }
}
