/**
 * No small file is slow: for each family of `growth.ts` the CPU time of reading grows with the size at most as size^1.2.
 *
 * One size is compared with another in the same run, never with a clock: the best of some runs of each, since a busy
 * machine only adds. The sizes are 16 times apart, so that noise weighs little beside what is quadratic (exponent 2).
 */
import { describe, expect, test } from "vitest";
import type { Verb } from "../../sandbox/wire/job.js";
import { runGuest } from "../support/guest.js";
import { FAMILIES } from "./growth.js";

const EXPONENT = 1.2;
/** How far the two sizes are apart. */
const FACTOR = 16;
/** Smaller sizes to begin with, in bytes. */
const SIZES = [16 * 1024, 64 * 1024];
/** What costs less at the larger size is not slow. */
const ENOUGH_MS = 40;

function cpuMs(bytes: Uint8Array, verb: Verb, runs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const before = process.cpuUsage();
    runGuest(bytes, verb);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

const exponent = (small: number, large: number): number => Math.log(large / Math.max(0.5, small)) / Math.log(FACTOR);

/** The exponent at the first pair of sizes that costs enough; 0 when none does. */
function exponentOf(make: (size: number) => Uint8Array, verb: Verb): number {
  for (const size of SIZES) {
    const small = cpuMs(make(size), verb, 3);
    const bytes = make(size * FACTOR);
    let large = cpuMs(bytes, verb, 1);
    if (large < ENOUGH_MS) continue;
    // Noise only adds: a larger run that seems too slow gets four more chances.
    for (let tries = 0; tries < 4 && exponent(small, large) > EXPONENT; tries++) large = Math.min(large, cpuMs(bytes, verb, 1));
    return exponent(small, large);
  }
  return 0;
}

/**
 * Not converted here: each instance prints its state, shared or not, so that output grows so (`--max-output` ends it); a
 * gzip member costs this process's zlib much, and reading them once tells enough.
 */
const SCAN_ONLY = new Set(["one state for many instances", "gzip members"]);

/** Other work on the machine only adds: a family that grows too fast does so each time. */
const MEASURED_AGAIN = { retry: 2, timeout: 120_000 };

describe.each(Object.keys(FAMILIES))("%s", (name) => {
  const make = FAMILIES[name] ?? (() => new Uint8Array());
  test("scan", MEASURED_AGAIN, () => expect(exponentOf(make, "scan")).toBeLessThanOrEqual(EXPONENT));
  test.skipIf(SCAN_ONLY.has(name))("convert", MEASURED_AGAIN, () => expect(exponentOf(make, "convert")).toBeLessThanOrEqual(EXPONENT));
});
