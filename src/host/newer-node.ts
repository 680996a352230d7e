/**
 * A service runs on the Node that its children run on: an older one has no SQLite, and one that cannot start a child is told
 * at once, before a client is. Where npm put a newer Node beside us, the very command is run by that one: what it says goes
 * to the same places, signals are passed on, and it ends when this process does, however that ends.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { constants } from "node:os";
import { CornichonError, sentence, showPath } from "../errors.js";
import { childRuntime } from "./runtime.js";

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
/** What a shell adds to the number of the signal that ended a program. */
const SIGNALED = 128;

/** Sooner a second Ctrl-C is the same one, told twice. */
const IMPATIENT_MS = 500;

const isThisOne = (node: string): boolean => node === process.execPath || realpathSync(node) === realpathSync(process.execPath);

/**
 * Does work here, or has all of it done by the newer Node.
 * @throws CornichonError `host.node-too-old`, `host.isolate-unavailable`
 */
export async function onNewerNode(work: () => Promise<number>): Promise<number> {
  const { node } = childRuntime();
  return isThisOne(node) ? work() : runBy(node);
}

async function runBy(node: string): Promise<number> {
  // In a group of its own a terminal's Ctrl-C comes to this process alone, which passes it on: once.
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  const pass = SIGNALS.map((name) => [name, () => void child.kill(name)] as const);
  for (const [name, kill] of pass) process.on(name, kill);
  try {
    await once(child, "spawn");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    return child.exitCode ?? SIGNALED + (child.signalCode === null ? 0 : constants.signals[child.signalCode]);
  } catch (cause) {
    throw new CornichonError("host.isolate-unavailable", sentence`${showPath(node)}: the newer Node could not be started`, { cause });
  } finally {
    for (const [name, kill] of pass) process.off(name, kill);
  }
}

/** Resolves when somebody wants a service to end: by a signal, or because who started it for an older Node is gone. */
export async function toldToEnd(): Promise<void> {
  // A signal whose only listener has just gone ends the process: from here on each has one.
  for (const name of SIGNALS) process.on(name, () => undefined);
  const controller = new AbortController();
  const { signal } = controller;
  const told = [...SIGNALS, ...(process.channel === undefined ? [] : ["disconnect"])];
  await Promise.race(told.map((name) => once(process, name, { signal })));
  controller.abort();
  // Whoever ends a group of processes tells this one and who passes signals on to it: the second word is no new one, and what
  // runs is finished. A person who presses Ctrl-C again later does not want to wait.
  const toldAt = performance.now();
  process.on("SIGINT", () => {
    if (performance.now() - toldAt > IMPATIENT_MS) process.exit(SIGNALED + constants.signals.SIGINT);
  });
}

/** How long what a library left running holds a service that has ended: a timer of one that waits for a Redis that is gone. */
const LET_GO_MS = 1000;

/** A service has ended: the process does as well. */
export function letGo(code: number): void {
  setTimeout(() => process.exit(code), LET_GO_MS).unref();
}
