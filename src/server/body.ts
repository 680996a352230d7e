/**
 * A body that is read whole, because it is a question of a few numbers: as it comes, or packed as its `content-encoding`
 * says. No more of it is kept than is taken, packed or not: a bomb ends where it gets too long.
 */
import type { Transform } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";
import type { FastifyRequest } from "fastify";
import { codeOf } from "../artifact/failure.js";
import { CornichonError, sentence, showText } from "../errors.js";
import { askFor } from "./connections.js";
import { watchPace } from "./pace.js";

/** A request as Node has it. */
type Raw = FastifyRequest["raw"];

/** How a body is taken. */
export interface BodyLimits {
  /** Bytes of it, unpacked. */
  readonly most: number;
  /** Milliseconds in which some byte has to come. */
  readonly idleMs: number;
}

const UNPACKERS: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", () => createGunzip()],
  ["x-gzip", () => createGunzip()],
  ["deflate", () => createInflate()],
]);

/** What a body is packed by; null where it is not. */
export function encodingOf({ headers }: Pick<Raw, "headers">): string | null {
  const encoding = (headers["content-encoding"] ?? "").trim().toLowerCase();
  return encoding === "" || encoding === "identity" ? null : encoding;
}

/** @throws CornichonError `request.media-type` */
function unpackerOf(raw: Raw): Transform | null {
  const encoding = encodingOf(raw);
  if (encoding === null) return null;
  const make = UNPACKERS.get(encoding);
  if (make !== undefined) return make();
  throw new CornichonError(
    "request.media-type",
    sentence`A body is packed by gzip or deflate, or by nothing, not by ${showText(encoding)}.`,
  );
}

const tooLong = (most: number): CornichonError =>
  new CornichonError("request.too-large", sentence`The body is longer than ${most} bytes, which is what is taken here.`, {
    args: { limit: most },
  });

const endedEarly = (): CornichonError => new CornichonError("request.malformed", sentence`The request ended before it was whole.`);

/** What zlib says of a body that is not what its header says. */
const unpacked = (cause: Error): CornichonError =>
  new CornichonError("request.malformed", sentence`The body could not be unpacked (${showText(codeOf(cause))}).`, { cause });

/** Reads a body to its end. @throws CornichonError `request.*` */
export function readBody(raw: Raw, { most, idleMs }: BodyLimits): Promise<Buffer> {
  if (Number(raw.headers["content-length"] ?? 0) > most) throw tooLong(most);
  const unpacker = unpackerOf(raw);
  askFor(raw);
  const stream = unpacker === null ? raw : raw.pipe(unpacker);
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const done = (settle: () => void): void => {
      stop();
      stream.off("data", take);
      // No listener is left behind in whom an unpacker of its own could fail.
      unpacker?.destroy();
      settle();
    };
    const fail = (error: CornichonError): void => done(() => reject(error));
    const take = (piece: Buffer): void => {
      length += piece.length;
      if (length > most) fail(tooLong(most));
      else pieces.push(piece);
    };
    const stop = watchPace(raw, idleMs, fail);
    stream.on("data", take);
    stream.once("end", () => done(() => resolve(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces))));
    raw.once("close", () => {
      if (!raw.readableEnded) fail(endedEarly());
    });
    raw.once("error", () => fail(endedEarly()));
    unpacker?.on("error", (error) => fail(unpacked(error)));
  });
}
