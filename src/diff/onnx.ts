/**
 * An ONNX file held against a model or another file: by what both answer to the same rows, and by the graph. A model's own
 * graph is what it is written as with the same outputs and operator set, which says something only of files that cornichon
 * wrote. Where nothing could be compared, nothing is said to be the same.
 */
import { CornichonError, joinShown, type Shown, sentence, showText, showWhole } from "../errors.js";
import { sklearnMethod } from "../graph/define.js";
import { ELEMENT_TYPES } from "../graph/ops.js";
import { estimatorIn, type Model, modelFromDocument, type Result, type X } from "../model/all.js";
import type { NeutralDocument } from "../neutral/document.js";
import { toOnnx } from "../targets/onnx/index.js";
import { type OnnxFile, readOnnx } from "../targets/onnx/read.js";
import { type Asked, type Asking, compareAnswers } from "./answers.js";
import type { Found } from "./difference.js";
import { type Answers, type Made, modelOf, rowsFor, selectIn, unasked } from "./documents.js";
import { type Feeds, feedsOf, inputsOf, type Taken, takenBy } from "./feeds.js";
import { compareGraphs, compareMetadata } from "./graphs.js";
import { type AskedFile, askFile, isUnclear, type OutputOf, outputOf } from "./onnx-answers.js";
import type { CompareOptions, DiffInput } from "./options.js";
import { type MadeRows, madeRows, plainRows, singleRows } from "./rows.js";

const WRITER = "cornichon";

/** It takes float32: what `--dtype float32` writes. */
const takesSingle = (file: OnnxFile): boolean => inputsOf(file).some(({ type }) => type === ELEMENT_TYPES.float32);

/** Its answers are float32. */
const isSingle = ({ outputs }: OnnxFile): boolean =>
  outputs.some(({ type }) => type === ELEMENT_TYPES.float32) && !outputs.some(({ type }) => type === ELEMENT_TYPES.float64);

// ---- graphs ----

/** A model as it is written, and which method each output is; or why it is not. */
type WrittenAs = { readonly file: OnnxFile; readonly methods: ReadonlyMap<string, string> } | { readonly why: Shown };

/** The document as an ONNX file of the same outputs and operator set, where cornichon wrote that one. */
function writtenAs(document: NeutralDocument, path: string | undefined, like: OnnxFile): WrittenAs {
  if (like.producer !== WRITER)
    return { why: sentence`${showText(like.producer || "a program that does not say its name")} wrote the ONNX file` };
  const select = selectIn(document, path);
  try {
    const own = modelFromDocument(document, select).methods;
    const named = like.outputs.map(({ name }) => name);
    const outputs = named.every((name) => own.includes(sklearnMethod(name))) ? { outputs: named } : {};
    const dtype = takesSingle(like) ? ({ dtype: "float32" } as const) : {};
    const { bytes, report } = toOnnx(document, select, { ...outputs, ...dtype, opset: like.opsets.get("") ?? 0 });
    return { file: readOnnx(bytes), methods: new Map(report.outputs.map(({ name, method }) => [name, method])) };
  } catch (error) {
    if (!(error instanceof CornichonError) || !/^(?:target|model|usage)/.test(error.code)) throw error;
    return { why: sentence`the model is not written as such a file: ${showWhole(error.message)}` };
  }
}

/** Two graphs, where there are two; else why not. */
function graphNotes(
  a: OnnxFile | WrittenAs,
  b: OnnxFile | WrittenAs,
  found: Found,
  tolerance: CompareOptions["tolerance"],
): readonly Shown[] {
  const why = "why" in a ? a.why : "why" in b ? b.why : null;
  if (why !== null) return [sentence`the graph was not compared: ${why}`];
  const graph = (side: typeof a): OnnxFile | null => ("nodes" in side ? side : "file" in side ? side.file : null);
  const [mine, theirs] = [graph(a), graph(b)];
  if (mine === null || theirs === null) return [];
  compareGraphs(mine, theirs, found, tolerance);
  compareMetadata(mine, theirs, found);
  return [];
}

// ---- answers ----

/** Rows that a file is asked about at a time: ours answer each by itself, and those of others may not. */
const BLOCK = 256;

