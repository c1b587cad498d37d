"""Writes panda.xml (MJCF) from panda.yaml, for golden.c. Run: python3 gen.py PANDA_YAML > panda.xml"""
import sys, yaml, math
import numpy as np
d = yaml.safe_load(open(sys.argv[1]))
links = {l['name']: l for l in d['links']}
def quat(rpy):
    r, p, y = [a / 2 for a in rpy]
    cr, sr, cp, sp, cy, sy = math.cos(r), math.sin(r), math.cos(p), math.sin(p), math.cos(y), math.sin(y)
    return (cr*cp*cy + sr*sp*sy, sr*cp*cy - cr*sp*sy, cr*sp*cy + sr*cp*sy, cr*cp*sy - sr*sp*cy)
def axis_quat(m):
    k = int(np.argmax([np.trace(m), m[0][0], m[1][1], m[2][2]]))
    if k == 0:
        s = 2 * math.sqrt(1 + np.trace(m))
        return (s / 4, (m[2][1] - m[1][2]) / s, (m[0][2] - m[2][0]) / s, (m[1][0] - m[0][1]) / s)
    a, b, c = [(0, 1, 2), (1, 2, 0), (2, 0, 1)][k - 1]
    s = 2 * math.sqrt(1 + m[a][a] - m[b][b] - m[c][c])
    q = [0.0] * 4
    q[0] = (m[c][b] - m[b][c]) / s
    q[1 + a] = s / 4
    q[1 + b] = (m[a][b] + m[b][a]) / s
    q[1 + c] = (m[a][c] + m[c][a]) / s
    return q
f = lambda v: ' '.join(repr(float(x)) for x in v)
print('<mujoco><compiler angle="radian" balanceinertia="false" boundmass="0" boundinertia="0"/>'
      '<option gravity="0 0 -9.80665"><flag contact="disable" constraint="disable"/></option><worldbody>')
for j in d['joints']:
    l = links[j['child']]; i = l['inertia']
    # MuJoCo diagonalises a full inertia to about 1e-8 only, so it gets principal axes from us.
    w, v = np.linalg.eigh([[i['ixx'], i['ixy'], i['ixz']], [i['ixy'], i['iyy'], i['iyz']], [i['ixz'], i['iyz'], i['izz']]])
    v = v * np.linalg.det(v)
    axes = axis_quat(v)
    print(f'<body name="{j["child"]}" pos="{f(j["xyz"])}" quat="{f(quat(j["rpy"]))}">'
          f'<joint name="{j["name"]}" axis="{f(j["axis"])}" armature="{j["rotor_inertia"]["value"]}"/>'
          f'<inertial pos="{f(l["com"])}" mass="{l["mass"]}" diaginertia="{f(w)}" quat="{f(axes)}"/>')
t = d['tool']
print(f'<site name="tool" pos="{f(t["xyz"])}"/>' + '</body>' * len(d['joints']) + '</worldbody></mujoco>')
