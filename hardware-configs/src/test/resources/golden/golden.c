// Prints golden values of rigid-body dynamics from MuJoCo 2.2.2, one state a line, comma separated:
// q(7), qd(7), tau(7), M(49), bias c+g (7), qdd(7), tool position (3), tool Jacobian (21).
// Build and run: gcc golden.c -o golden -lmujoco -lm && ./golden panda.xml > golden-panda.csv
#include <mujoco/mujoco.h>
#include <math.h>
#include <stdio.h>
static void put(const double* v, int n, int last) { for (int i = 0; i < n; i++) printf("%.17g%s", v[i], last && i == n - 1 ? "\n" : ","); }
int main(int argc, char** argv) {
  char err[500]; mjModel* m = mj_loadXML(argv[1], 0, err, 500);
  if (!m) { fprintf(stderr, "%s\n", err); return 1; }
  mjData* d = mj_makeData(m); int n = m->nv; double M[49], jac[21], tau[7];
  for (int k = 0; k < 20; k++) {
    for (int i = 0; i < n; i++) { d->qpos[i] = 2.5 * sin(1.3 * k + 0.7 * i); d->qvel[i] = 2 * cos(0.9 * k + 1.1 * i); tau[i] = 40 * sin(0.4 * k - 1.7 * i); d->qfrc_applied[i] = tau[i]; }
    mj_forward(m, d); mj_fullM(m, M, d->qM); int s = mj_name2id(m, mjOBJ_SITE, "tool"); mj_jacSite(m, d, jac, 0, s);
    put(d->qpos, n, 0); put(d->qvel, n, 0); put(tau, n, 0); put(M, n * n, 0); put(d->qfrc_bias, n, 0); put(d->qacc, n, 0); put(d->site_xpos + 3 * s, 3, 0); put(jac, 3 * n, 1);
  }
  return 0;
}
