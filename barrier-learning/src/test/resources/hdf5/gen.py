"""Writes the HDF5 files of Hdf5HabitsTest with h5py: python3 gen.py"""
import h5py
import numpy as np

STATE = np.array([[0, 0], [1, 1], [2, 2], [50, 0], [51, 1]], dtype="f4")
EPISODE = np.array([0, 0, 0, 1, 1])


def rows(group, h=np.ones(5), episode=EPISODE):
    group["state"] = STATE
    group["action"] = STATE[:, :1]
    group["h"] = h
    group["episode"] = episode


with h5py.File("soft_links.h5", "w") as f:
    rows(f.create_group("raw"))
    for name in ["state", "action", "h", "episode"]:
        f[name] = h5py.SoftLink("/raw/" + name)
    f.attrs["dt"] = 0.1

with h5py.File("external_links.h5", "w") as f:
    for name in ["state", "action", "h", "episode"]:
        f[name] = h5py.ExternalLink("other.h5", "/" + name)
    f.attrs["dt"] = 0.1

with h5py.File("list_attributes.h5", "w") as f:
    rows(f)
    f.attrs["dt"] = np.float32(0.1)
    f.attrs["joints"] = ["a ", " b"]
    f.attrs["robot"] = np.bytes_("panda")
    f.attrs["h_sign"] = ["positive_is_safe"]

with h5py.File("truth.h5", "w", libver="latest") as f:
    rows(f, h=np.array([True, False, False, True, True]))
    f.attrs["dt"] = 0.1

with h5py.File("half_episodes.h5", "w") as f:
    rows(f, episode=np.array([2048, 2048, 2048, 2049, 2049], dtype="f2"))
    f.attrs["dt"] = 0.1
