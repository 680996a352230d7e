/**
 * What a guest sends of one job, checked piece by piece before anybody believes it: a report that fits, once; then JSON that
 * is JSON; then just the bytes that the report's tensors have; and no more of it all than the limits let through. The host
 * holds a child to it and the page a worker. Whatever does not fit is a wall, which ends the job.
 */
import { CODES, isFindingCode } from "../../sandbox/finding/codes.js";
import { CHANNEL } from "../../sandbox/wire/hooks.js";
import type { GuestArtifact, GuestReport, TensorFact } from "../../sandbox/wire/job.js";
import { NEWLINE } from "./ascii.js";
import { JsonCheck } from "./json-check.js";
import type { After, HostJob, WallHit } from "./types.js";
import { mostMembers, readMember, readReport } from "./validate.js";

/** Longest report: an honest guest stops at 64 million characters, and a sidecar's tensors come on top. */
const MAX_REPORT = 256 * 1024 * 1024;
/** Longest line of a member: an honest guest stops at a million characters. */
const MAX_MEMBER = 4 * 1024 * 1024;

/** A piece of what was said, checked. */
export type Said<B extends Uint8Array> =
  | { readonly type: "member"; readonly member: GuestArtifact }
  | { readonly type: "report"; readonly report: GuestReport }
  | { readonly type: "lines" | "root"; readonly bytes: B }
  | { readonly type: "tensor"; readonly index: number; readonly bytes: B }
  /** The tensor comes next and is not sent: it stands in the artifact. */
  | { readonly type: "in-place"; readonly index: number; readonly tensor: TensorFact }
  /** Nothing comes behind it. */
  | { readonly type: "wall"; readonly wall: WallHit };

const distrust = (why: string) => ({ type: "wall", wall: { code: "limit.crash", args: { why } } }) as const;

const AFTER: readonly After[] = ["keep", "renew", "end"];

/** The more careful of two. */
const stricter = (a: After, b: After): After => (AFTER.indexOf(a) > AFTER.indexOf(b) ? a : b);

/** Behind a verdict. */
const behind = (verdict: string): After => (verdict === "safe" ? "keep" : verdict === "limit" ? "end" : "renew");

/** Behind all that was found; of what is not told nobody knows whether it was a limit. */
const behindArtifact = ({ findings, moreFindings }: GuestArtifact): After =>
  findings
    .map(({ code }) => (isFindingCode(code) ? behind(CODES[code].verdict) : "end"))
    .reduce(stricter, moreFindings > 0 ? "end" : "keep");

const behindReport = ({ artifacts, moreMembers = {} }: GuestReport): After =>
  [...artifacts.map(behindArtifact), ...Object.keys(moreMembers).map(behind)].reduce<After>(stricter, "keep");

function textOf(pieces: readonly Uint8Array[]): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join("") + decoder.decode();
}

/** Of one job. Each generator is to be run to its end before the next, and none after a wall. */
export class Emissions<B extends Uint8Array> {
  readonly #job: HostJob;
  readonly #size: number;
  readonly #json: JsonCheck;
  /** The line of the report that is not yet whole. */
  #line: Uint8Array[] = [];
  #lineBytes = 0;
  #reportBytes = 0;
  #members = 0;
  /** Bytes of all output beside the report. */
  #outputBytes = 0;
  #tensor = 0;
  #tensorLeft = 0;
  report: GuestReport | null = null;
  /** By what was found up to here. */
  after: After = "keep";

  /** `size`: the artifact's true length. */
  constructor(job: HostJob, size: number) {
    this.#job = job;
    this.#size = size;
    // The document's own levels come on top of the values' nesting.
    this.#json = new JsonCheck(job.limits.maxDepth * 4 + 64);
  }

  /** A piece as it came. */
  *take(channel: number | undefined, bytes: B): Generator<Said<B>, void> {
    switch (channel) {
      case CHANNEL.report:
        return yield* this.#reportPiece(bytes);
      case CHANNEL.line:
        return yield* this.#lines(bytes);
      case CHANNEL.root:
        return yield* this.#root(bytes);
      case CHANNEL.tensor:
        return yield* this.#tensorPiece(bytes);
      default:
        yield distrust("an unknown channel");
    }
  }

