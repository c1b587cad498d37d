package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.node.arming.Covered;
import org.reins.node.arming.Part;
import org.reins.node.arming.Receipt;
import org.reins.node.arming.ReceiptGuard;
import org.reins.node.arming.SignedParameters;
import org.reins.node.arming.Statement;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.signing.SigningKey;
import org.reins.robot.file.RobotFiles;

/** A receipt over every kind of part, and what happens when one byte of each is another. */
@Timeout(120)
class TamperedTest {
  private static final String CONSTRAINTS =
      """
      schema: reins/constraints/1
      barriers:
        - {name: zone, files: [zone.safetensors]}
      # The byte in the middle of this file is in this comment, so that it can still be read.
      """;
  private static final String CELL =
      """
      schema: reins/cell/1
      robot: robot.yaml
      constraints: constraints.yaml
      """;
  private static final String POLICY =
      """
      schema: reins/policy/1
      network: network.onnx
      """;

  @TempDir private Path folder;
  private final Map<String, ParameterValue> parameters = new LinkedHashMap<>();
  private ParameterStore store;
  private SigningKey key;
  private Path receipt;
  private String version = "reins 1";
  private ReceiptGuard guard;

  @BeforeEach
  void sign() throws IOException {
    key = SigningKey.make(file("me.key"));
    receipt = file("receipt.json");
    Files.writeString(file("robot.yaml"), RobotFiles.text("panda"));
    Files.writeString(file("barrier.safetensors"), "weights");
    Files.writeString(file("zone.safetensors"), "weights of a zone");
    Files.writeString(file("constraints.yaml"), CONSTRAINTS);
    Files.writeString(file("walk.yaml"), "a gait");
    Files.writeString(file("cell.yaml"), CELL);
    Files.writeString(file("policy.yaml"), POLICY);
    Files.writeString(file("network.onnx"), "weights of a policy");
    Files.createDirectories(file("code/org"));
    Files.writeString(file("code/org/A.class"), "code");
    Files.writeString(file("library.jar"), "library");
    parameters.put("robot", text("robot.yaml"));
    parameters.put("barrier", text("barrier.safetensors"));
    parameters.put("constraints", text("constraints.yaml"));
    parameters.put("walk.policy", text("walk.yaml"));
    parameters.put("profile", ParameterValue.of("collaborative"));
    parameters.put("envelope.speed_scale", ParameterValue.of(0.5));
    write(statement(), key);
  }

