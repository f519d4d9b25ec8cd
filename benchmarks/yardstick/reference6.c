/* The yardstick: the six-stock reference camp in C, one thread, blocks of 64 members side by side.
 *
 * The same equations as benchmarks/reference6.py and in the same order; see docs/benchmarks.md. Nothing of Holdfast
 * depends on this file: it is compiled where `python -m benchmarks` runs and finds a C compiler.
 *
 *   reference6 MEMBERS REPEATS      one line a repeat: seconds of the simulation alone, final states kept
 *   reference6 check                the reference member as CSV, hours 0 to 720
 *   reference6 states MEMBERS       final states, one member a line
 */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LANES 64
#define HOURS 720
#define STOCKS 6
#define FACTORS 3
#define FLOWS 8
#define PI 3.14159265358979323846

static const double GATE[30] = {0, 0, 0, 0, 0, 0, 0, 0, .35, .35, 1, 1,   1,   .35, 0,
                                0, 0, 0, .35, 1, 1, 1, .35, .35, 0, 0, 0, 1, 1, 1};

static inline double least(double a, double b) { return a < b ? a : b; }
static inline double most(double a, double b) { return a > b ? a : b; }

/* exp by range reduction and a polynomial of degree 12; for -700 < x < 700. */
static inline double poly_exp(double x) {
  const double big = 6755399441055744.0; /* 1.5 * 2^52: adding it rounds to an integer kept in the low bits */
  double shifted = x * 1.4426950408889634 + big;
  double k = shifted - big;
  double r = x - k * 0.6931471803691238;
  r -= k * 1.9082149292705877e-10;
  double p = 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  long long bits;
  double scale;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits << 52) + 0x3ff0000000000000LL;
  memcpy(&scale, &bits, sizeof scale);
  return p * scale;
}

/* One hour of one block. Every row is its own array of LANES values; `flows` is NULL unless the flows are kept. */
static inline __attribute__((always_inline)) void hour(
    double *restrict fuel, double *restrict raw, double *restrict treated, double *restrict sewage,
    double *restrict food, double *restrict temp, const double *restrict water_need,
    const double *restrict load_size, const double *restrict fuel_use, double gate, double available, double outdoor,
    double profile, double *restrict flows) {
#pragma GCC ivdep
  for (int l = 0; l < LANES; l++) {
    double F = fuel[l], R = raw[l], W = treated[l], V = sewage[l], K = food[l], T = temp[l];
    double delivery = load_size[l] * gate;
    double per_kwh = 0.30 * fuel_use[l];
    double d1 = 45, d2 = 30 * profile, d3 = 18, d4 = least(8 * most(0, T - 26), 120);
    double left = available * least(250, F / per_kwh);
    double s1 = least(d1, left);
    left -= s1;
    double s2 = least(d2, left);
    left -= s2;
    double s3 = least(d3, left);
    left -= s3;
    double s4 = least(d4, left);
    double c = s1 / d1, w = s2 / d2, z = s3 / d3;
    double fuel_in = least(6000 * delivery, 40000 - F), burn = per_kwh * (s1 + s2 + s3 + s4);
    double well = least(2.2 * w, 60 - R), trucked = least(30 * delivery, 60 - R - well);
    double treatment = least(least(2.6 * w, R), 60 - W);
    double demand = 2000 * 0.02 * water_need[l] / 24 * profile * (1 + 0.02 * most(0, outdoor - 25));
    double use = least(demand, W);
    double in = 0.8 * use, out = least(1.5 * z, V), overflow = most(0, V + in - out - 120);
    double need = 2000 * 2100 / 24.0, ration = 0.4 + 0.6 * least(1, K / (7 * 2000.0 * 2100));
    double eaten = least(need * ration, K);
    double spoiled = least(2e-4 * poly_exp(0.0693 * (T - 20)) * (1 - 0.6 * c) * K, K - eaten);
    if (flows) {
      flows[0 * LANES + l] = s1;
      flows[1 * LANES + l] = s2;
      flows[2 * LANES + l] = s3;
      flows[3 * LANES + l] = s4;
      flows[4 * LANES + l] = use;
      flows[5 * LANES + l] = overflow;
      flows[6 * LANES + l] = eaten;
      flows[7 * LANES + l] = spoiled;
    }
    fuel[l] = F + fuel_in - burn;
    raw[l] = R + well + trucked - treatment;
    treated[l] = W + treatment - use;
    sewage[l] = V + in - out - overflow;
    food[l] = K + 9.0e6 * delivery - eaten - spoiled;
    temp[l] = T + 0.25 * (outdoor - T) + 0.9 - 0.02 * s4;
  }
}

