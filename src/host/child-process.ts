/**
 * One child as the parent sees it: spawned with nothing but its channel, a scratch file, the file of its code and, for its
 * first artifact, that file's descriptor. Whoever listens gets whole frames, and null once when the child is gone.
 *
 * The end of the channel is the end of the child: its exit may be known before its last words have been read.
 */
import { type ChildProcess as NodeChild, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { CornichonError, sentence, showText } from "../errors.js";
import { CHILD, checkChild, distFolder, GUEST, openBundle, type UncheckedCode } from "./bundles.js";
import { type Frame, FrameReader } from "./frame-reader.js";
import { type Boot, FROM_CHILD, frame, frameHead, ISOLATE, TO_CHILD } from "./protocol.js";
import { type ChildRuntime, childRuntime } from "./runtime.js";
import { openScratchFile, type ScratchFile } from "./scratch-file.js";
import { makeSnapshotLater, snapshotFor } from "./snapshot-cache.js";

const MEBIBYTE = 1024 * 1024;

/** Descriptors in the child. */
const CHANNEL_FD = 3;
const SCRATCH_FD = 4;
/** Where the child finds an inherited artifact. */
export const ARTIFACT_FD = 5;
const CODE_FD = 6;

/**
 * The heap's limit is the process's: V8 lets it overrule the isolate's own, which must not be the smaller. A small artifact
 * is judged before what maglev compiles is of use, a long one reaches the compiler behind it, which therefore waits; and
 * contexts that are thrown away one after the other are not to be collected again and again. The three spare a third of the
 * CPU time of 2,000 models.
 */
const nodeOptions = (maxMemory: number): readonly string[] => [
  "--permission",
  "--allow-addons",
  "--no-experimental-sqlite",
  "--no-maglev",
  "--invocation-count-for-turbofan=12000",
  "--initial-old-space-size=16",
  "--disable-proto=throw",
  "--disallow-code-generation-from-strings",
  `--max-old-space-size=${Math.ceil(maxMemory / MEBIBYTE)}`,
  "--disable-warning=PERM0001",
  "--disable-warning=SecurityWarning",
];

/**
 * Nothing of the parent's environment, and four words for glibc's allocator: large blocks go back to the system when
 * they are freed. Without them a child that decodes 200 MB keeps 60 MB of holes (bzip2: 145 MB resident, with them 76).
 * And they are of huge pages (from glibc 2.35 on, where the system leaves it to the program): a tape of 80 MB is 20,000
 * page faults else, a sixth of the time of a million dicts. It costs up to 8 MB of resident memory.
 */
const ENVIRONMENT = {
  GLIBC_TUNABLES: "glibc.malloc.hugetlb=1",
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "262144",
  MALLOC_TRIM_THRESHOLD_: "262144",
};

/**
 * Frees a chunk whose bytes were copied out: 200 MB of chunks would else stay until a collector comes by, up to 64 MB of
 * them at a time. Node 20 has no way to do it.
 */
function free(chunk: Buffer): void {
  const { buffer } = chunk;
  if (buffer instanceof ArrayBuffer && "transfer" in buffer && buffer.byteLength === chunk.length) buffer.transfer(0);
}

/** What a child is started for. */
export interface FirstArtifact {
  readonly size: number;
  /** Descriptor that the child inherits for its first job, or null. */
  readonly fd: number | null;
}

/** A child process that runs one job at a time. */
export class Child {
  readonly maxMemory: number;
  readonly #runtime: ChildRuntime;
  /** No snapshot fits its Node. */
  readonly #compiles: boolean;
  readonly #process: NodeChild;
  readonly #channel: Duplex;
  readonly #scratch: ScratchFile | null;
  readonly #frames = new FrameReader();
  readonly #exited: Promise<void>;
  #listener: ((frame: Frame | null) => void) | null = null;
  #queue: (Frame | null)[] = [];
  #ready = false;
  /** Why it could not start. */
  #failure: unknown = null;
  /** Jobs done. */
  jobs = 0;
  dead = false;

  constructor(first: FirstArtifact, maxMemory: number) {
    const runtime = childRuntime();
    this.#runtime = runtime;
    checkChild();
    const script = join(distFolder(), CHILD);
    this.maxMemory = maxMemory;
    const code = guestCode(runtime);
    this.#compiles = !code.isSnapshot;
    this.#scratch = openScratchFile();
    const allowed = [`--allow-fs-read=${script}`, `--allow-fs-read=${runtime.addon}`];
    try {
      this.#process = spawn(runtime.node, [...nodeOptions(maxMemory), ...allowed, script], {
        env: ENVIRONMENT,
        stdio: ["ignore", "ignore", "ignore", "pipe", this.#scratch?.fd ?? "ignore", first.fd ?? "ignore", code.fd],
        windowsHide: true,
        // A session of its own: Ctrl-C ends the parent, which ends it. One that died first would be told as a crash.
        detached: process.platform !== "win32",
      });
    } catch (error) {
      // A system without memory for a child throws, and a service goes on.
      closeSync(code.fd);
      throw error;
    } finally {
      this.#scratch?.close();
    }
    this.#exited = new Promise((resolve) => {
      this.#process.once("exit", () => resolve());
      this.#process.once("error", (error) => {
        this.#failure = error;
        this.#end();
        resolve();
      });
    });
    // stdio was asked to make this entry a pipe; Node types it as the union of all that it could be.
    this.#channel = this.#process.stdio[CHANNEL_FD] as Duplex;
    this.#channel.on("data", (chunk: Buffer) => {
      this.#take(chunk);
      free(chunk);
    });
    this.#channel.on("error", () => this.#end());
    this.#channel.on("close", () => this.#end());
    this.#checkOrEnd(code);
    // So short that it is in the channel before this process does anything else: the child boots however busy we are.
    const told: Boot = {
      code: { fd: CODE_FD, offset: code.offset, length: code.length, isSnapshot: code.isSnapshot },
      firstBytes: first.size,
      addon: runtime.addon,
      maxMemory,
      scratch: this.#scratch === null ? null : SCRATCH_FD,
    };
    this.#send(frame(TO_CHILD.boot, Buffer.from(JSON.stringify(told))));
  }

  /** While it boots, and runs nothing of this before it is told to. */
  #checkOrEnd(code: UncheckedCode): void {
    try {
      code.check();
    } catch (error) {
      void this.kill();
      throw error;
    } finally {
      closeSync(code.fd);
    }
  }

  #send(bytes: Uint8Array): void {
    if (!this.dead) this.#channel.write(bytes);
  }

  /** Starts a job, with the artifact's bytes where they come along. */
  sendJob(json: string, artifact: Uint8Array): void {
    const told = Buffer.from(`${json}\0`);
    this.#send(Buffer.concat([frameHead(TO_CHILD.job, told.length + artifact.length), told, artifact]));
  }

  /** Answers a read. */
  sendData(bytes: Uint8Array): void {
    this.#send(frame(TO_CHILD.data, bytes));
  }

  /** Says behind a job that another may follow, and in what. */
  goOn(isolate: keyof typeof ISOLATE): void {
    this.#send(frame(TO_CHILD.after, Uint8Array.of(ISOLATE[isolate])));
  }

  /** Who gets frames from now on; null is told once, when the child is gone. */
  listen(listener: (frame: Frame | null) => void): void {
    this.#listener = listener;
    for (const one of this.#queue.splice(0)) listener(one);
  }

  /** Gives back a frame whose payload nobody reads any more. */
  release(frame: Frame): void {
    this.#frames.release(frame);
  }

  /** Nothing hostile can have happened before the child was ready: what went wrong then is our own failure. */
  startFailure(): CornichonError | null {
    if (this.#ready) return null;
    const message = sentence`The child process that reads artifacts did not start; is isolated-vm installed for this platform?`;
    return new CornichonError("host.isolate-unavailable", message, this.#failure === null ? {} : { cause: this.#failure });
  }

  /** To be called when an artifact was read: later children of its Node need not compile the guest. */
  helpLaterOnes(): void {
    if (this.#compiles) makeSnapshotLater(this.#runtime);
  }

  /** Holds back what the child sends. */
  pause(): void {
    this.#channel.pause();
  }

  /** Lets it go on. */
  resume(): void {
    this.#channel.resume();
  }

  /** Lets the program end while this child is idle. */
  setIdle(idle: boolean): void {
    const handle: unknown = this.#channel;
    if (idle) this.#process.unref();
    else this.#process.ref();
    // The pipe is a socket, which Node's type of `stdio` does not say.
    if (typeof handle !== "object" || handle === null || !("unref" in handle) || !("ref" in handle)) return;
    const turn = idle ? handle.unref : handle.ref;
    if (typeof turn === "function") turn.call(handle);
  }

  /** Ends it; resolves when it is gone. */
  kill(): Promise<void> {
    this.#end();
    this.#process.ref();
    this.killNow();
    return this.#exited.then(() => this.#scratch?.remove());
  }

  /** Ends it without waiting: whoever asked is done, and this process may be gone before it. */
  leave(): void {
    void this.kill();
    // A name is removed behind its end.
    if (this.#scratch?.hasName !== true) this.setIdle(true);
  }

  /** For the exit of this very process, where nothing can be waited for. */
  killNow(): void {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.#process.kill("SIGKILL");
  }

  #take(chunk: Buffer): void {
    if (this.dead) return;
    if (!this.#frames.push(chunk, (one) => this.#give(one))) void this.kill();
  }

  #give(one: Frame | null): void {
    if (one?.type === FROM_CHILD.ready) {
      this.#ready = true;
      return;
    }
    if (this.#listener === null) this.#queue.push(one);
    else this.#listener(one);
  }

  #end(): void {
    if (this.dead) return;
    this.dead = true;
    this.#channel.destroy();
    this.#give(null);
  }
}

/** What the child starts its isolates from: the snapshot that fits it, else the guest's source. */
function guestCode(runtime: ChildRuntime): UncheckedCode & { readonly isSnapshot: boolean } {
  const snapshot = snapshotFor(runtime);
  if (snapshot !== null) return { ...snapshot, isSnapshot: true };
  const guest = openBundle(GUEST);
  if (guest !== null) return { ...guest, isSnapshot: false };
  throw new CornichonError("host.bundle-changed", sentence`cornichon's own file ${showText(GUEST)} is missing; install the package again.`);
}
