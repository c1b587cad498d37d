/* Reads a URDF (argv[1]) with MuJoCo and, for each line of q and dq on standard input, prints the
 * mass matrix (row-major), the bias forces (Coriolis, centrifugal and gravity) and the position of
 * the point argv[3..5] of the link argv[2]. */
#include <mujoco/mujoco.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  char error[1000] = "";
  if (argc != 6) {
    fprintf(stderr, "needs a URDF, a link and a point\n");
    return 2;
  }
  mjModel *m = mj_loadXML(argv[1], NULL, error, sizeof error);
  if (!m) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }
  m->opt.gravity[2] = -9.80665;
  mjData *d = mj_makeData(m);
  int n = m->nv;
  int body = mj_name2id(m, mjOBJ_BODY, argv[2]);
  double point[3] = {atof(argv[3]), atof(argv[4]), atof(argv[5])};
  double *full = malloc(sizeof(double) * n * n);
  for (;;) {
    for (int i = 0; i < n; i++)
      if (scanf("%lf", &d->qpos[i]) != 1) return body < 0;
    for (int i = 0; i < n; i++)
      if (scanf("%lf", &d->qvel[i]) != 1) return 1;
    mj_forward(m, d);
    mj_fullM(m, full, d->qM);
    for (int i = 0; i < n * n; i++) printf("%.17g ", full[i]);
    for (int i = 0; i < n; i++) printf("%.17g ", d->qfrc_bias[i]);
    for (int r = 0; r < 3; r++) {
      double x = d->xpos[3 * body + r];
      for (int c = 0; c < 3; c++) x += d->xmat[9 * body + 3 * r + c] * point[c];
      printf("%.17g ", x);
    }
    printf("\n");
  }
}