struct forcing {
  double gate, available, outdoor, profile;
};

static void forcing_of(struct forcing *f) {
  for (int t = 0; t <= HOURS; t++) {
    int day = t / 24 < 29 ? t / 24 : 29;
    f[t].gate = t % 24 == 9 ? GATE[day] : 0;
    f[t].available = t >= 200 && t < 236 ? 0 : 1;
    f[t].outdoor = 34 + 8 * cos(2 * PI * (t - 15) / 24.0);
    f[t].profile = 1 + 0.6 * sin(2 * PI * (t - 8) / 24.0);
  }
}

static void block(double (*restrict s)[LANES], double (*restrict p)[LANES], const struct forcing *f) {
  for (int t = 0; t < HOURS; t++)
    hour(s[0], s[1], s[2], s[3], s[4], s[5], p[0], p[1], p[2], f[t].gate, f[t].available, f[t].outdoor, f[t].profile,
         NULL);
}

static void fill(double (*s)[STOCKS][LANES], double (*p)[FACTORS][LANES], int blocks) {
  const double start[STOCKS] = {8400, 40, 40, 80, 25.2e6, 30}, phi = 1.2207440846057596;
  for (int b = 0; b < blocks; b++)
    for (int l = 0; l < LANES; l++) {
      int m = b * LANES + l;
      double u[FACTORS];
      for (int k = 1; k <= FACTORS; k++) {
        double x = 0.5 + m * pow(phi, -k);
        u[k - 1] = x - floor(x);
      }
      p[b][0][l] = m ? 0.8 + 0.4 * u[0] : 1;
      p[b][1][l] = m ? 0.5 + u[1] : 1;
      p[b][2][l] = m ? 0.9 + 0.3 * u[2] : 1;
      for (int i = 0; i < STOCKS; i++) s[b][i][l] = start[i];
    }
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static int check(const struct forcing *f) {
  static double s[1][STOCKS][LANES] __attribute__((aligned(64))), p[1][FACTORS][LANES] __attribute__((aligned(64)));
  static double flows[FLOWS * LANES];
  fill(s, p, 1);
  puts("hour,fuel,raw,treated,sewage,food,temp,p1,p2,p3,p4,q_use,overflow,eaten,spoiled");
  for (int t = 0; t <= HOURS; t++) {
    double before[STOCKS];
    for (int i = 0; i < STOCKS; i++) before[i] = s[0][i][0];
    hour(s[0][0], s[0][1], s[0][2], s[0][3], s[0][4], s[0][5], p[0][0], p[0][1], p[0][2], f[t].gate, f[t].available,
         f[t].outdoor, f[t].profile, flows);
    printf("%d", t);
    for (int i = 0; i < STOCKS; i++) printf(",%.17g", before[i]);
    for (int i = 0; i < FLOWS; i++) printf(",%.17g", flows[i * LANES]);
    putchar('\n');
  }
  return 0;
}

int main(int argc, char **argv) {
  static struct forcing f[HOURS + 1];
  forcing_of(f);
  if (argc == 2 && !strcmp(argv[1], "check")) return check(f);
  if (argc != 3) return 2;
  int states = !strcmp(argv[1], "states");
  int members = atoi(argv[states ? 2 : 1]), repeats = states ? 1 : atoi(argv[2]);
  if (members < 1 || repeats < 1) return 2;
  int blocks = (members + LANES - 1) / LANES;
  double(*s)[STOCKS][LANES] = aligned_alloc(64, sizeof(double[STOCKS][LANES]) * blocks);
  double(*p)[FACTORS][LANES] = aligned_alloc(64, sizeof(double[FACTORS][LANES]) * blocks);
  if (!s || !p) return 3;
  for (int r = 0; r < repeats; r++) {
    fill(s, p, blocks);
    double began = seconds();
    for (int b = 0; b < blocks; b++) block(s[b], p[b], f);
    double taken = seconds() - began;
    if (!states) printf("%.9f\n", taken);
  }
  if (states)
    for (int m = 0; m < members; m++)
      for (int i = 0; i < STOCKS; i++)
        printf("%.17g%c", s[m / LANES][i][m % LANES], i == STOCKS - 1 ? '\n' : ' ');
  return 0;
}
