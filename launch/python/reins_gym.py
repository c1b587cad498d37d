"""A cell's arm behind the filter of Reins, as environments in the manner of Gymnasium.

    env = ReinsEnv("./reins", cell="panda-zone")
    observation, info = env.reset(seed=1)
    observation, reward, terminated, truncated, info = env.step(action)

    envs = make_vec(16, "./reins", cell="panda-zone")      # 16 environments in one process

Both start `reins gym` and speak with it over a Unix-domain socket; the frames are described in
docs/training.md. ReinsEnv needs the standard library only: with numpy observations are arrays, with
gymnasium it is a gymnasium.Env. make_vec needs numpy; with gymnasium it makes a
gymnasium.vector.VectorEnv.
"""

import array
import json
import operator
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

try:
    import numpy
except ImportError:
    numpy = None

try:
    import gymnasium
except ImportError:
    gymnasium = None

VERSION = 2
NEXT_STEP, SAME_STEP, DISABLED = "NextStep", "SameStep", "Disabled"

_Env = gymnasium.Env if gymnasium else object
_VectorEnv = gymnasium.vector.VectorEnv if gymnasium and hasattr(gymnasium, "vector") else object
# The figures of an environment that count something.
_COUNTS = ("level", "goals", "missed", "violations", "near_violations")
_MOST_SEED = 2 ** 63 - 1


class ReinsError(Exception):
    """What is wrong, as one sentence."""


class _Server:
    """A process `reins gym` of our own, or one that runs already, and the connection to it."""

    def __init__(self, envs, autoreset, reins, path, start_seconds, options):
        self._process = None
        self._folder = None
        self._log = None
        self._socket = None
        self._head = bytearray(5)
        self._body = bytearray(4096)
        try:
            if path is None:
                # Short: a socket's path has some hundred characters at most.
                self._folder = tempfile.mkdtemp(prefix="reins-")
                path = os.path.join(self._folder, "gym")
                self._start(reins, path, options)
            elif any(v is not None for v in options.values()):
                given = [k for k, v in options.items() if v is not None]
                raise ReinsError("path joins a server that runs already, and %s would start one: "
                                 "give the one or the other" % ", ".join(given))
            self._socket = self._connect(path, start_seconds)
            request = {"reins_gym": VERSION, "envs": envs, "autoreset": autoreset}
            self.hello = json.loads(bytes(self.ask(b"O", json.dumps(request).encode(), b"H")))
        except BaseException:
            self.close()
            raise

    def _start(self, reins, path, options):
        command = [reins, "gym", "--once", "--socket", path]
        for option, value in options.items():
            if value is not None:
                command += ["--" + option.replace("_", "-"), str(value)]
        self._log = open(os.path.join(self._folder, "log"), "w+b")
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                             stdout=subprocess.DEVNULL, stderr=self._log)
        except OSError as e:
            raise ReinsError("%s cannot be started (%s): give the path of the reins script"
                             % (reins, e.strerror)) from e
        self._told = 0
        self._last = ""

    def _tell(self):
        """Passes on what the server has said on its standard error."""
        if self._log is None or self._log.closed:
            return
        self._log.seek(self._told)
        text = self._log.read().decode("utf-8", "replace")
        self._told = self._log.tell()
        sys.stderr.write(text)
        lines = [line for line in text.splitlines() if line.strip()]
        self._last = lines[-1] if lines else self._last

    def _connect(self, path, seconds):
        end = time.monotonic() + seconds
        while True:
            s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                s.connect(path)
                return s
            except OSError as e:
                s.close()
                if not isinstance(e, (FileNotFoundError, ConnectionRefusedError)):
                    raise ReinsError("no connection to %s: %s" % (path, e)) from e
                self._tell()
                if self._process is not None and self._process.poll() is not None:
                    raise ReinsError(self._ended()) from None
                if time.monotonic() > end:
                    raise ReinsError("nobody serves on %s within %g s" % (path, seconds)) from None
                time.sleep(0.02)

    def _ended(self):
        if self._process is None:
            return "the server has ended"
        try:
            status = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "reins gym closed the connection"
        self._tell()
        why = ": " + self._last if self._last else ""
        return "reins gym has ended with status %d%s" % (status, why)

    def ask(self, kind, content, expected):
        """Sends a frame and returns the answer's content, which the next answer overwrites."""
        if self._socket is None:
            raise ReinsError("this environment is closed: make a new one")
        try:
            self._socket.sendall(kind + struct.pack("<I", len(content)) + content)
            return self.answer(expected)
        except OSError as e:
            self._lost()
            raise ReinsError(self._ended()) from e
        except KeyboardInterrupt:
            # The answer to this request is still to come: nothing may be asked before it.
            self._lost()
            raise

    def answer(self, expected):
        self._read(memoryview(self._head))
        kind, length = struct.unpack("<cI", self._head)
        if len(self._body) < length:
            self._body = bytearray(length)
        content = memoryview(self._body)[:length]
        self._read(content)
        if kind == b"E":
            raise ReinsError(bytes(content).decode("utf-8"))
        if kind != expected:
            self._lost()
            raise ReinsError("the answer has the kind %r and not %r: is the server of the same "
                             "version as reins_gym.py?" % (kind, expected))
        return content

    def _read(self, into):
        while into:
            n = self._socket.recv_into(into)
            if n == 0:
                raise ConnectionResetError("closed")
            into = into[n:]

    def _lost(self):
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def close(self):
        """Ends the connection, and the server that this client started; once is enough."""
        self._lost()
        if self._process is not None:
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._log is not None:
            self._log.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


