package org.reins.sim.mujoco;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The few functions and fields of MuJoCo that are needed. MuJoCo has no accessors, so fields are
 * read by offset. The offsets are those of one version, and other versions are refused.
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
  // Kept, because otherwise it is garbage-collected while the library still points to it.
  private final Callback onError;
  private volatile String lastError;

  /** Error handler that MuJoCo calls instead of ending the process. */
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
      throw new MujocoException("MuJoCo has version " + version + ": it must be " + VERSION);
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
    // By default an error prints a line and ends the process, including the JVM.
    library
        .getGlobalVariableAddress("mju_user_error")
        .setPointer(0, CallbackReference.getFunctionPointer(handler));
  }

  /**
   * The library, loaded once.
   *
   * @throws MujocoException if it is not installed or has another version
   */
  static synchronized Mujoco get() {
    if (instance == null) {
      instance = new Mujoco();
    }
    return instance;
  }

  /** Whether an error handler keeps MuJoCo's errors from ending the process. */
  boolean isGuarded() {
    return onError != null;
  }

  Pointer load(String file) {
    Memory error = new Memory(ERROR_LENGTH);
    error.clear();
    Pointer model = loadXml.invokePointer(new Object[] {file, null, error, ERROR_LENGTH});
    if (model == null) {
      throw new MujocoException("MuJoCo does not accept the model: " + error.getString(0));
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

  /** Full mass matrix and bias forces at the present state. */
  void dynamics(Pointer model, Pointer data, double[] mass, double[] bias) {
    forward.invokeVoid(new Object[] {model, data});
    fullMass.invokeVoid(new Object[] {model, mass, data.getPointer(DATA_MASS)});
    data.getPointer(DATA_BIAS).read(0, bias, 0, bias.length);
  }

  /**
   * Runs a step.
   *
   * @throws MujocoException if MuJoCo reports an error in the step
   */
  void step(Pointer model, Pointer data) {
    lastError = null;
    step.invokeVoid(new Object[] {model, data});
    if (lastError != null) {
      throw new MujocoException("MuJoCo failed: " + lastError);
    }
  }
}