/** Rows, and who is asked about them in which way. */
interface Rows {
  readonly how: string;
  readonly blocks: (wanted: Taken, size: number) => Promise<Iterable<X>>;
  readonly ask: ((model: Model, root: unknown) => Promise<(method: string) => Result>) | null;
}

const madeOnes = ({ x, how }: MadeRows): Rows => ({
  how,
  blocks: () => Promise.resolve([x]),
  ask: (model) => Promise.resolve((method) => model.call(method, x)),
});

function rowsOf(a: DiffInput, b: DiffInput, made: Made | null, { given, select }: CompareOptions): Rows | null {
  if (given !== undefined) return { how: "the rows that were given", blocks: given.blocks, ask: given.ask };
  const files = [a, b].flatMap((side) => ("onnx" in side ? [side.onnx] : []));
  const model = made !== null && "model" in made ? made : null;
  const taken = files.map(takenBy);
  const [first] = taken;
  const isAlike = taken.every(({ nFeatures }) => nFeatures === first?.nFeatures);
  const plain = plainRows(isAlike ? (first?.nFeatures ?? null) : null, first?.featureNames ?? null);
  const candidates =
    model === null ? plain : madeRows([{ model: model.model, ...estimatorIn(model.document, selectIn(model.document, select)) }]);
  const rows = rowsFor(model === null ? [] : [model.model], candidates.length === 0 ? plain : candidates);
  if (rows === undefined) return null;
  return madeOnes(files.some(takesSingle) ? singleRows(rows) : rows);
}

interface Count {
  count: number;
}

function* feedsIn(file: OnnxFile, blocks: Iterable<X>, known: Taken, rows: Count): Iterable<Feeds> {
  for (const x of blocks) {
    const feeds = feedsOf(file, x, known);
    rows.count += [...feeds.values()][0]?.shape[0] ?? 0;
    yield feeds;
  }
}

async function fileAsked(
  file: OnnxFile,
  rows: Rows,
  known: Taken,
  outputIn: (output: string) => OutputOf,
  count: Count,
): Promise<AskedFile> {
  const blocks = await rows.blocks(known, file.producer === WRITER ? BLOCK : Number.POSITIVE_INFINITY);
  return askFile(file, feedsIn(file, blocks, known, count), outputIn);
}

/** Without the rows that a side leaves out of its answers, and this one does not. */
function without(side: AskedFile, rows: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...rows].filter((row) => !side.refused.has(row)));
}

const refusedNote = (count: number): readonly string[] =>
  count === 0 ? [] : [sentence`${count} ${count === 1 ? sentence`row was` : sentence`rows were`} left out, which the ONNX file refuses`];

/** One model and one file. */
async function modelAndFile(
  made: Extract<Made, { readonly model: Model }>,
  file: OnnxFile,
  rows: Rows,
  found: Found,
  asking: Asking,
  isFirst: boolean,
  written: ReadonlyMap<string, string> | null,
): Promise<Answers> {
  const { model, document } = made;
  const own = takenBy(file);
  const known: Taken = {
    nFeatures: model.nFeatures ?? own.nFeatures,
    featureNames: model.featureNames ?? own.featureNames,
    takesTexts: model.takesTexts,
  };
  const count = { count: 0 };
  const outputIn = (output: string): OutputOf => outputOf(written?.get(output) ?? output, model.methods);
  const theirs = await fileAsked(file, rows, known, outputIn, count);
  const ask = await rows.ask?.(model, document.root);
  const mine: Asked = { methods: model.methods, ask: ask ?? ((method) => model.call(method)) };
  const [x, y] = isFirst ? [mine, theirs] : [theirs, mine];
  const clear = file.outputs.filter(({ name }) => written !== null || !isUnclear(name, model.methods));
  const unclear =
    clear.length === file.outputs.length ? [] : [sentence`its output variable was not compared: it may be predict or transform`];
  const left = { rows: theirs.refused, count: count.count };
  const answers = compareAnswers(x, y, found, { ...asking, methods: [...new Set(clear.map(({ name }) => outputIn(name).method))], left });
  return { answers, rows: rows.how, notes: [...refusedNote(theirs.refused.size), ...unclear] };
}