class _Layout:
    """What the server said of its environments, and the places of the numbers in its answers."""

    def __init__(self, hello):
        self.envs = hello["envs"]
        self.observation = len(hello["observation_low"])
        self.action = len(hello["action_low"])
        self.names = hello["info"]
        n, k = self.envs, len(self.names)
        self.at = {}
        place = 0
        for name, width, count in (("rewards", 8, n), ("infos", 8, n * k), ("final_infos", 8, n * k),
                                   ("seeds", 8, n), ("final_seeds", 8, n),
                                   ("observations", 4, n * self.observation),
                                   ("final_observations", 4, n * self.observation), ("flags", 1, n)):
            self.at[name] = (place, count)
            place += width * count

    def array(self, content, name, kind, shape):
        """A copy of numbers of an answer as a numpy array."""
        place, count = self.at[name]
        return numpy.frombuffer(content, kind, count, place).reshape(shape).copy()

    def list(self, content, name, kind):
        """Numbers of an answer as a list."""
        place, count = self.at[name]
        return list(struct.unpack_from("<%d%s" % (count, kind), content, place))

    def box(self, hello, of):
        low = numpy.array(hello[of + "_low"], numpy.float32)
        high = numpy.array(hello[of + "_high"], numpy.float32)
        return gymnasium.spaces.Box(low, high, low.shape, numpy.float32)


def _seed(seed):
    try:
        number = operator.index(seed)
    except TypeError:
        raise ReinsError("seed is %r: it must be a whole number or None" % (seed,)) from None
    if not 0 <= number <= _MOST_SEED:
        raise ReinsError("seed is %d: allowed is 0 to %d" % (number, _MOST_SEED))
    return number


def _resets(seeds, mask):
    """The content of a reset: seeds, or −1 for the next one, and marks of those to reset."""
    numbers = [-1 if s is None else _seed(s) for s in seeds]
    return struct.pack("<%dq" % len(numbers), *numbers) + bytes(mask)


def _write_policy(hello, path, network):
    lines = hello["policy"].splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("name:")) + 1
    lines.insert(at, "network: " + json.dumps(network))
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


def _picture(server, number, width, height):
    if numpy is None:
        raise ReinsError("a picture needs numpy: install it")
    content = server.ask(b"D", struct.pack("<iii", number, width, height), b"P")
    return numpy.frombuffer(content, numpy.uint8).reshape(height, width, 3).copy()


def _require_render_mode(mode):
    if mode not in (None, "rgb_array"):
        raise ReinsError("render_mode is %r: allowed is 'rgb_array' or None" % (mode,))
    return mode


