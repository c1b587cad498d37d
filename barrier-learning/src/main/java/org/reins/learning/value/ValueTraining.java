package org.reins.learning.value;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.filter.sampleddata.CriticRate;
import org.reins.learning.assurance.Calibration;
import org.reins.learning.fit.CriticFit;
import org.reins.learning.fit.LearningData;
import org.reins.learning.fit.Losses;
import org.reins.learning.fit.ModelFit;
import org.reins.learning.fit.Network;
import org.reins.learning.fit.StagedTraining;
import org.reins.sim.Seeds;
import org.reins.sim.TransitionFile;

/**
 * Value-guided offline learning of a barrier (V-OCBF, FISOR), without any model of the dynamics.
 *
 * <p>With h &gt; 0 safe and γ = exp(−λ dt), two critics and a value are fitted alternately:
 *
 * <pre>
 *   V(x)     by the upper expectile τ of min(Q₁, Q₂)(x, a) over the actions in the data: weight τ where it exceeds V, 1 − τ otherwise
 *   Qᵢ(x, a) to (1 − γ) h(x) + γ min(h(x), V(x′))
 * </pre>
 *
 * <p>The barrier is B = V. FISOR's reverse expectile of the largest cost value is the same with the
 * opposite sign of h. The discount makes B too optimistic, and the expectile makes it too
 * pessimistic, by amounts that depend on the data. {@link ValueSettings.Method#ZERO_LEVEL} lets λ
 * fall to 0 over the first part of the training. After that, min(h, V′) determines where V ≥ 0. B
 * is never used directly: {@link Calibration} finds the margin δ on trajectories held out from
 * training.
 */
public final class ValueTraining implements StagedTraining {
  private static final int STAGES = 20;
  // λ falls to 0 over this share of the training.
  private static final double FADING = 0.7;
  // Share by which the slow copies follow the critics per step.
  private static final double FOLLOWING = 0.005;

  private final ValueSettings settings;
  private final LearningData data;
  private final double unit;
  private final List<Member> members = new ArrayList<>();
  private final ModelFit modelFit;
  private final Network model;
  private final Network critic;

  /** What is fitted in addition to the barrier. */
  public enum Extra {
    /** Nothing. */
    NONE,
    /** Dynamics, for the filter as V-OCBF's authors coded it. */
    MODEL,
    /** A critic that is affine in the action, for a filter without dynamics, at the end. */
    CRITIC
  }

  /** The networks of one member of the ensemble. */
  private record Member(
      Network value, Network first, Network second, Network slowFirst, Network slowSecond) {
    List<Network> all() {
      return slowFirst == null
          ? List.of(value, first, second)
          : List.of(value, first, second, slowFirst, slowSecond);
    }
  }

  /**
   * Prepares a training.
   *
   * @param extra what to fit in addition
   * @param angles which numbers of a state are angles
   */
  public ValueTraining(TransitionFile file, ValueSettings settings, Extra extra, int... angles) {
    Engine.getInstance().setRandomSeed((int) settings.seed());
    this.settings = settings;
    data = new LearningData(file, angles);
    unit = data.usualMargin();
    int both = data.features + data.rows.actionSize();
    boolean slow = settings.method() == ValueSettings.Method.FISOR;
    for (int k = 0; k < settings.members(); k++) {
      members.add(
          new Member(
              network("value", data.features, settings.hidden()),
              network("critic1", both, 2),
              network("critic2", both, 2),
              slow ? network("slow1", both, 2) : null,
              slow ? network("slow2", both, 2) : null));
    }
    for (Member m : members) {
      if (slow) {
        m.slowFirst.load(m.first.layers());
        m.slowSecond.load(m.second.layers());
      }
    }
    modelFit = new ModelFit(data, null);
    model =
        extra == Extra.MODEL
            ? new Network("model", data.features, 64, 3, modelFit.outputs(), settings.activation())
            : null;
    critic =
        extra == Extra.CRITIC
            ? new Network(
                "critic", data.features, 64, 2, 1 + data.rows.actionSize(), settings.activation())
            : null;
  }

  private Network network(String name, int inputs, int hidden) {
    return new Network(name, inputs, settings.width(), hidden, 1, settings.activation());
  }

  @Override
  public int stages() {
    return critic == null ? STAGES : STAGES + 1;
  }

  @Override
  public void stage(int number, Listener listener) {
    if (number == STAGES) {
      fitCritic(listener);
      return;
    }
    int from = (int) ((long) settings.steps() * number / STAGES);
    int to = (int) ((long) settings.steps() * (number + 1) / STAGES);
    SplittableRandom random = Seeds.stream(settings.seed(), number);
    for (Network n : networks()) {
      if (n == critic) {
        continue;
      }
      n.begin(stepSize(from), stepSize(to), Math.max(1, to - from));
    }
    Losses losses = new Losses("value and critics", (to - from) * members.size(), listener);
    for (int s = from; s < to; s++) {
      for (Member member : members) {
        losses.add(step(member, new Batch(random), gamma(s)));
      }
    }
    if (model != null) {
      modelFit.run(
          model, to - from, settings.batch(), random, new Losses("dynamics", to - from, listener));
    }
  }

