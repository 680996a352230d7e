/**
 * What came of a page of keys, as lines in the spool: each object's judgement with its members behind it, or the kind of what
 * is none, in the order of the keys, and a last line that counts them. Whoever reads them believes nothing: a line of
 * another object, one twice or out of order, and a page that is not whole make it damaged, and then none of it counts.
 */
import { once } from "node:events";
import type { PassThrough } from "node:stream";
import * as z from "zod";
import { reportPath } from "../../errors.js";
import type { ArtifactReport } from "../../index.js";
import { Judgement, Members } from "../../report/judgement.js";
import { worstOf } from "../../report/scan-report.js";
import { toldLine } from "../../report/told.js";

/** Longest line that is read: what a report gives a line many times over. */
const LONGEST = 64 * 1024 * 1024;
const NEWLINE = 10;

/** What was met at a key. */
export type Met = { readonly path: string; readonly judgement: Judgement } | { readonly path: string; readonly kind: string };

const PATH = z.string().max(2048);
/** Kinds are words of ours. */
const KIND = z.string().regex(/^[a-z\d-]{1,40}$/);
const COUNT = z.int().min(0);
const LINE = z.union([
  z.strictObject({ path: PATH, kind: KIND }),
  z.strictObject({ path: PATH, own: z.unknown(), members: COUNT, skipped: z.record(KIND, COUNT) }),
  z.strictObject({ met: COUNT }),
]);

/** A page that is not what a worker wrote. */
export class Damaged extends Error {}

/** Writes what was met, as fast as it is taken. */
export class PageWriter {
  readonly #stream: PassThrough;
  readonly #taken: Promise<unknown>;
  #met = 0;

  /** `taken`: until when the stream is read. */
  constructor(stream: PassThrough, taken: Promise<unknown>) {
    this.#stream = stream;
    this.#taken = taken;
  }

  async #line(value: object): Promise<void> {
    // Who reads no more makes no room.
    if (!this.#stream.write(`${JSON.stringify(value)}\n`)) await Promise.race([once(this.#stream, "drain"), this.#taken]);
  }

  async judged({ own, members, skippedMembers }: Judgement, path: string): Promise<void> {
    this.#met++;
    await this.#line({ path, own, members: members?.count ?? 0, skipped: skippedMembers });
    for (const member of members ?? []) await this.#line(member);
  }

  async skipped(path: string, kind: string): Promise<void> {
    this.#met++;
    await this.#line({ path, kind });
  }

  async end(): Promise<void> {
    await this.#line({ met: this.#met });
    this.#stream.end();
  }
}

/** Lines of a stream; the last one has its end as well. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    let from = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
      yield jsonOf([...parts, piece.subarray(from, end)]);
      parts = [];
      length = 0;
      from = end + 1;
    }
    parts.push(piece.subarray(from));
    length += piece.length - from;
    if (length > LONGEST) throw new Damaged("A line of it is too long.");
  }
  if (length > 0) throw new Damaged("It was cut off.");
}

function jsonOf(parts: readonly Uint8Array[]): unknown {
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    throw new Damaged("A line of it is no JSON.");
  }
}

async function next(lines: AsyncGenerator<unknown>): Promise<unknown> {
  const { value, done } = await lines.next();
  if (done === true) throw new Damaged("It was cut off.");
  return value;
}

function artifactLine(value: unknown, path: string): ArtifactReport {
  const line = toldLine(value);
  if (line === null || line.path !== reportPath(path)) throw new Damaged("A line of it is none of its object's.");
  return line;
}

/** What was met, in its order; `mayBe` holds each path against what the page has. Whoever takes a judgement closes it. */
export async function* metIn(bytes: AsyncIterable<Uint8Array>, mayBe: (path: string) => boolean): AsyncGenerator<Met> {
  const lines = linesOf(bytes);
  for (let met = 0; ; met++) {
    const read = LINE.safeParse(await next(lines));
    if (!read.success) throw new Damaged("A line of it is of no form that is known.");
    const line = read.data;
    if ("met" in line) {
      if (line.met === met && (await lines.next()).done === true) return;
      throw new Damaged("It is not whole.");
    }
    if (!mayBe(line.path)) throw new Damaged("It has an object that is not its own.");
    if ("kind" in line) yield line;
    else yield { path: line.path, judgement: await judgementOf(line, lines) };
  }
}

type Judged = Extract<z.infer<typeof LINE>, { readonly members: number }>;

async function judgementOf({ path, own: told, members: count, skipped }: Judged, lines: AsyncGenerator<unknown>): Promise<Judgement> {
  const own = artifactLine(told, path);
  const members = new Members(path);
  try {
    for (let i = 0; i < count; i++) members.told(artifactLine(await next(lines), path));
  } catch (error) {
    members.close();
    throw error;
  }
  return new Judgement({ ...own, verdict: worstOf([own.verdict, ...members.counts.keys()]) }, members, skipped);
}
