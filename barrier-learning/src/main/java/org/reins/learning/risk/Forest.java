package org.reins.learning.risk;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * A random forest of regression trees (Breiman, Machine Learning 45, 2001), by Tribuo. The same
 * rows in the same order and the same seed give the same forest. Thread-safe once it is made.
 */
final class Forest {
  private static final int TREES = 100;
  private static final int DEEPEST = 12;
  private static final float LEAST_IN_LEAF = 3;
  private static final String ANSWER = "y";
  // Kept, or the level would be lost with it.
  private static final Logger LOG = Logger.getLogger("org.tribuo");

  static {
    LOG.setLevel(Level.WARNING);
  }

  private final Model<Regressor> model;
  private final String[] names;

  /**
   * Fits a forest.
   *
   * @param x rows of inputs, at least one, not modified
   * @param y one number for each row, not modified
   */
  Forest(List<double[]> x, double[] y, long seed) {
    int inputs = x.get(0).length;
    // Tribuo orders inputs by name.
    names =
        IntStream.range(0, inputs).mapToObj(i -> String.format("x%03d", i)).toArray(String[]::new);
    RegressionFactory factory = new RegressionFactory();
    List<org.tribuo.Example<Regressor>> examples =
        IntStream.range(0, y.length)
            .mapToObj(r -> example(x.get(r), y[r]))
            .map(e -> (org.tribuo.Example<Regressor>) e)
            .toList();
    MutableDataset<Regressor> data =
        new MutableDataset<>(
            new ListDataSource<>(
                examples, factory, new SimpleDataSourceProvenance("campaign", factory)));
    CARTRegressionTrainer tree =
        new CARTRegressionTrainer(
            DEEPEST, LEAST_IN_LEAF, 0, 0.5f, false, new MeanSquaredError(), seed);
    model = new RandomForestTrainer<>(tree, new AveragingCombiner(), TREES, seed).train(data);
  }

  /** The mean of the trees' answers. */
  double predict(double[] x) {
    return model.predict(example(x, 0)).getOutput().getValues()[0];
  }

  private ArrayExample<Regressor> example(double[] x, double y) {
    return new ArrayExample<>(new Regressor(ANSWER, y), names, x.clone());
  }
}