/** Two files. */
async function twoFiles(a: OnnxFile, b: OnnxFile, rows: Rows, found: Found, asking: Asking): Promise<Answers> {
  const count = { count: 0 };
  const itself = (method: string): OutputOf => ({ method, part: null });
  const [mine, theirs] = [await fileAsked(a, rows, takenBy(a), itself, count), await fileAsked(b, rows, takenBy(b), itself, { count: 0 })];
  // What one refuses and the other answers is a difference of its own.
  if (without(mine, theirs.refused).size + without(theirs, mine.refused).size > 0)
    found.add({ part: "answers", path: "rows", what: "refused", a: `${mine.refused.size} rows`, b: `${theirs.refused.size} rows` });
  const names = [...new Set([...a.outputs, ...b.outputs].map(({ name }) => name))];
  const answers = mine.refused.size === theirs.refused.size ? compareAnswers(mine, theirs, found, { ...asking, methods: names }) : [];
  return { answers, rows: rows.how, notes: refusedNote(mine.refused.size) };
}

async function onnxAnswers(
  a: DiffInput,
  b: DiffInput,
  found: Found,
  options: CompareOptions,
  written: ReadonlyMap<string, string> | null,
): Promise<Answers> {
  const document = "document" in a ? a.document : "document" in b ? b.document : null;
  const made = document === null ? null : modelOf(document, options.select);
  if (made !== null && "error" in made) {
    if (options.given !== undefined) throw made.error;
    return unasked(made.error.message);
  }
  const rows = rowsOf(a, b, made, options);
  if (rows === null) return unasked("no rows can be made for such a model; --input gives some");
  const files = [a, b].flatMap((side) => ("onnx" in side ? [side.onnx] : []));
  const single = options.isDefault === true && files.some(isSingle);
  const asking: Asking = { tolerance: options.tolerance, given: options.given !== undefined, isSingle: single };
  try {
    const answers =
      "onnx" in a && "onnx" in b
        ? await twoFiles(a.onnx, b.onnx, rows, found, asking)
        : made !== null && "onnx" in b
          ? await modelAndFile(made, b.onnx, rows, found, asking, true, written)
          : made !== null && "onnx" in a
            ? await modelAndFile(made, a.onnx, rows, found, asking, false, written)
            : unasked("one of the two is an ONNX file");
    const note = single ? [sentence`an ONNX file answers in float32: its numbers are the same to five digits`] : [];
    return { ...answers, notes: [...answers.notes, ...note] };
  } catch (error) {
    // Rows that were made are nobody's fault.
    if (options.given !== undefined || !(error instanceof CornichonError) || !error.code.startsWith("input.")) throw error;
    return unasked(error.message);
  }
}

/** Compares two sides of which one is an ONNX file, or both. @throws CornichonError `input.*`, `model.*`, `usage` where nothing can be compared */
export async function compareOnnx(a: DiffInput, b: DiffInput, found: Found, options: CompareOptions): Promise<Answers> {
  const file = "onnx" in a ? a.onnx : "onnx" in b ? b.onnx : null;
  if (file === null) return unasked("neither is an ONNX file");
  const graphs = [a, b].map((side) => ("onnx" in side ? side.onnx : writtenAs(side.document, options.select, file)));
  const [mine = file, theirs = file] = graphs;
  const written = graphs.find((side) => "methods" in side);
  const answers = await onnxAnswers(a, b, found, options, written?.methods ?? null);
  const graph = graphNotes(mine, theirs, found, options.tolerance);
  const isAsked = answers.answers.some(({ numbers }) => numbers !== null);
  if (graph.length > 0 && !isAsked && found.differences.length === 0) {
    const why = [...graph, ...answers.notes, ...answers.answers.map(({ method, problem }) => `${method}: ${problem ?? ""}`)];
    throw new CornichonError("usage", sentence`nothing of the ONNX file can be compared: ${joinShown(why.map(showWhole), "; ")}`);
  }
  return { ...answers, notes: [...answers.notes, ...graph], ...(graph.length === 0 ? { graph: true } : {}) };
}
