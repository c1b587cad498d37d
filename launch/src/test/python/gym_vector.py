"""Checks environments against gymnasium, with the client in the folder argv[1] on the socket argv[2]."""

import sys
import warnings

sys.path.insert(0, sys.argv[1])
import gymnasium  # noqa: E402
import numpy as np  # noqa: E402
from gymnasium.utils.env_checker import check_env  # noqa: E402
from gymnasium.vector import AutoresetMode, SyncVectorEnv  # noqa: E402

import reins_gym  # noqa: E402

N = 3


def single():
    return reins_gym.ReinsEnv(path=sys.argv[2], start_seconds=60, render_mode="rgb_array", width=64,
                              height=48)


def same(a, b, where):
    """Requires that what two vector environments tell is the same to the last bit."""
    if isinstance(a, dict):
        assert set(a) == set(b), "%s: %s and %s" % (where, sorted(a), sorted(b))
        for key in a:
            same(a[key], b[key], where + " " + key)
    elif isinstance(a, np.ndarray) and a.dtype == object:
        for i in range(len(a)):
            same(a[i], b[i], "%s %d" % (where, i))
    else:
        assert np.array_equal(np.asarray(a), np.asarray(b),
                              equal_nan=np.asarray(a).dtype.kind == "f"), where


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    env = gymnasium.make("reins/Cell-v0", path=sys.argv[2], render_mode="rgb_array", width=64,
                         height=48)
    # The alternative render mode, none, is tried in an environment that gymnasium makes itself.
    check_env(env.unwrapped, skip_close_check=True)
    env.close()
for w in caught:
    print("warning:", str(w.message).replace("\n", " "))
print("check_env passed")

for mode in (AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP):
    ones = SyncVectorEnv([single] * N, autoreset_mode=mode)
    many = gymnasium.make_vec("reins/Cell-v0", num_envs=N, vectorization_mode="vector_entry_point",
                              path=sys.argv[2], autoreset=mode, render_mode="rgb_array", width=64,
                              height=48)
    assert isinstance(many, gymnasium.vector.VectorEnv)
    assert many.metadata["autoreset_mode"] == mode and many.num_envs == N
    assert many.observation_space == ones.observation_space
    assert many.action_space == ones.action_space
    ones.action_space.seed(1)
    a, b = ones.reset(seed=[5, 50, 500]), many.reset(seed=[5, 50, 500])
    same(a[0], b[0], "first observation")
    same(a[1], b[1], "first info")
    ended = 0
    for k in range(25):
        action = ones.action_space.sample()
        a, b = ones.step(action), many.step(action)
        for x, y, what in zip(a, b, ("observation", "reward", "terminated", "truncated", "info")):
            same(x, y, "%s, step %d, %s" % (mode, k, what))
        assert b[0] in many.observation_space
        ended += b[3].sum()
    assert ended > 0
    same(ones.render()[1], many.render()[1], "picture")
    ones.close()
    many.close()
    print(mode.value, "is the same,", ended, "episodes ended")

many = reins_gym.make_vec(N, path=sys.argv[2], autoreset="Disabled")
many.reset(seed=1)
for k in range(10):
    _, _, _, truncated, _ = many.step(np.zeros((N, many.action_size)))
assert truncated.all()
mask = np.array([True, False, True])
observation, info = many.reset(seed=[7, 8, 9], options={"reset_mask": mask})
assert info["_seed"].tolist() == mask.tolist() and info["seed"].tolist() == [7, 0, 9]
for wrong in (np.zeros((N, 2)), np.full((N, many.action_size), np.nan),
              np.zeros((N, many.action_size)), "x"):
    try:
        many.step(wrong)
    except reins_gym.ReinsError as e:
        print("refused:", e)
    else:
        raise SystemExit("a wrong action was taken")
many.close()
