/** Functions that the C of a model calls, each written only where it is called. NaN goes where numpy lets it go. */

const HELPERS: ReadonlyMap<string, string> = new Map([
  ["lesser", "static double lesser(double a, double b) { return a != a || a < b ? a : b; }"],
  ["greater", "static double greater(double a, double b) { return a != a || a > b ? a : b; }"],
  ["sign_of", "static double sign_of(double a) { return a > 0.0 ? 1.0 : a < 0.0 ? -1.0 : a; }"],
  ["positive_part", "static double positive_part(double a) { return a < 0.0 ? 0.0 : a; }"],
  [
    "to_even",
    `/* To the nearest whole number, of two to the even one, whatever the mode of rounding is. */
static double to_even(double a) {
  const double low = floor(a);
  const double part = a - low;
  if (part < 0.5) return low;
  return part > 0.5 || fmod(low, 2.0) != 0.0 ? low + 1.0 : low;
}`,
  ],
  ["least_whole", "static int64_t least_whole(int64_t a, int64_t b) { return a < b ? a : b; }"],
  ["most_whole", "static int64_t most_whole(int64_t a, int64_t b) { return a > b ? a : b; }"],
  ["size_of_whole", "static int64_t size_of_whole(int64_t a) { return a < 0 ? -a : a; }"],
  ["rest_of_wholes", "static int64_t rest_of_wholes(int64_t a, int64_t b) { return b == 0 ? 0 : a % b; }"],
  [
    "whole",
    `/* Towards zero; what no int64_t holds becomes the least one. */
static int64_t whole(double a) { return a > -9.2e18 && a < 9.2e18 ? (int64_t)a : INT64_MIN; }`,
  ],
  [
    "within",
    `/* A place among so many elements; for any other one there is no exact answer, which the caller is told. */
static int64_t within(int64_t place, int64_t size, int *fault) {
  if (place >= 0 && place < size) return place;
  *fault = 1;
  return 0;
}`,
  ],
  [
    "number_of_text",
    `/* Number of a text among those of the model, -1 for any other one. */
static int32_t number_of_text(const char *text, const char *const *all, const int32_t *order, int32_t count) {
  int32_t low = 0, high = count;
  while (low < high) {
    const int32_t middle = low + (high - low) / 2;
    const int side = strcmp(all[order[middle]], text);
    if (side == 0) return order[middle];
    if (side < 0) low = middle + 1;
    else high = middle;
  }
  return -1;
}`,
  ],
  [
    "is_known_text",
    `static int is_known_text(int32_t number, const int32_t *known, int32_t count) {
  for (int32_t i = 0; i < count; i++) if (known[i] == number) return 1;
  return 0;
}`,
  ],
  [
    "is_known",
    `static int is_known(double x, const double *known, int32_t count) {
  for (int32_t i = 0; i < count; i++) if (known[i] == x || (isnan(known[i]) && isnan(x))) return 1;
  return 0;
}`,
  ],
  [
    "looked_up",
    `static int64_t looked_up(int64_t key, const int32_t *keys, const int64_t *values, int32_t count, int64_t otherwise) {
  int32_t low = 0, high = count;
  while (low < high) {
    const int32_t middle = low + (high - low) / 2;
    if (keys[middle] == key) return values[middle];
    if (keys[middle] < key) low = middle + 1;
    else high = middle;
  }
  return otherwise;
}`,
  ],
]);

/** Source of those that are called, in an order of their own. */
export const helpersFor = (called: ReadonlySet<string>): readonly string[] =>
  [...HELPERS].filter(([name]) => called.has(name)).map(([, code]) => code);
