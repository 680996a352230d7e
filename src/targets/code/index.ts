/**
 * `--to code`: what a model answers, as one file of code without dependencies. Each method is lowered to a graph
 * (`src/graph`), planned for one row (`plan.ts`) and printed in a language; what has no exact form is
 * `target.unsupported`, before a byte is written. Forests are tables, whatever the language.
 *
 * Slow: all constants are in memory, and so is the file.
 */
import { CornichonError, joinShown, sentence, showText } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import { inputForm } from "../../graph/input.js";
import type { Value } from "../../graph/ir.js";
import { type LoweredModel, lower } from "../../graph/lower.js";
import { columnCount, estimatorIn, type Model, modelFromDocument } from "../../model/all.js";
import type { NeutralDocument } from "../../neutral/document.js";
import { VERSION } from "../../version.js";
import { concatenated } from "../deferred.js";
import { askingOf } from "./asking.js";
import { printC } from "./c/index.js";
import { namesIn } from "./flow.js";
import { moduleOf } from "./javascript/index.js";
import { knownOf } from "./known.js";
import type { CodeLanguage } from "./languages.js";
import { defaultName } from "./names.js";
import { routineOf } from "./plan.js";
import { nothingShared, scalarOf } from "./planner.js";
import type { Input, Printer, Program, Routine, Told } from "./program.js";
import { printPython } from "./python/index.js";
import { noRefusals, refusalsOf } from "./refusals.js";
import { lengthOf, sizeOf } from "./shapes.js";

/** Languages, by the name of their option. A language is one line here, and one in the list of options. */
const PRINTERS: Readonly<Record<CodeLanguage, Printer>> = {
  js: moduleOf(false),
  ts: moduleOf(true),
  c: printC,
  python: printPython,
};

/** How code is written. */
export interface CodeOptions {
  readonly language: CodeLanguage;
  /** sklearn's methods, each a function of its name; `all`, and the default: every one that has a program. */
  readonly outputs?: readonly string[];
  /** What functions of C begin with; by default the class in snake_case. */
  readonly name?: string;
}

interface CodeFunction {
  readonly method: string;
  readonly dtype: string;
  /** Of one row's answer; empty where that is a single value. */
  readonly shape: readonly number[];
}

/** What a file of code has, for `--report`. */
export interface CodeReport {
  readonly target: "code";
  readonly language: CodeLanguage;
  readonly model_type: string;
  readonly inputs: readonly { readonly name: string; readonly dtype: string; readonly shape: readonly (number | "N")[] }[];
  readonly functions: readonly CodeFunction[];
  /** Methods of the model that the file does not answer. */
  readonly dropped: readonly string[];
}

export interface WrittenCode {
  readonly bytes: Uint8Array;
  readonly report: CodeReport;
}

/** A text longer than this is no code that any tool takes. */
const MOST_BYTES = 2 ** 29;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** Methods to write, and whether one that has no program is an error. What a graph has beside the model's own is a part's. */
function chosen(
  model: Model,
  lowered: LoweredModel,
  asked: readonly string[] | undefined,
): { readonly names: readonly string[]; readonly strict: boolean } {
  const all = lowered.methods.filter((name) => name !== "inverse_transform" && model.methods.includes(name));
  if (asked === undefined || asked.includes("all")) return { names: all, strict: false };
  const names = [...new Set(asked)];
  const missing = names.filter((name) => !all.includes(name));
  if (missing.length > 0)
    throw unsupported(
      "",
      "--outputs",
      sentence`${joinShown(missing.map(showText), ", ")} cannot be written; there are ${joinShown(all.map(showText), ", ")}`,
    );
  return { names, strict: true };
}

const TYPES: Readonly<Record<string, Input["type"]>> = { f64: "f64", int: "int", str: "str" };

/** X's arrays by the names of the graph's inputs. */
function inputsOf(form: readonly (Value | null)[]): ReadonlyMap<string, Input> {
  const [only] = form;
  const isWhole = form.length === 1 && only?.name === "X";
  const entries = form.flatMap((value, place): readonly (readonly [string, Input])[] => {
    if (value === null) return [];
    const type = TYPES[scalarOf(value.dtype)];
    if (type === undefined) throw new Error("an input of a type that X has not");
    return [
      [value.name, { array: isWhole ? "x" : `x${place}`, type, size: sizeOf(value.shape), column: isWhole ? null : value.name, place }],
    ];
  });
  return new Map(entries);
}

