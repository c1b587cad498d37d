"""Resets the environment on the socket argv[2] as gymnasium's checker does; prints the seeds told."""

import sys

sys.path.insert(0, sys.argv[1])
import gymnasium  # noqa: E402  a stand-in that the test writes
import reins_gym  # noqa: E402

env = reins_gym.ReinsEnv(path=sys.argv[2], start_seconds=60)
first, info = env.reset(seed=7)
again, _ = env.reset(seed=7)
env.reset()
print(gymnasium.SEEDS)
print(list(first) == list(again), sorted(info["terms"]))
if reins_gym.numpy:
    print(bool((first >= env.observation_space.low).all() and (first <= env.observation_space.high).all()))
else:
    print(True)
env.close()
