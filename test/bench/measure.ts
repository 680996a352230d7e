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

/** What one run took, in seconds. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

/** Standard error stays the command's; what bash says of the time goes to a pipe of its own. */
const TIMED = 'exec 4>&2 2>&3; TIMEFORMAT="%R %U %S"; time "$@" 2>&4 3>&- 4>&-';

/**
 * Runs a command to its end: wall, and user and system time of all processes that it waited for, as the kernel counts them (to
 * a millisecond, by bash's `time`; nothing looks on, so nothing is added).
 * @throws where it ends with another code
 */
export function run(command: string, args: readonly string[], code: number): Cost {
  const done = spawnSync("bash", ["-c", TIMED, "bash", command, ...args], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    env: { ...process.env, LC_NUMERIC: "C" },
    maxBuffer: 2 ** 28,
  });
  if (done.status !== code)
    throw new Error(`${args.join(" ")} ended with ${done.status}: ${done.stderr?.toString().slice(-300) ?? "no bash"}`);
  const [wall, user, system] = (done.output[3]?.toString() ?? "").trim().split(" ").map(Number);
  return { wall: wall ?? Number.NaN, cpu: (user ?? Number.NaN) + (system ?? Number.NaN) };
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
};

/**
 * The exponent of growth: the slope of a line through the logarithms, by least squares. Fewer than two points have none.
 */
export function slope(points: readonly { readonly size: number; readonly value: number }[]): number {
  const logs = points.map(({ size, value }) => [Math.log(size), Math.log(value)] as const);
  const mean = (of: 0 | 1): number => logs.reduce((sum, point) => sum + point[of], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const across = logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / across;
}
