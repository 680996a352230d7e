/**
 * The worker that reads hostile bytes: it runs the guest, which is pure ECMAScript, over slices of one file at a time. It
 * first puts away what a worker could reach the network and the browser's stores with, so that whatever the bytes do there is nothing
 * to do it with; what it says is checked by the page, which ends it when it takes too long.
 */
import { runJob } from "../../../sandbox/run.js";
import type { PackedPolicy } from "../../../sandbox/wire/policy.js";
import { lockDown } from "./lockdown.js";
import type { JudgeAnswer, JudgeRequest } from "./messages.js";
import { hooksOf, type Slices } from "./sources.js";

/** The policy as the build packs it, for all jobs. */
declare const CORNICHON_PACKED: string;

/** Of workers alone, so not among the page's types. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

const policy = JSON.parse(CORNICHON_PACKED) as PackedPolicy; // our own build's words
const reader = new FileReaderSync();
const post = postMessage.bind(globalThis) as (answer: JudgeAnswer, options?: StructuredSerializeOptions) => void; // a worker's
const listen = addEventListener.bind(globalThis);
lockDown();

class Unreadable extends Error {}

const slicesOf = (file: Blob): Slices => ({
  size: file.size,
  read: (offset, length) => {
    try {
      return new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, offset + length)));
    } catch {
      throw new Unreadable();
    }
  },
});

function judge({ file, beside, job }: JudgeRequest): void {
  const files = new Map(beside);
  const { limits } = job;
  runJob(
    JSON.stringify(job),
    hooksOf({
      file: slicesOf(file),
      companion: (name) => {
        const found = files.get(name);
        return found === undefined ? null : slicesOf(found);
      },
      limits,
      emit: (channel, bytes) => post({ type: "emit", channel, bytes: bytes.slice() }),
    }),
    policy,
  );
}

/** How it ended, in our own words alone. */
function endOf(error: unknown): "memory" | "unreadable" | "crash" {
  if (error instanceof Unreadable) return "unreadable";
  return error instanceof RangeError && /alloc|length|memory/i.test(error.message) ? "memory" : "crash";
}

listen("message", ({ data }: MessageEvent<JudgeRequest>) => {
  try {
    judge(data);
    post({ type: "done" });
  } catch (error) {
    post({ type: "failed", end: endOf(error) });
  }
});
