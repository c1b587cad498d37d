"""Drives the environment on the socket argv[2] with the client in the folder argv[1]."""

import math
import sys

sys.path.insert(0, sys.argv[1])
import reins_gym  # noqa: E402

env = reins_gym.ReinsEnv(path=sys.argv[2], start_seconds=60)
try:
    env.step([0.0] * env.action_size)
    raise SystemExit("a step before a reset was taken")
except reins_gym.ReinsError as e:
    print("refused:", e)
env.reset(seed=3)
try:
    env.step([math.nan] * env.action_size)
    raise SystemExit("an action that is not a number was taken")
except reins_gym.ReinsError as e:
    print("refused:", e)
for k in range(100):
    action = [math.sin(0.1 * k + i) for i in range(env.action_size)]
    observation, reward, terminated, truncated, info = env.step(action)
    print("%r %r %d" % (reward, float(observation[0]), info["violations"]))
print("truncated:", truncated)
env.close()
