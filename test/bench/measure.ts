/**
 * What processes use while they run: resident memory of a command and its children at its highest (Linux), CPU seconds
 * and wall. Python is measured by the same means, so that start and imports count on both sides.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** One run of a command. */
export interface Measured {
  /** MB, summed over the process and all below it; null where /proc is not. */
  readonly peak: number | null;
  /** Seconds. */
  readonly cpu: number;
  /** Seconds. */
  readonly wall: number;
  readonly code: number | null;
  readonly err: string;
}

const SAMPLE_MS = 5;
/** Clock ticks of /proc a second, on every Linux that Node runs on. */
const TICKS = 100;

const status = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
};

const parentOf = (pid: number): number => Number(/PPid:\s+(\d+)/.exec(status(pid, "status"))?.[1] ?? 0);
const residentOf = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(status(pid, "status"))?.[1] ?? 0);

/** User and system seconds of a process that is still there. */
export function cpuOf(pid: number): number {
  const stat = status(pid, "stat");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS;
}

/** A process and all below it. */
function family(root: number): number[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(Number(name)) }));
  const found = [root];
  for (const pid of found) found.push(...all.filter(({ parent }) => parent === pid).map((one) => one.pid));
  return found;
}

/** What is looked at while it runs. */
export interface Watch {
  /** kB resident at its highest, and CPU seconds, of the process and all below it. */
  end(): { readonly peak: number; readonly cpu: number };
}

/** Looks at a process and all below it until it is ended (Linux). */
export function watch(root: number): Watch {
  let [peak, looks] = [0, 0];
  let members = [root];
  const first = new Map<number, number>();
  const cpu = new Map<number, number>();
  const look = (): void => {
    if (looks++ % 10 === 0) members = family(root);
    peak = Math.max(
      peak,
      members.reduce((sum, pid) => sum + residentOf(pid), 0),
    ); // kB
    for (const pid of members) {
      const seconds = cpuOf(pid);
      // Who was there before is counted from here on.
      if (!first.has(pid)) first.set(pid, looks === 1 ? seconds : 0);
      cpu.set(pid, Math.max(cpu.get(pid) ?? 0, seconds));
    }
  };
  look();
  const timer = setInterval(look, SAMPLE_MS);
  return {
    end: () => {
      look();
      clearInterval(timer);
      return { peak, cpu: [...cpu].reduce((sum, [pid, seconds]) => sum + seconds - (first.get(pid) ?? 0), 0) };
    },
  };
}

/** Runs a command to its end, looking at its processes all the while. */
export async function measure(command: string, args: readonly string[]): Promise<Measured> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  const watched = existsSync("/proc/self/status") ? watch(child.pid ?? 0) : null;
  let err = "";
  child.stderr.on("data", (piece: Buffer) => {
    err += piece.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const seen = watched?.end();
  return { peak: seen === undefined ? null : seen.peak / 1024, cpu: seen?.cpu ?? 0, wall: (performance.now() - began) / 1000, code, err };
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The Python for comparisons: CORNICHON_PYTHON or python3; null when it cannot import `modules`. */
export function pythonWith(modules: string): string | null {
  const python = process.env["CORNICHON_PYTHON"] ?? "python3";
  return spawnSync(python, ["-c", modules === "" ? "0" : `import ${modules}`]).status === 0 ? python : null;
}
