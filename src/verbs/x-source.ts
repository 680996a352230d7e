/**
 * X as a program or the command has it: X itself, bytes of a file, a file, or what gives one of these once the model is
 * there. Text is read here; arrays, archives and pickles are untrusted and go through the sandbox.
 */
import { bytesIn } from "../artifact/source.js";
import { CornichonError, sentence, showText } from "../errors.js";
import { arrayIn, needsValues } from "../input/arrays.js";
import { allBytes, type Bytes, bytesInMemory, firstBytes } from "../input/bytes.js";
import { csvRows } from "../input/csv.js";
import type { CsvOptions } from "../input/csv-layout.js";
import { jsonRows, oneBlock, textRows } from "../input/one-block.js";
import type { Rows } from "../input/rows.js";
import type { Wanted } from "../input/wanted.js";
import type { X } from "../model/all.js";
import { readDocument } from "../neutral/document.js";
import { convert } from "./convert.js";
import type { ConvertOptions } from "./options.js";
import { bytesOfFile } from "./x-file.js";

/**
 * A file of rows, which is read in blocks.
 * @see predict
 */
export interface XFile {
  /** Path; its ending says what it is. */
  readonly file: string;
}

/**
 * X, the bytes of a file, a file, or what gives them once the model is there.
 * @see predict
 */
export type XSource = X | ArrayBufferLike | ArrayBufferView | XFile | (() => X | Uint8Array | XFile | Promise<X | Uint8Array | XFile>);

/** How X is read where it is a file or bytes of one. */
export interface InputOptions extends CsvOptions {
  /** Name of the file, for its ending and for messages. */
  readonly inputName?: string | undefined;
}

const isFile = (source: object): source is XFile => "file" in source && typeof source.file === "string";

/** @throws CornichonError `input.*` */
export async function rowsOf(x: XSource, wanted: Wanted, options: InputOptions, reading: ConvertOptions): Promise<Rows> {
  const source = typeof x === "function" ? await x() : x;
  const bytes = bytesIn(source);
  if (bytes !== null) return rowsOfBytes(bytesInMemory(bytes), wanted, options, reading);
  if (typeof source === "object" && source !== null && isFile(source))
    return rowsOfBytes(bytesOfFile(source.file), wanted, { inputName: source.file, ...options }, reading);
  return oneBlock(source as X); // what is no bytes is X, and a model looks at it
}

/** First bytes of what is no text. */
const BINARY = ["\x93NUMPY", "PK\x03\x04", "\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05", "\x1f\x8b"];
const BINARY_NAMES = /\.(?:npy|npz|pkl|pickle|joblib|z|gz|bz2|xz|lzma|lz4)$/i;
const JSON_NAMES = /\.(?:json|jsonl|ndjson)$/i;

function rowsOfBytes(bytes: Bytes, wanted: Wanted, options: InputOptions, reading: ConvertOptions): Rows | Promise<Rows> {
  const name = options.inputName ?? "";
  const start = Buffer.from(firstBytes(bytes, 64)).toString("latin1");
  if (BINARY.some((magic) => start.startsWith(magic)) || BINARY_NAMES.test(name)) return rowsOfArray(allBytes(bytes), reading);
  if (/\.txt$/i.test(name) && wanted.takesTexts) return textRows(bytes);
  const isJson = JSON_NAMES.test(name) || (!/\.(?:csv|tsv|txt)$/i.test(name) && /^(?:\xef\xbb\xbf)?\s*[[{]/.test(start));
  return isJson ? jsonRows(bytes, wanted) : csvRows(bytes, wanted, { ...options, isCsv: /\.[ct]sv$/i.test(name) });
}

/** What is read of X beside the model: not which pickle or member is the model. */
const readingX = ({ policy, limits, signal, allowTrailing, py2Strings }: ConvertOptions): ConvertOptions => ({
  ...(policy === undefined ? {} : { policy }),
  ...(limits === undefined ? {} : { limits }),
  ...(signal === undefined ? {} : { signal }),
  ...(allowTrailing === undefined ? {} : { allowTrailing }),
  ...(py2Strings === undefined ? {} : { py2Strings }),
});

async function rootOf(bytes: Uint8Array, reading: ConvertOptions, arrays: "base64" | "inline"): Promise<unknown> {
  const { document, verdict, findings } = await convert(bytes, { ...readingX(reading), arrays });
  if (document !== null) return readDocument(document, Number.MAX_SAFE_INTEGER).root;
  const [first] = findings;
  const why = first === undefined ? sentence`` : sentence`: ${first.message}`;
  throw new CornichonError("input.malformed", sentence`X is ${showText(verdict)}${why}`, { verdict });
}

async function rowsOfArray(bytes: Uint8Array, reading: ConvertOptions): Promise<Rows> {
  const root = await rootOf(bytes, reading, "base64");
  try {
    return oneBlock(arrayIn(root));
  } catch (error) {
    if (!needsValues(error)) throw error;
    return oneBlock(arrayIn(await rootOf(bytes, reading, "inline")));
  }
}
