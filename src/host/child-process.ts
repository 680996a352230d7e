/**
 * One child as the parent sees it: spawned with nothing but its channel and, for a single file, that file's descriptor.
 * Frames are counted and cut to size here; whoever listens gets whole frames.
 */
import { type ChildProcess as NodeChild, spawn } from "node:child_process";
import { closeSync, constants, openSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { readBundle, distFolder } from "./bundles.js";
import { type Boot, frame, FROM_CHILD, MAX_FRAME, TO_CHILD } from "./protocol.js";
import { type ChildRuntime, childRuntime } from "./runtime.js";

const CHILD = "child.cjs";
const GUEST = "guest.js";

export interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

const PERMISSIONS = ["--permission", "--allow-addons", "--no-experimental-sqlite", "--disable-proto=throw", "--disallow-code-generation-from-strings", "--max-old-space-size=256", "--disable-warning=PERM0001", "--disable-warning=SecurityWarning"];

/** A temporary file that has no name any more (where the platform lets us), for what a child decodes. */
function openScratch(): { readonly fd: number; readonly path: string | null } {
  const path = join(tmpdir(), `cornichon-${randomUUID()}`);
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    unlinkSync(path);
    return { fd, path: null };
  } catch {
    return { fd, path };
  }
}

/** Descriptors in the child. */
const SCRATCH_FD = 4;
export const ARTIFACT_FD = 5;

export class Child {
  readonly #process: NodeChild;
  readonly #channel: Duplex;
  readonly #scratchPath: string | null;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #listener: ((frame: Frame | null) => void) | null = null;
  #queue: (Frame | null)[] = [];
  /** Jobs done. */
  jobs = 0;
  dead = false;

  /** @param artifact - descriptor that the child inherits for its one job, null for a pooled child */
  constructor(artifact: number | null, maxMemory: number) {
    const runtime = childRuntime();
    readBundle(CHILD);
    const script = join(distFolder(), CHILD);
    const scratch = openScratch();
    this.#scratchPath = scratch.path;
    this.#process = spawn(runtime.node, [...PERMISSIONS, `--allow-fs-read=${script}`, `--allow-fs-read=${runtime.addon}`, script], {
      env: {},
      stdio: ["ignore", "ignore", "ignore", "pipe", scratch.fd, artifact ?? "ignore"],
      windowsHide: true,
    });
    closeSync(scratch.fd);
    // stdio was asked to make this entry a pipe; Node types it as the union of all it could be.
    this.#channel = this.#process.stdio[3] as Duplex;
    this.#channel.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#channel.on("error", () => this.#end());
    this.#channel.on("close", () => this.#end());
    this.#process.on("error", () => this.#end());
    this.#process.on("exit", () => this.#end());
    this.#send(bootFrame(runtime, maxMemory, scratch.fd >= 0));
  }

  #send(bytes: Uint8Array): void {
    if (!this.dead) this.#channel.write(bytes);
  }

  sendJob(json: string): void {
    this.#send(frame(TO_CHILD.job, Buffer.from(json)));
  }

  sendData(bytes: Uint8Array): void {
    this.#send(frame(TO_CHILD.data, bytes));
  }

  /** Who gets frames from now on; null is told once, when the child is gone. */
  listen(listener: (frame: Frame | null) => void): void {
    this.#listener = listener;
    const waiting = this.#queue;
    this.#queue = [];
    for (const one of waiting) listener(one);
  }

  /** Holds back what the child sends, and lets it go on. */
  pause(): void {
    this.#channel.pause();
  }

  resume(): void {
    this.#channel.resume();
  }

  /** Lets the program end while this child is idle. */
  setIdle(idle: boolean): void {
    const handle: unknown = this.#channel;
    if (idle) this.#process.unref();
    else this.#process.ref();
    if (typeof handle === "object" && handle !== null && "unref" in handle && "ref" in handle) {
      const turn = idle ? handle.unref : handle.ref;
      if (typeof turn === "function") turn.call(handle);
    }
  }

  kill(): Promise<void> {
    this.#end();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#process.once("exit", () => resolve());
      this.#process.kill("SIGKILL");
    });
  }

  /** For the exit of this very process, where nothing can be waited for. */
  killNow(): void {
    this.#process.kill("SIGKILL");
  }

  #take(chunk: Buffer): void {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    for (let next = this.#nextFrame(); next !== null; next = this.#nextFrame()) this.#give(next);
  }

  /** The next whole frame; a length that no honest child sends ends the child. */
  #nextFrame(): Frame | null {
    if (this.#pendingBytes < 5) return null;
    const head = this.#joined(5);
    const length = head.readUInt32LE(0);
    if (length < 1 || length > MAX_FRAME || (head[4] !== FROM_CHILD.read && head[4] !== FROM_CHILD.emit && head[4] !== FROM_CHILD.status && head[4] !== FROM_CHILD.ready)) {
      void this.kill();
      return null;
    }
    if (this.#pendingBytes < 4 + length) return null;
    const all = this.#joined(4 + length);
    const payload = all.subarray(5, 4 + length);
    this.#pending = [all.subarray(4 + length)];
    this.#pendingBytes = all.length - 4 - length;
    return { type: all[4] ?? 0, payload };
  }

  /** All pending bytes as one buffer, when at least `count` are there at its start. */
  #joined(count: number): Buffer {
    const first = this.#pending[0];
    if (first !== undefined && first.length >= count) return this.#pending.length === 1 ? first : (this.#pending = [Buffer.concat(this.#pending)])[0] ?? first;
    const all = Buffer.concat(this.#pending);
    this.#pending = [all];
    return all;
  }

  #give(one: Frame | null): void {
    if (this.#listener === null) this.#queue.push(one);
    else this.#listener(one);
  }

  #end(): void {
    if (this.dead) return;
    this.dead = true;
    this.#channel.destroy();
    if (this.#scratchPath !== null) unlinkSync(this.#scratchPath);
    this.#give(null);
  }
}

function bootFrame(runtime: ChildRuntime, maxMemory: number, scratch: boolean): Buffer {
  const snapshot = readBundle(`guest-${runtime.v8}.snapshot`);
  const guest = snapshot === null ? readBundle(GUEST) : null;
  const told: Boot = { addon: runtime.addon, snapshotBytes: snapshot?.length ?? 0, guestBytes: guest?.length ?? 0, maxMemory, scratch: scratch ? SCRATCH_FD : null };
  return frame(TO_CHILD.boot, Buffer.concat([Buffer.from(JSON.stringify(told)), Buffer.from([0]), snapshot ?? Buffer.alloc(0), guest ?? Buffer.alloc(0)]));
}
