"""The filtered arm of Reins as an environment in the manner of Gymnasium.

    env = ReinsEnv("./reins", envelope="dynamic")
    observation, info = env.reset(seed=1)
    observation, reward, terminated, truncated, info = env.step(action)

It starts `reins gym` and speaks JSON lines with it over a Unix-domain socket. Only the standard
library is needed; with numpy installed observations are arrays, with gymnasium installed ReinsEnv
is a gymnasium.Env and has its spaces.
"""

import json
import os
import shutil
import socket
import subprocess
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

_Base = gymnasium.Env if gymnasium else object


class ReinsError(Exception):
    """What the server said, as one sentence."""


class ReinsEnv(_Base):
    """One simulated arm behind the safety filter.

    The action is a list of numbers in -1..1 (beyond counts as the nearer end), held for 20 ms; the
    reward is the share of the way to the goal that was newly made good, so 1 is a whole goal. The
    filter decides what the arm does; info tells the envelope level and what truly happened.
    """

    metadata = {"render_modes": []}

    def __init__(self, reins="./reins", envelope="dynamic", episode_seconds=10.0, path=None,
                 start_seconds=300.0):
        """Starts a server, or joins the one on the socket `path`."""
        self._process = None
        self._folder = None
        if path is None:
            # Short: a socket's path has some hundred characters at most.
            self._folder = tempfile.mkdtemp(prefix="reins-")
            path = os.path.join(self._folder, "gym")
            self._process = subprocess.Popen(
                [reins, "gym", "--once", "--socket", path, "--envelope", envelope,
                 "--episode-seconds", str(episode_seconds)],
                stdout=subprocess.DEVNULL)
        self._socket = self._connect(path, start_seconds)
        self._file = self._socket.makefile("rw", encoding="utf-8", newline="\n")
        hello = json.loads(self._file.readline())
        self.observation_size = hello["observation"]
        self.action_size = hello["action"]
        self.period = hello["period_s"]
        # Name of each term of an observation, and the place of its first number.
        self.terms = hello["terms"]
        if gymnasium and numpy:
            box = gymnasium.spaces.Box
            self._low = numpy.array(hello["observation_low"], numpy.float32)
            self._high = numpy.array(hello["observation_high"], numpy.float32)
            self.observation_space = box(self._low, self._high, (self.observation_size,), numpy.float32)
            self.action_space = box(-1.0, 1.0, (self.action_size,), numpy.float32)
        self._seed = 0

    def _connect(self, path, seconds):
        end = time.monotonic() + seconds
        while True:
            s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                s.connect(path)
                return s
            except (FileNotFoundError, ConnectionRefusedError):
                s.close()
                if self._process is not None and self._process.poll() is not None:
                    raise ReinsError("reins gym ended with status %d" % self._process.returncode)
                if time.monotonic() > end:
                    raise ReinsError("nobody serves on %s" % path)
                time.sleep(0.02)

    def _ask(self, request):
        self._file.write(json.dumps(request) + "\n")
        self._file.flush()
        line = self._file.readline()
        if not line:
            raise ReinsError("reins gym has ended")
        answer = json.loads(line)
        if "error" in answer:
            raise ReinsError(answer["error"])
        return answer

    def _observation(self, answer):
        values = answer["observation"]
        if not numpy:
            return values
        array = numpy.array(values, dtype=numpy.float32)
        # A joint that was pushed beyond a limit is still in the space that the agent was promised.
        return numpy.clip(array, self._low, self._high) if gymnasium else array

    def _info(self, answer):
        info = answer["info"]
        info["terms"] = self.terms
        return info

    def reset(self, *, seed=None, options=None):
        """Begins an episode; without a seed the next one after the last."""
        if gymnasium:
            super().reset(seed=seed)
        self._seed = self._seed + 1 if seed is None else int(seed)
        answer = self._ask({"reset": self._seed})
        return self._observation(answer), self._info(answer)

    def step(self, action):
        """Runs one action."""
        answer = self._ask({"step": [float(a) for a in action]})
        return (self._observation(answer), answer["reward"], answer["terminated"],
                answer["truncated"], self._info(answer))

    def close(self):
        """Ends the server that this environment started."""
        self._file.close()
        self._socket.close()
        if self._process is not None:
            self._process.wait(timeout=30)
            shutil.rmtree(self._folder, ignore_errors=True)
