/**
 * Small files that claim much: nesting, memo indices, lengths. Each goes through the built command; its CPU time and the
 * largest memory of any of its processes are told by the kernel (`getrusage` of the children, through python3).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { ROOT } from "../support/cli.js";

const MILLION = 1_000_000;
const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const cat = (...parts: readonly (Uint8Array | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? latin1(part) : part)));
const le = (value: bigint, width: 4 | 8): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes.subarray(0, width);
};
const fill = (text: string, count: number): Buffer => Buffer.alloc(count * text.length, latin1(text));
const put = (index: number): Buffer => cat("r", le(BigInt(index), 4));

const DOUBLING = cat("\x80\x04N", ...Array.from({ length: 23 }, (_, i) => put(2 ** (i + 9) - 1)), ".");
const SPREAD = cat("\x80\x04N", ...Array.from({ length: 100_000 }, (_, i) => put((i * 40_503) % 2 ** 31)), ".");

/** Bytes by name. */
const BOMBS: Readonly<Record<string, () => Uint8Array>> = {
  "a million lists in one another": () => cat("\x80\x04", fill("]", MILLION), fill("a", MILLION - 1), "."),
  "a million tuples in one another": () => cat("\x80\x04)", fill("\x85", MILLION), "."),
  "a million marks": () => cat("\x80\x04", fill("(", MILLION), fill("t", MILLION), "."),
  "a million dicts in one another": () => cat("\x80\x04", fill("}N", MILLION), "N", fill("s", MILLION), "."),
  "a million memo entries": () => cat("\x80\x04N", fill("\x94", MILLION), "."),
  "memo index 2^31-1": () => cat("\x80\x04N", put(2 ** 31 - 1), "."),
  "memo index 2^32-1": () => cat("\x80\x04N", put(2 ** 32 - 1), "."),
  "memo index of 40 digits": () => cat("Np", "9".repeat(40), "\n."),
  "memo indices that double": () => DOUBLING,
  "memo indices that double, in gzip": () => gzipSync(DOUBLING),
  "memo indices spread": () => SPREAD,
  "memo indices spread, in zlib": () => deflateSync(SPREAD),
  "FRAME of 2^62": () => cat("\x80\x04\x95", le(2n ** 62n, 8), "N."),
  "BINBYTES8 of 2^62": () => cat("\x80\x04\x8e", le(2n ** 62n, 8), "N."),
  "BINBYTES8 of 2^40, in gzip": () => gzipSync(cat("\x80\x04\x8e", le(2n ** 40n, 8), "N.")),
  "BINUNICODE8 of 2^40": () => cat("\x80\x04\x8d", le(2n ** 40n, 8), "N."),
  "BINUNICODE8 of 2^40, in gzip": () => gzipSync(cat("\x80\x04\x8d", le(2n ** 40n, 8), "N.")),
  "BYTEARRAY8 of 2^40": () => cat("\x80\x05\x96", le(2n ** 40n, 8), "N."),
  "BINBYTES of 2^32-1": () => cat("\x80\x03B", le(2n ** 32n - 1n, 4), "N."),
  "BINUNICODE of 2^32-1, in zlib": () => deflateSync(cat("\x80\x03X", le(2n ** 32n - 1n, 4), "N.")),
  "BINSTRING of 2^31-1": () => cat("T", le(2n ** 31n - 1n, 4), "N."),
  "LONG4 of 2^31-1": () => cat("\x80\x02\x8b", le(2n ** 31n - 1n, 4), "N."),
  "LONG4 of 2^31-1, in gzip": () => gzipSync(cat("\x80\x02\x8b", le(2n ** 31n - 1n, 4), "N.")),
  "LONG4 of a million bytes": () => cat("\x80\x02\x8b", le(10n ** 6n, 4), fill("\x7f", MILLION), "."),
  "a million digits": () => cat("I", fill("7", MILLION), "\n."),
  "shared pairs, 60 deep, as a key": () => cat("\x80\x04})", fill("2\x86", 60), "Ns."),
  "a million pickles": () => fill("N.", MILLION),
  "npy of shape 2^62": () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904,), }".padEnd(117, " ");
    return cat("\x93NUMPY\x01\0", Uint8Array.of(118, 0), header, "\n");
  },
};

export interface BombCost {
  readonly name: string;
  readonly verdict: string;
  readonly seconds: number;
  readonly mebibytes: number;
}

const MEASURE = `
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.stdout.write(done.stdout.decode())
`;

/** What each bomb costs the built command; an empty list without python3. */
export function bombCosts(): BombCost[] {
  if (spawnSync("python3", ["-c", "0"]).status !== 0) return [];
  const folder = mkdtempSync(join(tmpdir(), "cornichon-bombs-"));
  try {
    return Object.entries(BOMBS).map(([name, make]) => {
      const path = join(folder, "bomb.pkl");
      writeFileSync(path, make());
      const command = [process.execPath, join(ROOT, "dist", "cli.js"), "scan", "--format", "ndjson", path];
      const [cost = "", report = "{}"] = spawnSync("python3", ["-c", MEASURE, ...command], { encoding: "utf8" }).stdout.split("\n");
      const [seconds = 0, kibibytes = 0] = cost.split(" ").map(Number);
      const { verdict = "none" }: { verdict?: string } = JSON.parse(report === "" ? "{}" : report);
      return { name, verdict, seconds, mebibytes: kibibytes / 1024 };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
