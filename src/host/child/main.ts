/**
 * The child process: loads the one native addon, then runs job after job until its channel closes. It can open nothing:
 * no files but itself and the addon, no processes, no workers, on Node 26 no network. What it knows comes by channel.
 */
import { constants } from "node:os";
import type ivmModule from "isolated-vm";
import { type Boot, FROM_CHILD, type JobEnvelope, TO_CHILD } from "../protocol.js";
import { receive, send, sendJson } from "./channel.js";
import { type GuestCode, runGuest } from "./guest.js";

/** How often the child looks at its own size. */
const WATCH_MS = 25;
/** What Node itself takes beside the guest. */
const BASE_RSS = 192 * 1024 * 1024;

function loadAddon(path: string): typeof ivmModule {
  const module = { exports: {} };
  process.dlopen(module, path, constants.dlopen?.RTLD_LAZY ?? 1);
  // The addon exports `ivm`: the package's own index does nothing but hand that on.
  return (module.exports as { ivm: typeof ivmModule }).ivm;
}

function boot(): GuestCode | null {
  const first = receive();
  if (first === null || first.type !== TO_CHILD.boot) return null;
  const split = first.payload.indexOf(0);
  const told = JSON.parse(first.payload.subarray(0, split).toString()) as Boot; // our own parent's words
  const rest = first.payload.subarray(split + 1);
  const snapshot = rest.subarray(0, told.snapshotBytes);
  return {
    ivm: loadAddon(told.addon),
    snapshot: told.snapshotBytes === 0 ? null : new Uint8Array(snapshot).buffer,
    source: rest.subarray(told.snapshotBytes, told.snapshotBytes + told.guestBytes).toString(),
    maxMemory: told.maxMemory,
    scratch: told.scratch,
  };
}

function watchMemory(limit: number): NodeJS.Timeout {
  return setInterval(() => {
    if (process.memoryUsage.rss() < limit) return;
    sendJson(FROM_CHILD.status, { end: "memory", detail: "resident memory" });
    process.kill(process.pid, "SIGKILL");
  }, WATCH_MS);
}

async function main(): Promise<void> {
  const code = boot();
  if (code === null) return;
  send(FROM_CHILD.ready, new Uint8Array());
  for (;;) {
    const next = receive();
    if (next === null || next.type !== TO_CHILD.job) return;
    const job = JSON.parse(next.payload.toString()) as JobEnvelope; // our own parent's words
    const watch = watchMemory(code.maxMemory + BASE_RSS);
    const status = await runGuest(code, job);
    clearInterval(watch);
    sendJson(FROM_CHILD.status, status);
  }
}

void main();
