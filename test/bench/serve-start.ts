/** Servers for the bench, each a process of its own at a free port, and ended behind it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "../support/cli.js";

/** A server that answers. */
export interface Started {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Ends a process and all of its group. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const closed = once(child, "close");
  process.kill(-child.pid, "SIGTERM");
  await closed;
}

/** The built `cornichon serve`, with its log to nowhere. */
export async function startOurs(folder: string, models: string): Promise<Started> {
  const args = [
    "serve",
    "--port",
    "0",
    "--models",
    models,
    "--spool",
    join(folder, "spool"),
    "--database",
    `sqlite:${join(folder, "db.sqlite")}`,
  ];
  const child = spawn(process.execPath, [join(ROOT, "dist", "cli.js"), ...args], { stdio: ["ignore", "ignore", "pipe"], detached: true });
  for await (const line of createInterface(child.stderr)) {
    const address = /^listening on (.+)$/.exec(line)?.[1];
    if (address !== undefined) {
      child.stderr.resume();
      return { address, pid: child.pid ?? 0, stop: () => endGroup(child) };
    }
    console.error(line);
  }
  throw new Error("The service did not start.");
}
