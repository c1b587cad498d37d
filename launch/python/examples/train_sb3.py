"""Trains a policy behind the filter with Stable-Baselines3, and exports it as ONNX.

    python3 launch/python/examples/train_sb3.py --cell panda-zone --steps 500000 --out reach.onnx

Needs gymnasium, numpy, torch, onnx and stable-baselines3.
"""

import argparse
import os
import sys

import numpy as np
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.vec_env import VecEnv, VecMonitor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from reins_gym import SAME_STEP, make_vec  # noqa: E402


class ReinsVecEnv(VecEnv):
    """The environments of make_vec as Stable-Baselines3 wants them."""

    def __init__(self, envs):
        self.envs = envs
        self.actions = None
        self.seeds = None
        super().__init__(envs.num_envs, envs.single_observation_space, envs.single_action_space)

    def seed(self, seed=None):
        self.seeds = seed
        return [None if seed is None else seed + i for i in range(self.num_envs)]

    def reset(self):
        observation, _ = self.envs.reset(seed=self.seeds)
        self.seeds = None
        return observation

    def step_async(self, actions):
        self.actions = actions

    def step_wait(self):
        observation, reward, terminated, truncated, info = self.envs.step(self.actions)
        infos = []
        for i in range(self.num_envs):
            one = {"goals": info["goals"][i], "violations": info["violations"][i],
                   "level": info["level"][i], "TimeLimit.truncated": bool(truncated[i])}
            if truncated[i]:
                one["terminal_observation"] = info["final_obs"][i]
            infos.append(one)
        return observation, reward.astype(np.float32), terminated | truncated, infos

    def close(self):
        self.envs.close()

    def get_attr(self, attr_name, indices=None):
        return [getattr(self.envs, attr_name, None) for _ in self._get_indices(indices)]

    def set_attr(self, attr_name, value, indices=None):
        raise NotImplementedError("the environments have no attributes of their own")

    def env_method(self, method_name, *args, indices=None, **kwargs):
        raise NotImplementedError("the environments have no methods of their own")

    def env_is_wrapped(self, wrapper_class, indices=None):
        return [False for _ in self._get_indices(indices)]


class Deterministic(torch.nn.Module):
    """The mean action of a trained policy."""

    def __init__(self, policy):
        super().__init__()
        self.policy = policy

    def forward(self, observation):
        return self.policy._predict(observation, deterministic=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reins", default=os.path.join(HERE, "..", "..", "..", "reins"))
    parser.add_argument("--cell", default="panda-zone")
    parser.add_argument("--envs", type=int, default=16)
    parser.add_argument("--steps", type=int, default=500_000)
    parser.add_argument("--out", default="reach.onnx")
    given = parser.parse_args()
    envs = make_vec(given.envs, given.reins, cell=given.cell, autoreset=SAME_STEP)
    try:
        learner = PPO("MlpPolicy", VecMonitor(ReinsVecEnv(envs)), n_steps=128, batch_size=256,
                      gamma=0.97, device="cpu", verbose=1)
        learner.learn(given.steps)
        example = torch.zeros(1, envs.observation_size)
        torch.onnx.export(Deterministic(learner.policy).eval(), (example,), given.out,
                          input_names=["observation"], output_names=["action"], dynamo=False)
        description = os.path.splitext(given.out)[0] + ".yaml"
        envs.write_policy(description, os.path.basename(given.out))
        print("wrote", given.out, "and", description)
    finally:
        envs.close()


if __name__ == "__main__":
    main()
