package org.reins.sim.mujoco;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The few functions and fields of MuJoCo that are needed. It has no accessors, so fields are read
 * by their offsets, which are those of one version: any other is refused.
 */
final class Mujoco {
  static final String INSTALL = "apt-get install libmujoco2.2.2";
  private static final String LIBRARY = "libmujoco.so.2.2.2";
  private static final int VERSION = 222;

  // offsetof() of mjModel and mjData, 64-bit Linux.
  private static final long MODEL_NQ = 0;
  private static final long MODEL_NV = 4;
  private static final long MODEL_TIMESTEP = 232;
  private static final long DATA_QPOS = 40376;
  private static final long DATA_QVEL = 40384;
  private static final long DATA_APPLIED = 40416;
  private static final long DATA_MASS = 40720;
  private static final long DATA_BIAS = 40976;
  private static final int ERROR_LENGTH = 1000;

  private static Mujoco instance;

  private final Function loadXml;
  private final Function makeData;
  private final Function resetData;
  private final Function deleteModel;
  private final Function deleteData;
  private final Function step;
  private final Function forward;
  private final Function fullMass;
  // Kept, or it is collected while the library still points to it.
  private final Callback onError;
  private volatile String lastError;

  /** What MuJoCo calls instead of ending the process. */
  interface ErrorHandler extends Callback {
    void invoke(String message);
  }

  private Mujoco() {
    NativeLibrary library;
    try {
      library = NativeLibrary.getInstance(LIBRARY);
    } catch (UnsatisfiedLinkError e) {
      throw new MujocoException("MuJoCo 2.2.2 is not installed: " + INSTALL, e);
    }
    int version = library.getFunction("mj_version").invokeInt(new Object[0]);
    if (version != VERSION) {
      throw new MujocoException("MuJoCo is of version " + version + ": it must be " + VERSION);
    }
    loadXml = library.getFunction("mj_loadXML");
    makeData = library.getFunction("mj_makeData");
    resetData = library.getFunction("mj_resetData");
    deleteModel = library.getFunction("mj_deleteModel");
    deleteData = library.getFunction("mj_deleteData");
    step = library.getFunction("mj_step");
    forward = library.getFunction("mj_forward");
    fullMass = library.getFunction("mj_fullM");
    ErrorHandler handler = message -> lastError = message;
    onError = handler;
    // By default an error prints a line and ends the process, the JVM with it.
    library
        .getGlobalVariableAddress("mju_user_error")
        .setPointer(0, CallbackReference.getFunctionPointer(handler));
  }

  /**
   * The library, loaded once.
   *
   * @throws MujocoException when it is not there or of another version
   */
  static synchronized Mujoco get() {
    if (instance == null) {
      instance = new Mujoco();
    }
    return instance;
  }

  /** Whether an error handler stands between MuJoCo's errors and the process. */
  boolean isGuarded() {
    return onError != null;
  }

  Pointer load(String file) {
    Memory error = new Memory(ERROR_LENGTH);
    error.clear();
    Pointer model = loadXml.invokePointer(new Object[] {file, null, error, ERROR_LENGTH});
    if (model == null) {
      throw new MujocoException("MuJoCo does not take the model: " + error.getString(0));
    }
    return model;
  }

  int positions(Pointer model) {
    return model.getInt(MODEL_NQ);
  }

  int freedoms(Pointer model) {
    return model.getInt(MODEL_NV);
  }

  Pointer data(Pointer model) {
    return makeData.invokePointer(new Object[] {model});
  }

  void reset(Pointer model, Pointer data) {
    resetData.invokeVoid(new Object[] {model, data});
  }

  void delete(Pointer model, Pointer data) {
    deleteData.invokeVoid(new Object[] {data});
    deleteModel.invokeVoid(new Object[] {model});
  }

  void timestep(Pointer model, double dt) {
    model.setDouble(MODEL_TIMESTEP, dt);
  }

  Pointer positionsOf(Pointer data) {
    return data.getPointer(DATA_QPOS);
  }

  Pointer velocitiesOf(Pointer data) {
    return data.getPointer(DATA_QVEL);
  }

  Pointer appliedForces(Pointer data) {
    return data.getPointer(DATA_APPLIED);
  }

  /** Mass matrix, full, and bias forces of the state as it stands. */
  void dynamics(Pointer model, Pointer data, double[] mass, double[] bias) {
    forward.invokeVoid(new Object[] {model, data});
    fullMass.invokeVoid(new Object[] {model, mass, data.getPointer(DATA_MASS)});
    data.getPointer(DATA_BIAS).read(0, bias, 0, bias.length);
  }

  /**
   * Runs a step.
   *
   * @throws MujocoException when MuJoCo reported an error in it
   */
  void step(Pointer model, Pointer data) {
    lastError = null;
    step.invokeVoid(new Object[] {model, data});
    if (lastError != null) {
      throw new MujocoException("MuJoCo failed: " + lastError);
    }
  }
}