/** The program of a lowered model's methods. @throws CornichonError `target.unsupported` */
function programOf(model: Model, lowered: LoweredModel, form: readonly (Value | null)[], asked: readonly string[] | undefined): Program {
  const inputs = inputsOf(form);
  const all = [...inputs.values()];
  const [only] = form;
  const isWhole = form.length === 1 && only?.name === "X";
  const single = isWhole && only.shape.length === 1;
  const width = isWhole ? sizeOf(only.shape) : form.length;
  const names = namesOf(model, form, width, isWhole);
  const shared = nothingShared();
  const { names: methods, strict } = chosen(model, lowered, asked);
  const routines: Routine[] = [];
  // An output that nobody sees has a name that no column has.
  const output = "_".repeat(1 + lowered.inputs.reduce((most, { name }) => Math.max(most, name.length), 0));
  let why: unknown = null;
  for (const method of methods) {
    try {
      const graph = lowered.graph([{ name: output, method }]);
      const routine = routineOf(graph, inputs, shared, method);
      const asking = askingOf(model, method, {
        inputs: all,
        width,
        single,
        names,
        constants: shared.constants,
        maps: shared.maps,
      });
      const refused = single ? noRefusals() : refusalsOf(asking, all, width);
      routines.push({ ...routine, refused, known: knownOf(asking, all) });
    } catch (error) {
      if (strict || !(error instanceof CornichonError) || error.code !== "target.unsupported") throw error;
      why ??= error;
    }
  }
  if (routines.length === 0) throw why ?? unsupported("", model.className, sentence`it has no method that can be written`);
  const used = namesIn(routines);
  const read = <T>(all_: ReadonlyMap<string, T>): ReadonlyMap<string, T> => new Map([...all_].filter(([name]) => used.has(name)));
  return { inputs: all, width, single, names: single ? null : names, constants: read(shared.constants), maps: read(shared.maps), routines };
}

function namesOf(model: Model, form: readonly (Value | null)[], width: number, isWhole: boolean): readonly string[] | null {
  const known = model.featureNames;
  if (known !== null && known.length === width && new Set(known).size === width) return known;
  if (isWhole || form.includes(null)) return null;
  return form.map((value) => value?.name ?? "");
}

function toldOf({ source, metadata }: NeutralDocument, { className }: Model): Told {
  const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  return {
    modelType: className,
    sklearnVersion: text(metadata["sklearn_version"]),
    sha256: text(source["sha256"]),
    producer: `cornichon ${VERSION}`,
  };
}

function bytesOf(pieces: Iterable<string>, className: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces) {
    const bytes = new TextEncoder().encode(piece);
    length += bytes.length;
    if (length > MOST_BYTES) throw unsupported("", className, sentence`the code would have more than ${MOST_BYTES} bytes`);
    parts.push(bytes);
  }
  return concatenated(parts);
}

/**
 * Writes a document's only estimator, or the one at `select`, as code.
 * @throws CornichonError `usage` for a name that is no identifier, `target.unsupported`, `model.*`
 */
export function toCode(
  document: NeutralDocument,
  select: string | undefined,
  { language, outputs, name: given }: CodeOptions,
): WrittenCode {
  if (given !== undefined && !NAME.test(given))
    throw new CornichonError("usage", sentence`a name of functions is letters, digits and _, and begins with none of the digits`);
  const model = modelFromDocument(document, select);
  const name = given ?? defaultName(model.className);
  const { value, references } = estimatorIn(document, select);
  const features = columnCount(document, model.nFeatures, select);
  const lowered = lower(value, references, features, { textForm: "counted", at: select });
  const form = inputForm(value, references, features);
  const program = programOf(model, lowered, form, outputs);
  const bytes = bytesOf(PRINTERS[language](program, toldOf(document, model), name), model.className);
  const written = program.routines.map(({ method }) => method);
  const report: CodeReport = {
    target: "code",
    language,
    model_type: model.className,
    inputs: lowered.inputs.map(({ name: input, dtype, shape }) => ({ name: input, dtype, shape })),
    functions: program.routines.map(({ method, output: { type, shape } }) => ({ method, dtype: DTYPES[type], shape: shape.map(lengthOf) })),
    dropped: model.methods.filter((method) => !written.includes(method)),
  };
  return { bytes, report };
}

const DTYPES = { f64: "float64", f32: "float32", int: "int64", bool: "bool", str: "string" } as const;
