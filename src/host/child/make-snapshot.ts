/**
 * Makes the guest's V8 snapshot: `make-snapshot.cjs <addon>`, the guest's bundle on standard input, the snapshot on
 * standard output. Run by the very Node that will run the child, as locked in as the child is, at build time and once for
 * each Node that the build did not have. The guest is run once here, so a bundle without its door fails.
 */
import { readSync, writeSync } from "node:fs";
import { constants } from "node:os";
import type ivmModule from "isolated-vm";
import { insist } from "./channel.js";
import { WARM_UP } from "./warm-up.js";

/** Stands between the two scripts of the bundle; the build puts it there. */
const SEAM = "//# cornichon: the guest follows\n";

function addon(path: string): typeof ivmModule {
  const module = { exports: {} };
  process.dlopen(module, path, constants.dlopen?.RTLD_LAZY ?? 1);
  return (module.exports as { ivm: typeof ivmModule }).ivm; // what isolated-vm's own index hands on
}

/** Windows tells the end of a pipe as an error. */
function readUntilEnd(target: Uint8Array): number {
  try {
    return readSync(0, target);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EOF") return 0;
    throw error;
  }
}

function standardInput(): string {
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = Buffer.alloc(1024 * 1024);
    const got = insist(() => readUntilEnd(piece));
    if (got === 0) return Buffer.concat(pieces).toString();
    pieces.push(piece.subarray(0, got));
  }
}

function make(ivm: typeof ivmModule, bundle: string): Uint8Array {
  // Two scripts: the first leaves nothing behind but the table, so its long text does not stay in the snapshot.
  const scripts = bundle.split(SEAM);
  if (scripts.length !== 2) throw new Error("the bundle is not the policy and the guest");
  const parts = scripts.map((code, i) => ({ code, filename: i === 0 ? "cornichon:policy" : "cornichon:guest" }));
  const snapshot = ivm.Isolate.createSnapshot(parts, WARM_UP);
  const isolate = new ivm.Isolate({ snapshot });
  const door: unknown = isolate.createContextSync().evalSync("typeof cornichonGuest");
  if (door !== "function") throw new Error("sandbox/main.ts sets no cornichonGuest");
  isolate.dispose();
  return new Uint8Array(snapshot.copy());
}

const made = make(addon(process.argv[2] ?? ""), standardInput());
for (let done = 0; done < made.length; ) done += insist(() => writeSync(1, made, done));