  /** Fitted to the barrier after all other stages. */
  private void fitCritic(Listener listener) {
    critic.begin(settings.learningRate(), 0.01 * settings.learningRate(), settings.steps());
    criticFit()
        .run(
            critic,
            settings.steps(),
            settings.batch(),
            Seeds.stream(settings.seed(), STAGES),
            new Losses("critic", settings.steps(), listener));
  }

  private CriticFit criticFit() {
    return new CriticFit(
        data, Barriers.of(barrier("")), unit, Seeds.stream(settings.seed(), STAGES + 1));
  }

  /** Falls to 1 % along a cosine; constant in the published methods. */
  private double stepSize(int step) {
    if (settings.method() != ValueSettings.Method.ZERO_LEVEL) {
      return settings.learningRate();
    }
    return Network.decayed(settings.learningRate(), (double) step / settings.steps());
  }

  private double gamma(int step) {
    double lambda = settings.lambda();
    if (settings.method() == ValueSettings.Method.ZERO_LEVEL) {
      double left = Math.max(0, 1 - step / (FADING * settings.steps()));
      lambda *= left * left;
    }
    return Math.exp(-lambda * data.file.dt());
  }

  /** Value first, then the critics with the new value, as published. */
  private double step(Member m, Batch batch, double gamma) {
    int rows = settings.batch();
    try (NDManager manager = m.value.manager().newSubManager()) {
      NDArray x = manager.create(batch.state, new Shape(rows, data.features));
      NDArray xa =
          manager.create(batch.both, new Shape(rows, data.features + data.rows.actionSize()));
      NDArray next = manager.create(batch.next, new Shape(rows, data.features));
      NDArray h = manager.create(batch.label, new Shape(rows, 1));
      boolean slow = m.slowFirst != null;
      NDArray q =
          (slow ? m.slowFirst : m.first)
              .predict(xa)
              .minimum((slow ? m.slowSecond : m.second).predict(xa));
      double loss = m.value.step(x, out -> Network.expectile(q, out, settings.tau()));
      NDArray v = m.value.predict(next);
      NDArray y = h.mul(1 - gamma).add(h.minimum(v).mul(gamma));
      loss += m.first.step(xa, out -> Network.expectile(y, out, 0.5));
      loss += m.second.step(xa, out -> Network.expectile(y, out, 0.5));
      if (slow) {
        m.slowFirst.follow(m.first, FOLLOWING);
        m.slowSecond.follow(m.second, FOLLOWING);
      }
      return loss;
    }
  }

  private List<Network> networks() {
    List<Network> all = new ArrayList<>();
    for (Member m : members) {
      all.addAll(m.all());
    }
    if (model != null) {
      all.add(model);
    }
    if (critic != null) {
      all.add(critic);
    }
    return all;
  }

  @Override
  public List<List<BarrierFile.Layer>> weights() {
    return Network.weights(networks());
  }

  @Override
  public void load(List<List<BarrierFile.Layer>> weights) {
    Network.load(networks(), weights);
  }

  @Override
  public BarrierFile result(String datasetHash) {
    BarrierFile file = barrier(datasetHash);
    return critic == null
        ? file
        : file.withNetwork(CriticRate.NETWORK, critic.layers())
            .withTable(CriticRate.UNIT, 1, (float) criticFit().unit());
  }

  private BarrierFile barrier(String datasetHash) {
    BarrierFile file =
        data.barrier(
            members.get(0).value.layers(),
            settings.method().name().toLowerCase(Locale.ROOT),
            settings.activation(),
            unit,
            Map.of(
                "lambda",
                Double.toString(settings.lambda()),
                "tau",
                Double.toString(settings.tau()),
                "seed",
                Long.toString(settings.seed()),
                "steps",
                Integer.toString(settings.steps()),
                "batch",
                Integer.toString(settings.batch()),
                "dataset_sha256",
                datasetHash));
    for (int k = 1; k < members.size(); k++) {
      file = file.withNetwork("member" + k, members.get(k).value.layers());
    }
    if (model != null) {
      file =
          file.withNetwork("model", model.layers())
              .withTable("model.rate", modelFit.rate().length, modelFit.rate());
    }
    return file;
  }

  @Override
  public void close() {
    networks().forEach(Network::close);
  }

  /** One batch of training rows, drawn with replacement. */
  private final class Batch {
    final float[] state = new float[settings.batch() * data.features];
    final float[] both = new float[settings.batch() * (data.features + data.rows.actionSize())];
    final float[] next = new float[settings.batch() * data.features];
    final float[] label = new float[settings.batch()];

    Batch(SplittableRandom random) {
      int xs = data.features;
      int as = data.rows.actionSize();
      for (int b = 0; b < settings.batch(); b++) {
        int r = data.draw(random);
        data.normaliser.write(data.rows.state(), r, state, b * xs);
        data.normaliser.write(data.rows.nextState(), r, next, b * xs);
        System.arraycopy(state, b * xs, both, b * (xs + as), xs);
        for (int i = 0; i < as; i++) {
          both[b * (xs + as) + xs + i] = data.rows.action()[r * as + i] / data.actionScale[i];
        }
        label[b] = (float) (data.rows.h()[r] / unit);
      }
    }
  }
}