  @AfterEach
  void end() {
    if (guard != null) {
      guard.end();
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private ParameterValue text(String name) {
    return ParameterValue.of(file(name).toString());
  }

  private ParameterSnapshot snapshot() {
    store = new ParameterStore(ParameterSpecs.ofNode("safety_filter"), parameters);
    return store.snapshot();
  }

  private List<Covered> own(ParameterSnapshot p) {
    List<Covered> all = new ArrayList<>(FilterCoverage.files(p));
    all.add(Covered.constant("version", version, version.getBytes(StandardCharsets.UTF_8)));
    all.add(Covered.tree("code", "classes", List.of(file("code"))));
    all.add(Covered.tree("libraries", "jars", List.of(file("library.jar"))));
    return all;
  }

  private Statement statement() {
    ParameterSnapshot p = snapshot();
    List<Part> parts = new ArrayList<>();
    own(p).forEach(c -> parts.add(c.part()));
    FilterCoverage.policies("panda", file("policy.yaml").toString())
        .forEach(c -> parts.add(c.part()));
    FilterCoverage.cell(file("cell.yaml")).forEach(c -> parts.add(c.part()));
    return new Statement("Ada", "2026-12-01T12:00:00Z", "panda", parts, SignedParameters.of(p));
  }

  private void write(Statement statement, SigningKey by) {
    Receipt.sign(statement, by).write(receipt);
  }

  /** A filter that is configured now. */
  private ReceiptGuard configured() {
    ParameterSnapshot p = snapshot();
    guard =
        new ReceiptGuard(
            receipt, SigningKey.publicFile(file("me.key")), this::own, FilterCoverage::others);
    store.addListener(guard::take);
    guard.prepare(p);
    assertEquals("", guard.loaded());
    return guard;
  }

  private String objection() {
    String sentence = configured().check();
    assertFalse(sentence.contains("\n"), sentence);
    return sentence;
  }

  private void requireNamed(String part) {
    String sentence = objection();
    assertTrue(sentence.contains(part), sentence);
  }

  /** Changes one bit of one byte, and sets the time of the last write back. */
  private void flip(String name) throws IOException {
    FileTime before = Files.getLastModifiedTime(file(name));
    try (RandomAccessFile f = new RandomAccessFile(file(name).toFile(), "rw")) {
      f.seek(f.length() / 2);
      int old = f.read();
      f.seek(f.length() / 2);
      f.write(old ^ 1);
    }
    Files.setLastModifiedTime(file(name), before);
  }

  @Test
  void untouchedItFits_atEveryLook() {
    assertEquals("", objection());
    assertEquals("", guard.check());
    assertEquals("", guard.difference());
  }

  @ParameterizedTest
  @CsvSource({
    "robot.yaml, robot",
    "barrier.safetensors, barrier",
    "constraints.yaml, constraints",
    "zone.safetensors, constraints",
    "walk.yaml, walk policy",
    "policy.yaml, policy",
    "network.onnx, policy network",
    "cell.yaml, cell",
    "code/org/A.class, code",
    "library.jar, libraries",
    "receipt.json, receipt",
  })
  void oneByteOfAFile_beforeTheStartOrWhileActive_isNamed(String name, String part)
      throws Exception {
    assertEquals("", objection());
    flip(name);
    String active = guard.check();
    assertTrue(active.contains(part), active);
    requireNamed(part);
  }

  @Test
  void aFileThatIsGone_orCameInAddition_isNamed() throws IOException {
    Files.delete(file("barrier.safetensors"));
    requireNamed("barrier " + file("barrier.safetensors") + " does not exist");
    Files.writeString(file("barrier.safetensors"), "weights");
    assertEquals("", objection());
    Files.writeString(file("code/org/B.class"), "more");
    requireNamed("code");
  }

  @Test
  void anotherToolInTheRobotsFileIsNamedBesideTheRobot() throws IOException {
    String robot = Files.readString(file("robot.yaml"));
    int at = robot.indexOf("radius", robot.indexOf("\ntool:"));
    Files.writeString(
        file("robot.yaml"),
        robot.substring(0, at) + robot.substring(at).replaceFirst("0\\.", "0.1"));
    String sentence = objection();
    assertTrue(sentence.contains("robot ") && sentence.contains("tool "), sentence);
  }

  @Test
  void theReceiptOfAnotherRobotIsRefused() throws IOException {
    Files.copy(receipt, file("of-panda.json"));
    Files.writeString(file("robot.yaml"), RobotFiles.text("fr3"));
    write(statement(), key);
    assertEquals("", objection());
    Files.move(file("of-panda.json"), receipt, StandardCopyOption.REPLACE_EXISTING);
    requireNamed("robot ");
  }

  @Test
  void anOldReceiptIsRefusedOnceTheBarrierIsANewOne() throws IOException {
    Files.copy(receipt, file("old.json"));
    Files.writeString(file("barrier.safetensors"), "better weights");
    requireNamed("barrier ");
    write(statement(), key);
    assertEquals("", objection());
    Files.move(file("old.json"), receipt, StandardCopyOption.REPLACE_EXISTING);
    requireNamed("barrier ");
  }

  @Test
  void aReceiptSignedWithAnotherKeyIsRefused_whateverKeyItNames() throws IOException {
    SigningKey other = SigningKey.make(file("other.key"));
    write(statement(), other);
    requireNamed("is not signed with the key of");
    Files.writeString(
        receipt, Files.readString(receipt).replace(other.verifying().id(), key.verifying().id()));
    requireNamed("was changed after it was signed");
  }

  @Test
  void aPublicKeyThatWasReplacedOrThatAnyoneCouldReplaceIsRefused() throws IOException {
    Path publicKey = SigningKey.publicFile(file("me.key"));
    assertEquals("", objection());
    Files.setPosixFilePermissions(publicKey, PosixFilePermissions.fromString("rw-rw-rw-"));
    String open = guard.check();
    assertTrue(open.contains("permissions rw-rw-rw-"), open);
    Files.setPosixFilePermissions(publicKey, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals("", guard.check());
    SigningKey.make(file("other.key"));
    Files.copy(
        SigningKey.publicFile(file("other.key")), publicKey, StandardCopyOption.REPLACE_EXISTING);
    String replaced = guard.check();
    assertTrue(replaced.contains("is not signed with the key of " + publicKey), replaced);
    Files.delete(publicKey);
    assertTrue(guard.check().contains("does not exist"), guard.difference());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ada | Bob | was changed after it was signed",
        "2026-12-01 | 2027-12-01 | was changed after it was signed",
        "\"envelope.speed_scale\" : \"0.5\" | \"envelope.speed_scale\" : \"0.9\" | was changed after",
        "\"name\" : \"barrier\" | \"name\" : \"bearing\" | was changed after it was signed",
        "\"by\" | \"note\" : \"x\", \"by\" | has the key note, which was not signed",
        "\"by\" | \"by\" : \"Eve\", \"by\" | is not JSON: Duplicate field 'by'",
        "\"robot\" : \"panda\", | '' | the receipt has no robot",
        "reins/receipt/1 | reins/receipt/2 | schema is reins/receipt/2",
        "\"parts\" : [ | \"parts\" : [ 7, | a part is not a map",
      })
  void anEditedReceiptIsRefused(String find, String replace, String what) throws IOException {
    String json = Files.readString(receipt);
    assertTrue(json.contains(find), json);
    Files.writeString(receipt, json.replaceFirst(java.util.regex.Pattern.quote(find), replace));
    requireNamed(what);
  }

  @Test
  void everyChangedValueOfAReceiptIsRefused() throws IOException {
    byte[] good = Files.readAllBytes(receipt);
    configured();
    SplittableRandom random = new SplittableRandom(31);
    for (int k = 0; k < 300; k++) {
      byte[] bad = good.clone();
      int at = random.nextInt(bad.length);
      while (Character.isWhitespace(bad[at])) {
        at = random.nextInt(bad.length);
      }
      bad[at] ^= (byte) (1 << random.nextInt(7));
      Files.write(receipt, bad);
      String sentence = guard.check();
      assertTrue(sentence.contains(receipt.toString()), at + ": " + sentence);
      assertFalse(sentence.contains("\n"), sentence);
    }
    Files.write(receipt, good);
    assertEquals("", guard.check());
  }

  @Test
  void withoutItsReceiptNothingIsAllowed() throws IOException {
    assertEquals("", objection());
    Files.delete(receipt);
    assertTrue(guard.check().contains("does not exist: ./reins arm writes one"));
    Files.createDirectory(receipt);
    assertTrue(guard.check().contains("it is a folder"), guard.difference());
  }

  @Test
  void aFileExchangedWhileItWasLoaded_orPutBackAfterwards_isNotBelieved() throws IOException {
    byte[] good = Files.readAllBytes(file("barrier.safetensors"));
    flip("barrier.safetensors");
    configured();
    Files.write(file("barrier.safetensors"), good);
    String sentence = guard.check();
    assertTrue(sentence.contains("was another one when it was loaded"), sentence);
    guard.end();
    guard.prepare(snapshot());
    flip("barrier.safetensors");
    String changed = guard.loaded();
    assertTrue(changed.contains("barrier") && changed.contains("while it was loaded"), changed);
  }

  @Test
  void aParameterThatDiffersAtTheStart_orIsSetWhileActive_isNamed() {
    parameters.put("filter.alpha", ParameterValue.of(20.0));
    requireNamed("parameter filter.alpha is 20.0, and 12.0 was signed");
    parameters.remove("filter.alpha");
    assertEquals("", objection());
    assertEquals("", store.set(List.of(new Parameter("filter.alpha", ParameterValue.of(30.0)))));
    String sentence = guard.difference();
    assertTrue(sentence.contains("parameter filter.alpha is 30.0"), sentence);
    assertEquals("", store.set(List.of(new Parameter("filter.alpha", ParameterValue.of(12.0)))));
    assertEquals("", guard.difference());
  }

  @Test
  void theOperatorMayAlwaysLimitTheRobotFurther_butNotLess() {
    assertEquals("", objection());
    set("envelope.speed_scale", ParameterValue.of(0.2), true);
    set("envelope.speed_scale", ParameterValue.of(0.6), false);
    set("envelope.speed_scale", ParameterValue.of(0.5), true);
    set("envelope.barrier_margin", ParameterValue.of(0.1), true);
    set("envelope.max_level", ParameterValue.of(0), true);
    set("profile", ParameterValue.of("manual"), true);
    set("profile", ParameterValue.of("fenced"), false);
  }

  private void set(String name, ParameterValue value, boolean allowed) {
    assertEquals("", store.set(List.of(new Parameter(name, value))));
    assertEquals(allowed, guard.difference().isEmpty(), guard.difference());
  }

  @Test
  void anotherVersionIsRefused() {
    version = "reins 2";
    requireNamed("version is reins 2, which is not what was signed as reins 1");
  }

  @Test
  void whatTheReceiptDoesNotCoverIsNotAllowed() {
    Statement s = statement();
    List<Part> parts = s.parts().stream().filter(p -> !p.name().equals("barrier")).toList();
    write(new Statement(s.by(), s.when(), s.robot(), parts, s.parameters()), key);
    requireNamed("barrier (" + file("barrier.safetensors") + ") is not in the receipt");
    Map<String, String> fewer = new LinkedHashMap<>(s.parameters());
    fewer.remove("filter.alpha");
    write(new Statement(s.by(), s.when(), s.robot(), s.parts(), fewer), key);
    requireNamed("parameter filter.alpha is not in the receipt");
  }
}