  /** The guest says that this was all. */
  *complete(): Generator<Said<B>, void> {
    if (!(yield* this.#believe()) || this.report?.converted !== true) return;
    if (!this.#json.finish()) return yield distrust("output that is no whole JSON");
    if (this.#tensorLeft === 0) yield* this.#inPlace();
    const left = this.report.tensors.slice(this.#tensor).some(({ bytes }) => bytes > 0);
    if (this.#tensorLeft > 0 || left) yield distrust("fewer bytes than its tensors have");
  }

  /** Counts output: a wall where it is more than the limit lets through. */
  count(bytes: Uint8Array): WallHit | null {
    this.#outputBytes += bytes.length;
    const limit = this.#job.limits.maxOutput;
    return this.#outputBytes <= limit ? null : { code: "limit.output", args: { limit, option: "--max-output" } };
  }

  /** Whole lines are members; the report itself is what stands behind the last of them when something else comes, or the end. */
  *#reportPiece(bytes: Uint8Array): Generator<Said<B>, void> {
    this.#reportBytes += bytes.length;
    if (this.report !== null || this.#reportBytes > MAX_REPORT) return yield distrust("a second or endless report");
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield* this.#member(bytes.subarray(from, end));
      from = end + 1;
    }
    this.#keep(bytes.subarray(from));
  }

  /** A copy: the piece's place is used again. */
  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#line.push(Uint8Array.from(piece));
    this.#lineBytes += piece.length;
  }

  #wholeLine(): string {
    const text = textOf(this.#line);
    this.#line = [];
    this.#lineBytes = 0;
    return text;
  }

  *#member(rest: Uint8Array): Generator<Said<B>, void> {
    const tooMany = ++this.#members > mostMembers(this.#job.limits);
    if (tooMany || this.#lineBytes + rest.length > MAX_MEMBER) return yield distrust("members without end");
    this.#keep(rest);
    const member = readMember(this.#wholeLine(), this.#job);
    if (typeof member === "string") return yield distrust(`its report does not fit: ${member.slice(0, 200)}`);
    this.after = stricter(this.after, behindArtifact(member));
    yield { type: "member", member };
  }

  /** True where there is a report that fits. */
  *#believe(): Generator<Said<B>, boolean> {
    if (this.report !== null) return true;
    const read = readReport(this.#wholeLine(), this.#size, this.#job);
    if (typeof read === "string") yield distrust(`its report does not fit: ${read.slice(0, 200)}`);
    else if (read.converted && this.#job.verb !== "convert") yield distrust("a conversion that nobody asked for");
    else {
      this.report = read;
      this.after = stricter(this.after, behindReport(read));
      yield { type: "report", report: read };
    }
    return this.report !== null;
  }

  *#lines(bytes: B): Generator<Said<B>, void> {
    if (this.report !== null || this.#lineBytes > 0 || this.#job.verb !== "inspect") return yield distrust("lines where none belong");
    const wall = this.count(bytes);
    yield wall === null ? { type: "lines", bytes } : { type: "wall", wall };
  }

  *#root(bytes: B): Generator<Said<B>, void> {
    if (!(yield* this.#believe())) return;
    if (this.report?.converted !== true || this.#tensor > 0) return yield distrust("output where none belongs");
    const wall = this.count(bytes);
    if (wall !== null) return yield { type: "wall", wall };
    this.#json.push(bytes);
    yield this.#json.problem === null ? { type: "root", bytes } : distrust("output that is no JSON");
  }

  *#tensorPiece(bytes: B): Generator<Said<B>, void> {
    if (!(yield* this.#believe())) return;
    if (this.report?.converted !== true) return yield distrust("tensors where none belong");
    const wall = this.count(bytes);
    if (wall !== null) return yield { type: "wall", wall };
    for (let from = 0; from < bytes.length; ) {
      if (!(yield* this.#nextTensor())) return;
      const to = Math.min(bytes.length, from + this.#tensorLeft);
      yield { type: "tensor", index: this.#tensor - 1, bytes: bytes.subarray(from, to) as B }; // the same kind of view
      this.#tensorLeft -= to - from;
      from = to;
    }
  }

  /** Goes on to a tensor that has bytes to come; false where there is none. */
  *#nextTensor(): Generator<Said<B>, boolean> {
    while (this.#tensorLeft === 0) {
      yield* this.#inPlace();
      const next = this.report?.tensors[this.#tensor];
      if (next === undefined) {
        yield distrust("more bytes than its tensors have");
        return false;
      }
      this.#tensorLeft = next.bytes;
      this.#tensor++;
    }
    return true;
  }

  /** The next tensors that stand in the artifact as they are, up to one that is sent. */
  *#inPlace(): Generator<Said<B>, void> {
    for (;;) {
      const next = this.report?.tensors[this.#tensor];
      if (next?.place === undefined) return;
      yield { type: "in-place", index: this.#tensor++, tensor: next };
    }
  }
}
