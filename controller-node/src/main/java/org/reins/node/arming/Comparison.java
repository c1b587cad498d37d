package org.reins.node.arming;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.signing.SigningException;

/** Compares a receipt with this machine once, for people. */
public final class Comparison {
  private Comparison() {}

  /**
   * What a receipt says.
   *
   * @throws SigningException with one sentence if it is not signed with that key
   */
  public static Statement signed(Path file, Path keyFile) {
    return new Inspection(file, keyFile, List.of(), r -> List.of()).look().statement();
  }

  /** What differs from a signed receipt, one phrase each. */
  public static List<String> differences(
      Path file, Path keyFile, List<Covered> own, Function<Receipt, List<Covered>> others) {
    Inspection inspection = new Inspection(file, keyFile, own, others);
    inspection.look();
    List<String> all = new ArrayList<>(inspection.differences());
    all.addAll(inspection.unknown());
    return all;
  }

  /** Which parameters differ, one phrase each. */
  public static List<String> differences(Statement signed, ParameterSnapshot now) {
    return SignedParameters.differences(signed.parameters(), now);
  }
}
