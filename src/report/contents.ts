/**
 * What a file is that somebody named and that is no artifact, and what to do with it: a failed download, a document of ours,
 * a model of another format. The guest says only which kind it is (`sandbox/wire/content-kind.ts`).
 */
import { CONTENT_KINDS, type ContentKind } from "../../sandbox/wire/content-kind.js";
import { FORMATS, type Format } from "../../sandbox/wire/words.js";
import { type Shown, sentence, showPath } from "../errors.js";

interface Content {
  /** As in "This is …". */
  readonly what: string;
  readonly advice?: Shown;
}

const HELD = sentence`If it should be a model, see what wrote it: the name may be another file's.`;

const CONTENTS: Readonly<Record<ContentKind, Content>> = {
  empty: { what: "an empty file" },
  archive: { what: "an archive" },
  arrow: { what: "an Arrow file", advice: sentence`It holds a table, no model; pyarrow and pandas read it.` },
  audio: { what: "a sound", advice: HELD },
  bytecode: {
    what: "Python's bytecode",
    advice: sentence`It is a program and no model: nothing should load it as one. Name the model instead.`,
  },
  cornichon: {
    what: "a neutral document of cornichon",
    advice: sentence`It is data already, and nothing in it can run: cornichon predict, convert and verify take it, and load in a program.`,
  },
  executable: { what: "a program", advice: sentence`Nothing should load it as a model.` },
  font: { what: "a font", advice: HELD },
  gguf: {
    what: "a gguf model",
    advice: sentence`It holds tensors and texts for llama.cpp and its like; the program that runs it reads it.`,
  },
  git: { what: "a file of git's own", advice: sentence`Name the files of the working copy.` },
  hdf5: {
    what: "HDF5",
    advice: sentence`Keras' old models (.h5) and h5py's data are HDF5. The layers of such a model may hold code that loading runs, and safe_mode does not keep it from that: ask for a .keras file or for the weights alone.`,
  },
  html: {
    what: "an HTML page",
    advice: sentence`A download that failed looks so: look at it in an editor, and fetch the file again (a link to the file itself, signed in where that is asked for).`,
  },
  image: { what: "an image", advice: HELD },
  json: {
    what: "JSON",
    advice: sentence`xgboost's and LightGBM's own models are read by their libraries. If it was to be downloaded, it may be a server's error: look at it.`,
  },
  "lfs-pointer": { what: "a git LFS pointer", advice: sentence`Fetch the file itself with git lfs pull.` },
  onnx: { what: "an ONNX model", advice: sentence`It holds a graph of operators and tensors and no Python; ONNX Runtime runs it.` },
  parquet: { what: "a parquet file", advice: sentence`It holds a table, no model; pyarrow and pandas read it.` },
  pdf: { what: "a PDF", advice: HELD },
  safetensors: { what: "safetensors" },
  sqlite: { what: "a SQLite database", advice: HELD },
  video: { what: "a video", advice: HELD },
  wasm: { what: "WebAssembly", advice: HELD },
  xml: { what: "XML", advice: sentence`PMML is XML: the program that wrote it reads it. A failed download may be XML, too: look at it.` },
  text: { what: "a text", advice: sentence`A download that failed may leave a message: look at it, and fetch the file again.` },
  binary: {
    what: "of no format that is known here",
    advice: sentence`It may be cut off, damaged or encrypted: fetch it again, or ask who wrote it.`,
  },
};

const UNPACK = sentence`Unpack it, and scan what comes out.`;

/** What to do with a format that is known and not read. */
const FORMAT_ADVICE: ReadonlyMap<Format, Shown | undefined> = new Map<Format, Shown | undefined>([
  ...(["gguf", "hdf5", "onnx"] as const).map((kind) => [kind, CONTENTS[kind].advice] as const),
  ["keras", sentence`Lambda layers hold code: load it with a current Keras, and leave safe_mode on.`],
  ["7z", UNPACK],
  ["rar", UNPACK],
  ["zstd", UNPACK],
]);

/** Formats that are no kind of content. */
const FORMAT_WORDS: ReadonlyMap<string, string> = new Map([
  ["keras", "a Keras model"],
  ["7z", "a 7z archive"],
  ["rar", "a rar archive"],
  ["zstd", "zstd data"],
]);

const contentOf = (kind: unknown): Content | null => {
  const known = CONTENT_KINDS.find((one) => one === kind);
  return known === undefined ? null : CONTENTS[known];
};

/** What it is, as in "This is …"; null where the guest did not say. */
export const contentWords = (kind: unknown): string | null => contentOf(kind)?.what ?? null;

/** What a format is, as in "This is …". */
export const formatWords = (format: string): string => FORMAT_WORDS.get(format) ?? contentWords(format) ?? format;

/** What to do about a finding, beside what its sentence says. */
export function adviceOf(code: string, args: Readonly<Record<string, string | number>> = {}): Shown | undefined {
  if (code === "tree.link-outside" && args["name"] !== undefined)
    return sentence`A snapshot of Hugging Face is links into its repository's blobs: name the repository's folder, ${showPath(String(args["name"]))}.`;
  if (code === "artifact.unrecognised") return contentOf(args["content"])?.advice;
  if (code !== "container.unsupported" || (args["why"] !== "container.not-read" && args["container"] !== "keras")) return undefined;
  const format = FORMATS.find((one) => one === args["container"]);
  return format === undefined ? undefined : FORMAT_ADVICE.get(format);
}