class ReinsEnv(_Env):
    """One simulated arm behind the safety filter.

    The reward is the share of the way to the goal that was newly made good, so 1 is a whole goal.
    The filter decides what the arm does; info tells what it did and what truly happened, and names
    the terms of the observation. Without gymnasium the bounds are in observation_low and so on.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 50}

    def __init__(self, reins="./reins", envelope=None, episode_seconds=None, path=None,
                 start_seconds=300.0, *, cell=None, policy=None, level=None, barrier=None,
                 render_mode=None, width=480, height=360):
        """Starts a server, or joins the one on the socket `path`."""
        self._server = None
        self.render_mode = _require_render_mode(render_mode)
        self._size = (width, height)
        options = {"cell": cell, "policy": policy, "envelope": envelope, "level": level,
                   "barrier": barrier, "episode_seconds": episode_seconds}
        self._server = _Server(1, DISABLED, reins, path, start_seconds, options)
        self.hello = hello = self._server.hello
        self._layout = _Layout(hello)
        self.observation_size = self._layout.observation
        self.action_size = self._layout.action
        self.period = hello["period_s"]
        # Name of each term of an observation, and the place of its first number.
        self.terms = hello["terms"]
        self.metadata = dict(self.metadata, render_fps=round(1 / self.period))
        if gymnasium and numpy:
            self.observation_space = self._layout.box(hello, "observation")
            self.action_space = self._layout.box(hello, "action")

    def _state(self, content):
        layout = self._layout
        if numpy is None:
            observation = layout.list(content, "observations", "f")
        else:
            observation = layout.array(content, "observations", numpy.float32, -1)
        info = dict(zip(layout.names, layout.list(content, "infos", "d")))
        for name in _COUNTS:
            info[name] = int(info[name])
        info["seed"] = layout.list(content, "seeds", "q")[0]
        info["terms"] = self.terms
        return observation, info

    def reset(self, *, seed=None, options=None):
        """Begins an episode; without a seed one that follows from the last."""
        if seed is not None:
            seed = _seed(seed)
        if gymnasium:
            super().reset(seed=seed)
        return self._state(self._server.ask(b"R", _resets([seed], [1]), b"B"))

    def step(self, action):
        """Runs one action."""
        content = self._server.ask(b"S", self._action(action), b"B")
        observation, info = self._state(content)
        reward = self._layout.list(content, "rewards", "d")[0]
        flags = self._layout.list(content, "flags", "B")[0]
        return observation, reward, False, bool(flags & 1), info

    def _action(self, action):
        try:
            numbers = array.array("f", [float(a) for a in action])
        except (TypeError, ValueError):
            raise ReinsError("the action is %r: it must be %d numbers"
                             % (action, self.action_size)) from None
        if len(numbers) != self.action_size:
            raise ReinsError("the action has %d numbers: it needs %d"
                             % (len(numbers), self.action_size))
        if sys.byteorder != "little":
            numbers.byteswap()
        return numbers.tobytes()

    def render(self):
        """A picture of the arm, height × width × 3, if render_mode is rgb_array."""
        if self.render_mode is None:
            return None
        return _picture(self._server, 0, *self._size)

    def write_policy(self, path, network):
        """Writes the description (.yaml) of a network that was trained here; see docs/policies.md."""
        _write_policy(self.hello, path, network)

    def close(self):
        """Ends the server that this environment started."""
        if self._server is not None:
            self._server.close()

    def __del__(self):
        self.close()


class ReinsVectorEnv(_VectorEnv):
    """Environments in one process, stepped together on all cores, in one round trip.

    Each is as ReinsEnv is, to the last bit. `autoreset` says what happens at the end of an episode,
    as in Gymnasium: "NextStep", "SameStep" or "Disabled".
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 50}

    def __init__(self, num_envs, reins="./reins", *, cell=None, policy=None, envelope=None,
                 level=None, barrier=None, episode_seconds=None, workers=None, path=None,
                 start_seconds=300.0, autoreset=NEXT_STEP, render_mode=None, width=480, height=360):
        """Starts a server, or joins the one on the socket `path`."""
        self._server = None
        if numpy is None:
            raise ReinsError("make_vec needs numpy: install it")
        self.render_mode = _require_render_mode(render_mode)
        self._size = (width, height)
        options = {"cell": cell, "policy": policy, "envelope": envelope, "level": level,
                   "barrier": barrier, "episode_seconds": episode_seconds, "workers": workers}
        autoreset = getattr(autoreset, "value", autoreset)
        self._server = _Server(num_envs, autoreset, reins, path, start_seconds, options)
        self.hello = hello = self._server.hello
        self.num_envs = n = hello["envs"]
        self.autoreset = hello["autoreset"]
        self._layout = _Layout(hello)
        self.observation_size = self._layout.observation
        self.action_size = self._layout.action
        self.period = hello["period_s"]
        self.terms = hello["terms"]
        self.metadata = dict(self.metadata, render_fps=round(1 / self.period))
        if _VectorEnv is not object:
            self.metadata["autoreset_mode"] = gymnasium.vector.AutoresetMode(self.autoreset)
            self.single_observation_space = self._layout.box(hello, "observation")
            self.single_action_space = self._layout.box(hello, "action")
            batch = gymnasium.vector.utils.batch_space
            self.observation_space = batch(self.single_observation_space, n)
            self.action_space = batch(self.single_action_space, n)
        self._all = numpy.ones(n, numpy.bool_)

    def _info(self, content, infos, seeds, mask):
        """Figures as Gymnasium's vector environments give them, each with a mask."""
        table = self._layout.array(content, infos, numpy.float64, (self.num_envs, -1))
        columns = {name: table[:, k] for k, name in enumerate(self._layout.names)}
        for name in _COUNTS:
            columns[name] = numpy.where(mask, columns[name], 0).astype(numpy.int64)
        columns["seed"] = self._layout.array(content, seeds, numpy.int64, -1)
        info = {}
        for name, column in columns.items():
            info[name] = numpy.where(mask, column, 0).astype(column.dtype)
            info["_" + name] = mask.copy()
        terms = {}
        for name, place in self.terms.items():
            terms[name] = numpy.where(mask, place, 0)
            terms["_" + name] = mask.copy()
        info["terms"] = terms
        info["_terms"] = mask.copy()
        return info

    def _observations(self, content, which="observations"):
        return self._layout.array(content, which, numpy.float32, (self.num_envs, -1))

    def reset(self, *, seed=None, options=None):
        """Begins episodes: seed, seed + 1 and so on; a list has one for each; None follows on.

        options={"reset_mask": mask} resets only some, as Gymnasium's vector environments do.
        """
        n = self.num_envs
        if seed is None:
            seeds = [None] * n
        elif isinstance(seed, (list, tuple)) or isinstance(seed, numpy.ndarray) and seed.ndim == 1:
            seeds = list(seed)
            if len(seeds) != n:
                raise ReinsError("there are %d seeds: it needs one for each of %d environments"
                                 % (len(seeds), n))
        else:
            seeds = [_seed(seed) + i for i in range(n)]
        mask = self._all
        if options and "reset_mask" in options:
            mask = numpy.asarray(options["reset_mask"])
            if mask.shape != (n,) or mask.dtype != numpy.bool_ or not mask.any():
                raise ReinsError("reset_mask has shape %s and type %s: it needs %d booleans, at "
                                 "least one of them true" % (mask.shape, mask.dtype, n))
        content = self._server.ask(b"R", _resets(seeds, mask.tolist()), b"B")
        return self._observations(content), self._info(content, "infos", "seeds", mask)

    def step(self, actions):
        """Runs one action in each environment."""
        try:
            numbers = numpy.ascontiguousarray(actions, "<f4")
        except (TypeError, ValueError):
            raise ReinsError("the actions are no numbers of one shape: they need (%d, %d)"
                             % (self.num_envs, self.action_size)) from None
        if numbers.shape != (self.num_envs, self.action_size):
            raise ReinsError("the actions have shape %s: they need (%d, %d)"
                             % (numbers.shape, self.num_envs, self.action_size))
        content = self._server.ask(b"S", numbers.tobytes(), b"B")
        flags = self._layout.array(content, "flags", numpy.uint8, -1)
        truncated = (flags & 1).astype(numpy.bool_)
        info = self._info(content, "infos", "seeds", self._all)
        if self.autoreset == SAME_STEP and truncated.any():
            last = self._observations(content, "final_observations")
            info["final_obs"] = numpy.full(self.num_envs, None, object)
            for i in numpy.flatnonzero(truncated):
                info["final_obs"][i] = last[i]
            info["_final_obs"] = truncated.copy()
            info["final_info"] = self._info(content, "final_infos", "final_seeds", truncated)
            info["_final_info"] = truncated.copy()
        rewards = self._layout.array(content, "rewards", numpy.float64, -1)
        terminated = numpy.zeros(self.num_envs, numpy.bool_)
        return self._observations(content), rewards, terminated, truncated, info

    def render(self):
        """Pictures of the arms, if render_mode is rgb_array."""
        if self.render_mode is None:
            return None
        return tuple(_picture(self._server, i, *self._size) for i in range(self.num_envs))

    def write_policy(self, path, network):
        """Writes the description (.yaml) of a network that was trained here; see docs/policies.md."""
        _write_policy(self.hello, path, network)

    def close_extras(self, **kwargs):
        if self._server is not None:
            self._server.close()

    if _VectorEnv is object:
        def close(self, **kwargs):
            """Ends the server that this environment started."""
            self.close_extras(**kwargs)

    def __del__(self):
        self.close_extras()


def make_vec(num_envs, reins="./reins", **options):
    """Environments that step together; the options are those of ReinsVectorEnv."""
    return ReinsVectorEnv(num_envs, reins, **options)


if gymnasium and hasattr(gymnasium, "register") and "reins/Cell-v0" not in gymnasium.registry:
    # gymnasium.make("reins/Cell-v0", cell="ur5e-zone"), and gymnasium.make_vec with num_envs.
    gymnasium.register("reins/Cell-v0", entry_point="reins_gym:ReinsEnv",
                       vector_entry_point="reins_gym:ReinsVectorEnv")
