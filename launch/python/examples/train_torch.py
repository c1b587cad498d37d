"""Trains a policy behind the filter with plain PyTorch: PPO (Schulman et al. 2017) on many arms.

    python3 launch/python/examples/train_torch.py --cell panda-zone --updates 60 --out reach.onnx

Writes the network as ONNX and its description (.yaml) beside it; `./reins policy check` and
`./reins sim --policy reach.yaml` take them. Needs numpy, torch and onnx.
"""

import argparse
import os
import sys
import time

import numpy as np
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from reins_gym import make_vec  # noqa: E402

STEPS, EPOCHS, MINIBATCHES = 128, 8, 8
DISCOUNT, LAMBDA, CLIP, RATE, SIGMA = 0.97, 0.95, 0.2, 5e-4, 0.5
# What an action costs that the filter had to change, as a share of the torque limits.
INTERVENTION_COST = 0.02


class Actor(nn.Module):
    """From an observation to the mean of the actions; scales what it sees by itself."""

    def __init__(self, low, high, actions):
        super().__init__()
        self.register_buffer("middle", (low + high) / 2)
        self.register_buffer("span", (high - low) / 2)
        self.body = nn.Sequential(nn.Linear(len(low), 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh())
        self.head = nn.Linear(64, actions)
        nn.init.zeros_(self.head.bias)
        nn.init.normal_(self.head.weight, std=0.01)

    def scaled(self, observation):
        # Four times: goals and arms fill little of the range that bounds must leave.
        return 4 * (observation - self.middle) / self.span

    def forward(self, observation):
        return torch.tanh(self.head(self.body(self.scaled(observation))))


def train(envs, updates, seed):
    torch.manual_seed(seed)
    low = torch.tensor(envs.hello["observation_low"])
    high = torch.tensor(envs.hello["observation_high"])
    actor = Actor(low, high, envs.action_size)
    critic = nn.Sequential(nn.Linear(envs.observation_size, 64), nn.Tanh(), nn.Linear(64, 64),
                           nn.Tanh(), nn.Linear(64, 1))
    sigma = nn.Parameter(torch.full((envs.action_size,), SIGMA).log())
    everything = [*actor.parameters(), *critic.parameters(), sigma]
    optimizer = torch.optim.Adam(everything, RATE)
    n = envs.num_envs
    observation, info = envs.reset(seed=1000 * seed)
    over = np.zeros(n, bool)
    for update in range(updates):
        began = time.monotonic()
        data = {name: [] for name in ("seen", "action", "log", "value", "reward", "over", "real")}
        goals = 0
        for _ in range(STEPS):
            seen = torch.from_numpy(observation)
            with torch.no_grad():
                spread = torch.distributions.Normal(actor(seen), sigma.exp())
                action = spread.sample()
                data["value"].append(critic(actor.scaled(seen))[:, 0])
            data["seen"].append(seen)
            data["action"].append(action)
            data["log"].append(spread.log_prob(action).sum(1))
            # After the end of an episode the next step only begins another one: it teaches nothing.
            data["real"].append(torch.from_numpy(~over))
            before = info["goals"]
            observation, reward, _, over, info = envs.step(action.numpy())
            goals += np.maximum(0, info["goals"] - before).sum()
            reward = reward - INTERVENTION_COST * info["intervention"]
            data["reward"].append(torch.from_numpy(reward).float())
            data["over"].append(torch.from_numpy(over.copy()))
        with torch.no_grad():
            value = critic(actor.scaled(torch.from_numpy(observation)))[:, 0]
        advantages = [None] * STEPS
        advantage = torch.zeros(n)
        for k in reversed(range(STEPS)):
            # The end of an episode is a matter of time only: its value goes on, its advantage not.
            goes_on = (~data["over"][k]).float()
            delta = data["reward"][k] + DISCOUNT * value - data["value"][k]
            advantage = delta + DISCOUNT * LAMBDA * goes_on * advantage
            advantages[k] = advantage
            value = data["value"][k]
        real = torch.stack(data["real"]).flatten()
        flat = {name: torch.stack(data[name]).flatten(0, 1)[real]
                for name in ("seen", "action", "log", "value")}
        advantage = torch.stack(advantages).flatten()[real]
        aim = advantage + flat["value"]
        advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
        for _ in range(EPOCHS):
            for part in torch.randperm(len(aim)).chunk(MINIBATCHES):
                spread = torch.distributions.Normal(actor(flat["seen"][part]), sigma.exp())
                log = spread.log_prob(flat["action"][part]).sum(1)
                ratio = (log - flat["log"][part]).exp()
                gain = torch.min(ratio * advantage[part],
                                 ratio.clamp(1 - CLIP, 1 + CLIP) * advantage[part])
                miss = (critic(actor.scaled(flat["seen"][part]))[:, 0] - aim[part]) ** 2
                loss = 0.5 * miss.mean() - gain.mean()
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(everything, 0.5)
                optimizer.step()
        seconds = time.monotonic() - began
        print("update %3d: %5.1f goals a minute, %d violations, level %.1f, %.0f steps/s"
              % (update + 1, goals / (STEPS * n * envs.period / 60), info["violations"].sum(),
                 info["level"].mean(), STEPS * n / seconds), flush=True)
    return actor


def export(actor, envs, path):
    actor.eval()
    example = torch.zeros(1, envs.observation_size)
    torch.onnx.export(actor, (example,), path, input_names=["observation"],
                      output_names=["action"], dynamo=False)
    description = os.path.splitext(path)[0] + ".yaml"
    envs.write_policy(description, os.path.basename(path))
    print("wrote", path, "and", description)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reins", default=os.path.join(HERE, "..", "..", "..", "reins"))
    parser.add_argument("--cell", default="panda-zone")
    parser.add_argument("--policy", help="description of what the policy sees and answers")
    parser.add_argument("--envs", type=int, default=16)
    parser.add_argument("--updates", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default="reach.onnx")
    given = parser.parse_args()
    torch.set_num_threads(2)
    envs = make_vec(given.envs, given.reins, cell=given.cell, policy=given.policy)
    try:
        export(train(envs, given.updates, given.seed), envs, given.out)
    finally:
        envs.close()


if __name__ == "__main__":
    main()
