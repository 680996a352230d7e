/**
 * Everything that the library takes for an artifact, opened: a path, bytes, or a stream, in whichever of the forms a
 * program has them. What is none is a `TypeError` that names what it is: a program that passes it has a mistake, and no
 * artifact was bad. Nothing is fetched: who has an address fetches, and gives the `Response`.
 */
import { fileURLToPath } from "node:url";
import { CornichonError, sentence, showText } from "../errors.js";
import { notReadable } from "./failure.js";
import { bytesIn, type OpenArtifact, openBytes, openNamed, openPath, openStream } from "./source.js";

/**
 * What `scan`, `convert`, `load` … take: a path or `file:` URL; bytes in any view of a buffer; a `Blob` or `File`; a
 * `Response` that was not read yet; a web or Node stream of bytes.
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { pathToFileURL } from "node:url";
 * import { createReadStream } from "node:fs";
 * import { scan } from "cornichon";
 *
 * const bytes = await readFile("model.joblib");
 * for (const input of ["model.joblib", pathToFileURL("model.joblib"), bytes, new Blob([bytes]), new Response(bytes), createReadStream("model.joblib")])
 *   console.log((await scan(input)).verdict);
 * //=> safe
 * //=> safe
 * //=> safe
 * //=> safe
 * //=> safe
 * //=> safe
 * ```
 */
export type Input =
  | string
  | URL
  | ArrayBufferLike
  | ArrayBufferView
  | Blob
  | Response
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | NamedFile;

/**
 * A file that goes by another name: an upload that lies in a spool. Its name is what reports and documents say; it is never
 * opened, and nothing that stands beside the file is looked at.
 * @example
 * ```ts
 * import { NamedFile, scan } from "cornichon";
 *
 * const { artifacts } = await scan(new NamedFile("evil.pkl", "upload.joblib"));
 * console.log(artifacts[0]?.path, artifacts[0]?.verdict); //=> upload.joblib dangerous
 * ```
 */
export class NamedFile {
  readonly path: string;
  readonly name: string;

  constructor(path: string, name: string) {
    this.path = path;
    this.name = name;
  }
}

const isStream = (input: unknown): input is AsyncIterable<Uint8Array> =>
  typeof input === "object" && input !== null && Symbol.asyncIterator in input;

/** What an object of the platform's says that it is. The classes are not named: Node loads all of fetch (15 ms) when `Response` is. */
const says = (input: unknown, ...tags: readonly string[]): boolean =>
  tags.includes(Object.prototype.toString.call(input).slice("[object ".length, -1));
const isBlob = (input: unknown): input is Blob => says(input, "Blob", "File");
const isResponse = (input: unknown): input is Response => says(input, "Response");

/** True for what can be opened; everything else is a document, or a mistake. */
export const isInput = (input: unknown): input is Input =>
  typeof input === "string" ||
  input instanceof URL ||
  input instanceof NamedFile ||
  bytesIn(input) !== null ||
  isBlob(input) ||
  isResponse(input) ||
  isStream(input);

/** What a value is, for a message: `null`, `number`, the name of its class. */
function kindOf(value: unknown): string {
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  const made: unknown = value.constructor;
  return typeof made === "function" && made.name !== "" ? made.name : "object";
}

/** @throws TypeError always: it names the argument's type */
export function refuseInput(input: unknown, alsoTaken = ""): never {
  throw new TypeError(
    `An artifact is a path, a file: URL, bytes, a Blob, a Response or a stream of bytes${alsoTaken}, not ${showText(kindOf(input))}.`,
  );
}

/** Opens whatever the library takes. @throws CornichonError `input.unreadable`, `usage`; TypeError for what is no input */
export async function openInput(input: Input, maxBytes: number, signal?: AbortSignal): Promise<OpenArtifact> {
  if (typeof input === "string") return openPath(input);
  if (input instanceof URL) return openPath(pathOf(input));
  if (input instanceof NamedFile) return openNamed(input.path, input.name);
  const bytes = bytesIn(input);
  if (bytes !== null) return openBytes(bytes);
  if (isBlob(input)) return openStream(input.stream(), nameOf(input), maxBytes, signal);
  if (isResponse(input)) return openStream(bodyOf(input), "-", maxBytes, signal);
  if (isStream(input)) return openStream(input, "-", maxBytes, signal);
  return refuseInput(input);
}

/** A File's name is the document's `source.file`; it is never opened. */
const nameOf = (blob: Blob): string => ("name" in blob && typeof blob.name === "string" ? blob.name : "-");

function pathOf(url: URL): string {
  if (url.protocol !== "file:")
    throw new CornichonError("usage", sentence`${showText(url.href)} is no file: URL; fetch it, and give the Response or its bytes`);
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw notReadable(url.href, sentence`no file has such a URL`, cause);
  }
}

function bodyOf(response: Response): ReadableStream<Uint8Array> {
  const { ok, status, body, bodyUsed, url } = response;
  const name = url === "" ? "the response" : url;
  if (!ok) throw notReadable(name, sentence`the server answered ${status}`);
  if (bodyUsed) throw notReadable(name, sentence`its body was read before`);
  return body ?? new ReadableStream({ start: (controller) => controller.close() });
}
