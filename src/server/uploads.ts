/**
 * Uploads of a request, each as it comes: a raw body, or the `file` parts of a form. Nothing is parsed here but the form
 * itself; a body that says it is JSON or a text is an artifact all the same.
 */
import { PassThrough, type Readable } from "node:stream";
import type { Multipart, MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { codeOf } from "../artifact/failure.js";
import { CornichonError, sentence, showText } from "../errors.js";
import { encodingOf } from "./body.js";
import { askFor } from "./connections.js";
import { watchPace } from "./pace.js";
import type { Spool, Spooled } from "./spool/disk.js";

/** Longest name that is kept of an upload. */
const LONGEST_NAME = 1024;

/** How much a form may hold: what is no file is passed over, and is kept in memory until then. */
export const FORM = { files: 1000, fields: 100, parts: 1100, fieldSize: 4096, fieldNameSize: 256, headerPairs: 64 };

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

const nameOf = (name: string | undefined): string => (name === undefined || name === "" ? "-" : name.slice(0, LONGEST_NAME));

const endedEarly = (cause?: Error): CornichonError =>
  new CornichonError("request.malformed", sentence`The upload ended before it was whole.`, { cause });

/** A client that went away, or a form that is none: whatever `isOfForm`, and is no limit, is that. */
function told(error: unknown, isOfForm = false): unknown {
  if (error instanceof CornichonError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "ABORT_ERR", "FST_MP_PREMATURE_CLOSE"].includes(code)) return endedEarly(error);
  if (/^FST_\w+_LIMIT$/.test(code))
    return new CornichonError(
      "request.too-large",
      sentence`The form has more than ${FORM.files} files, or more than ${FORM.fields} other fields.`,
      { cause: error },
    );
  if (isOfForm || code.startsWith("FST_") || /multipart|boundary|form|part terminated|header/i.test(error.message))
    return new CornichonError("request.malformed", sentence`The form could not be read: ${showText(error.message)}`, { cause: error });
  return error;
}

/** A body's stream while its client is neither gone nor too slow: it fails then, and the request can be answered. */
interface Coming {
  readonly body: Readable;
  end(): void;
}

function comingRaw({ raw }: FastifyRequest, idleMs: number): Coming {
  // It may fail before somebody reads it, who is told then.
  const body = new PassThrough().on("error", () => undefined);
  askFor(raw);
  const stop = watchPace(raw, idleMs, (slow) => body.destroy(slow));
  const gone = (): void => {
    if (!raw.readableEnded) body.destroy(endedEarly());
  };
  raw.once("close", gone).once("error", gone).pipe(body);
  return { body, end: stop };
}

/** The parts of a form, each waited for no longer than its client is worth. */
async function* partsInTime(request: FastifyRequest, idleMs: number): AsyncGenerator<MultipartFile> {
  let file: Readable | null = null;
  let slow: (error: CornichonError) => void = () => undefined;
  askFor(request.raw);
  const stop = watchPace(request.raw, idleMs, (error) => {
    file?.destroy(error);
    slow(error);
  });
  try {
    const parts = request.parts();
    for (;;) {
      const { done, value } = await new Promise<IteratorResult<Multipart>>((resolve, reject) => {
        slow = reject;
        parts.next().then(resolve, reject);
      });
      if (done === true) return;
      if (value.type !== "file") continue;
      file = value.file;
      yield value;
    }
  } catch (error) {
    throw told(error, true);
  } finally {
    stop();
  }
}

async function* formFiles(request: FastifyRequest, { spool, maxBytes, idleMs }: Taking): AsyncGenerator<Taken> {
  for await (const part of partsInTime(request, idleMs)) {
    if (part.fieldname === "file") yield { name: nameOf(part.filename), spooled: await spool.keep(part.file, maxBytes) };
    else part.file.resume();
  }
}

/** Uploads of a request, in their order. @throws CornichonError `request.*`, `service.storage` */
async function* uploads(request: FastifyRequest, name: string | undefined, taking: Taking): AsyncGenerator<Taken> {
  const encoding = encodingOf(request.raw);
  if (encoding !== null)
    throw new CornichonError(
      "request.media-type",
      sentence`A file is sent as it is, without content-encoding (${showText(encoding)}); an artifact that is packed itself needs none.`,
    );
  if (request.isMultipart()) {
    yield* formFiles(request, taking);
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
  const { body, end } = comingRaw(request, taking.idleMs);
  try {
    yield { name: nameOf(name), spooled: await taking.spool.keep(body, taking.maxBytes) };
  } finally {
    end();
  }
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

/** What cannot be removed now is swept later: no answer is lost by it. */
const removeAll = async (all: readonly Taken[], spool: Spool): Promise<void> => {
  await Promise.allSettled(all.map(({ spooled }) => spool.remove(spooled.key)));
};

/** Does what takes the uploads over; where it fails they are gone. */
export async function handOver<T>(all: readonly Taken[], spool: Spool, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await removeAll(all, spool);
    throw error;
  }
}

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
