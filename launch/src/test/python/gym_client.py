"""Drives an environment with the client in the folder argv[1]: on the socket argv[2], and then on a
server that argv[3], a reins script, starts and that this script kills."""

import math
import os
import signal
import sys

sys.path.insert(0, sys.argv[1])
import reins_gym  # noqa: E402


def refuse(call):
    try:
        call()
    except reins_gym.ReinsError as e:
        print("refused:", e)
    else:
        raise SystemExit("a wrong call was taken")


env = reins_gym.ReinsEnv(path=sys.argv[2], start_seconds=60)
n = env.action_size
refuse(lambda: env.step([0.0] * n))
refuse(lambda: env.reset(seed=-1))
refuse(lambda: env.reset(seed="now"))
env.reset(seed=3)
refuse(lambda: env.step([math.nan] * n))
refuse(lambda: env.step([0.0] * 3))
refuse(lambda: env.step(None))
for k in range(100):
    action = [math.sin(0.3 * k + i) for i in range(n)]
    observation, reward, terminated, truncated, info = env.step(action)
    print("%r %r %d" % (reward, float(observation[0]), info["violations"]))
print("truncated:", truncated)
refuse(lambda: env.step([0.0] * n))
env.close()
env.close()
refuse(lambda: env.reset(seed=1))

env = reins_gym.ReinsEnv(sys.argv[3], cell="ur5e-zone", level=1)
print(env.hello["robot"], env.hello["envelope"], env.action_size, sorted(env.terms))
env.reset()
os.kill(env._server._process.pid, signal.SIGKILL)
refuse(lambda: env.step([0.0] * env.action_size))
env.close()
refuse(lambda: reins_gym.ReinsEnv(sys.argv[3], cell="no-such-cell"))
refuse(lambda: reins_gym.ReinsEnv("/no/such/reins"))
refuse(lambda: reins_gym.ReinsEnv(path="/no/such/socket", start_seconds=0.1))
