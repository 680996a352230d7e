/**
 * The child process: loads the one native addon, then runs job after job until its channel closes. It can open nothing:
 * no files but itself and the addon, no processes, no workers, on Node 26 no network. What it knows comes by channel.
 */
import { closeSync } from "node:fs";
import { constants } from "node:os";
import type ivmModule from "isolated-vm";
import { type Boot, type ChildStatus, FROM_CHILD, ISOLATE, type JobEnvelope, TO_CHILD } from "../protocol.js";
import { receive, send, sendJson } from "./channel.js";
import { type GuestCode, isolatesFor, runGuest } from "./guest.js";
import { readFully } from "./read-fully.js";

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
  const told = JSON.parse(first.payload.toString()) as Boot; // our own parent's words
  const { isSnapshot } = told.code;
  const code = readCode(told.code);
  const ivm = loadAddon(told.addon);
  return {
    ivm,
    // Every isolate of this child starts from the same bytes.
    snapshot: isSnapshot ? new ivm.ExternalCopy(code.buffer) : null,
    source: isSnapshot ? "" : Buffer.from(code.buffer).toString(),
    maxMemory: told.maxMemory,
    scratch: told.scratch,
    firstBytes: told.firstBytes,
  };
}

/** Reads what isolates start from; its file is of no use after that. */
function readCode({ fd, offset, length }: Boot["code"]): Uint8Array<ArrayBuffer> {
  const code = new Uint8Array(length);
  if (readFully(fd, offset, length, code) < length) throw new Error("its own code is cut");
  closeSync(fd);
  return code;
}

/** Ends this process when it grows too large, or when the parent has died and nobody would end it. */
function watch(limit: number): NodeJS.Timeout {
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
    if (process.memoryUsage.rss() < limit) return;
    sendJson(FROM_CHILD.status, { end: "memory", detail: "resident memory" });
    process.kill(process.pid, "SIGKILL");
  }, WATCH_MS);
}

async function main(): Promise<void> {
  let code: GuestCode | null;
  try {
    code = boot();
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 400) : "";
    return sendJson(FROM_CHILD.status, { end: "unavailable", detail } satisfies ChildStatus);
  }
  if (code === null) return;
  const isolates = isolatesFor(code);
  // While the parent still loads, or opens the first one.
  await isolates.begin(code.firstBytes);
  send(FROM_CHILD.ready, new Uint8Array());
  for (;;) {
    const next = receive();
    if (next === null || next.type !== TO_CHILD.job) return;
    const end = next.payload.indexOf(0);
    const job = JSON.parse(next.payload.subarray(0, end).toString()) as JobEnvelope; // our own parent's words
    const watching = watch(code.maxMemory + BASE_RSS);
    const status = await runGuest(code, isolates, job, next.payload.subarray(end + 1));
    clearInterval(watching);
    // The inherited artifact was for this job alone.
    if (job.fd !== null) closeSync(job.fd);
    sendJson(FROM_CHILD.status, status);
    const after = receive();
    if (after === null || after.type !== TO_CHILD.after) return;
    // While the parent looks for the next one.
    if (after.payload[0] === ISOLATE.keep) await isolates.makeReady();
    else await isolates.renew();
  }
}

void main();
