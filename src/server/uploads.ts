/**
 * Uploads of a request, each as it comes: a raw body, or the `file` parts of a form. Nothing is parsed here but the form
 * itself; a body that says it is JSON or a text is an artifact all the same.
 */
import type { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { CornichonError, sentence, showText } from "../errors.js";
import type { Spool, Spooled } from "./spool/disk.js";

/** Longest name that is kept of an upload. */
const LONGEST_NAME = 1024;

/** How uploads are taken. */
export interface Taking {
  readonly spool: Spool;
  readonly maxBytes: number;
  /** Milliseconds in which some byte has to come. */
  readonly idleMs: number;
}

/** An upload that came whole. */
export interface Taken {
  readonly name: string;
  readonly spooled: Spooled;
}

const tooSlow = (ms: number): CornichonError =>
  new CornichonError("request.timeout", sentence`Nothing came for ${Math.round(ms / 1000)} seconds; the upload was given up.`);

/** Pieces of a stream, which fails when none comes for a while. */
async function* inTime(stream: Readable, ms: number): AsyncGenerator<Uint8Array> {
  const late = (): void => void stream.destroy(tooSlow(ms));
  let timer = setTimeout(late, ms);
  try {
    for await (const piece of stream) {
      clearTimeout(timer);
      yield piece;
      timer = setTimeout(late, ms);
    }
  } finally {
    clearTimeout(timer);
  }
}

const nameOf = (name: string | undefined): string => (name === undefined || name === "" ? "-" : name.slice(0, LONGEST_NAME));

/** A client that went away, or a form that is none. */
function told(error: unknown): unknown {
  if (error instanceof CornichonError || !(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  if (code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ABORT_ERR")
    return new CornichonError("request.malformed", sentence`The upload ended before it was whole.`, { cause: error });
  if (code.startsWith("FST_") || /multipart|boundary|form/i.test(error.message))
    return new CornichonError("request.malformed", sentence`The form could not be read: ${showText(error.message)}`, { cause: error });
  return error;
}

async function* parts(request: FastifyRequest, { spool, maxBytes, idleMs }: Taking): AsyncGenerator<Taken> {
  for await (const part of request.parts()) {
    if (part.type !== "file") continue;
    if (part.fieldname === "file") yield { name: nameOf(part.filename), spooled: await spool.keep(inTime(part.file, idleMs), maxBytes) };
    else part.file.resume();
  }
}

/** Uploads of a request, in their order. @throws CornichonError `request.*`, `service.storage` */
async function* uploads(request: FastifyRequest, name: string | undefined, taking: Taking): AsyncGenerator<Taken> {
  if (request.isMultipart()) {
    yield* parts(request, taking);
    return;
  }
  // Its type was any, so the body is the stream as it comes; a request without a body has none.
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > taking.maxBytes)
    throw new CornichonError(
      "request.too-large",
      sentence`The upload is of ${declared} bytes, and ${taking.maxBytes} are taken (--max-bytes).`,
      {
        args: { limit: taking.maxBytes },
      },
    );
  const spooled = await taking.spool.keep(inTime(request.raw, taking.idleMs), taking.maxBytes);
  yield { name: nameOf(name), spooled };
}

/** Does work on a request's uploads, which are gone afterwards. */
export async function withUploads<T>(
  request: FastifyRequest,
  name: string | undefined,
  taking: Taking,
  work: (all: readonly Taken[]) => Promise<T>,
): Promise<T> {
  const all = await takeUploads(request, name, taking);
  try {
    return await work(all);
  } finally {
    await removeAll(all, taking.spool);
  }
}

const removeAll = async (all: readonly Taken[], spool: Spool): Promise<void> => {
  await Promise.all(all.map(({ spooled }) => spool.remove(spooled.key)));
};

/** All of them, or none is left in the spool. */
export async function takeUploads(request: FastifyRequest, name: string | undefined, taking: Taking): Promise<readonly Taken[]> {
  const all: Taken[] = [];
  try {
    for await (const one of uploads(request, name, taking)) all.push(one);
    if (all.length === 0) throw new CornichonError("request.malformed", sentence`The form has no part of the name "file".`);
    return all;
  } catch (error) {
    await removeAll(all, taking.spool);
    throw told(error);
  }
}
