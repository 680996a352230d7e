/**
 * What an ONNX file answers (`graph/evaluate/`), by sklearn's methods. A graph refuses a row by pointing outside of a table,
 * and with it all rows that it is asked about: such rows are found by halves, left out on both sides, and told.
 */
import { CornichonError, sentence } from "../errors.js";
import { sklearnMethod } from "../graph/define.js";
import { type Answer, type Evaluated, evaluate, isAnswered, Work } from "../graph/evaluate/index.js";
import type { Result } from "../model/all.js";
import { graphOf, type ReadGraph } from "../targets/onnx/as-graph.js";
import type { OnnxFile } from "../targets/onnx/read.js";
import { type Asked, NotAsked } from "./answers.js";
import { type Feeds, rowsOfFeeds } from "./feeds.js";

/** Methods that an output may be, by the name that converters give it; sklearn's own names are themselves. */
const METHODS: ReadonlyMap<string, readonly string[]> = new Map([
  ["label", ["predict"]],
  ["output_label", ["predict"]],
  ["probabilities", ["predict_proba"]],
  ["output_probability", ["predict_proba"]],
  ["scores", ["decision_function", "transform"]],
  ["variable", ["predict", "transform"]],
]);

/** What an output is: a method's answer, or one array of the list that it answers. */
export interface OutputOf {
  readonly method: string;
  /** Which array of the list; null for a whole answer. */
  readonly part: number | null;
}

const named = (output: string, methods: readonly string[]): string | undefined =>
  methods.includes(output) ? output : METHODS.get(output)?.find((name) => methods.includes(name));

/** What an output is of a model that has these methods; its own name where the model has none such. */
export function outputOf(output: string, methods: readonly string[]): OutputOf {
  const whole = named(output, methods);
  const part = named(sklearnMethod(output), methods);
  if (whole !== undefined || part === undefined) return { method: whole ?? output, part: null };
  return { method: part, part: Number(output.slice(sklearnMethod(output).length + 1)) };
}

/** What may be either of two of the model's methods. */
export const isUnclear = (output: string, methods: readonly string[]): boolean =>
  output === "variable" && methods.includes("predict") && methods.includes("transform");

/** How often a graph is asked about parts of the rows. */
const MOST_PARTS = 256;
/** Time of all of them together, in graphs that take as long as one may. */
const MOST_AGAIN = 2;

const rowsIn = (feeds: Feeds): number => [...feeds.values()][0]?.shape[0] ?? 0;

/** Answers to blocks of rows, output by output. */
class Answers {
  /** Rows that the graph refuses. */
  readonly refused = new Set<number>();
  readonly #graph: ReadGraph;
  readonly #parts: { readonly from: number; readonly answers: readonly Answer[] }[] = [];
  readonly #again = new Work(MOST_AGAIN);
  #count = 0;
  #asked = 0;

  constructor(graph: ReadGraph) {
    this.#graph = graph;
  }

  /** More rows, behind those that were asked about. */
  add(feeds: Feeds): void {
    const left = [{ feeds, from: this.#count, work: new Work() }];
    this.#count += rowsIn(feeds);
    for (let part = left.pop(); part !== undefined; part = left.pop()) {
      const { from } = part;
      const rows = rowsIn(part.feeds);
      const answers = evaluate(this.#graph, part.feeds, part.work);
      const isRefused = answers.some((one) => !isAnswered(one) && one.ofRows);
      if (!isRefused || this.#asked++ > MOST_PARTS) this.#parts.push({ from, answers });
      else if (rows <= 1) this.refused.add(from);
      else {
        const half = Math.ceil(rows / 2);
        const places = Array.from({ length: rows }, (_, i) => i);
        left.push({ feeds: rowsOfFeeds(part.feeds, places.slice(half)), from: from + half, work: this.#again });
        left.push({ feeds: rowsOfFeeds(part.feeds, places.slice(0, half)), from, work: this.#again });
      }
    }
  }

  /** One output; what was refused is left out. */
  of(place: number): Result | NotAsked {
    const found: Evaluated[] = [];
    for (const { answers } of this.#parts) {
      const answer = answers[place];
      if (answer === undefined || !isAnswered(answer)) return new NotAsked(answer?.why ?? sentence`it is not there`);
      found.push(answer);
    }
    const [first] = found;
    if (first === undefined) return new NotAsked(sentence`the graph refuses all rows`);
    const rest = first.shape.slice(1);
    if (found.some((one) => one.shape.length === 0 || one.dtype !== first.dtype || one.shape.slice(1).join() !== rest.join()))
      return new NotAsked(sentence`its answers to several rows do not fit each other`);
    const shape = [found.reduce((sum, one) => sum + (one.shape[0] ?? 0), 0), ...rest];
    const data = found.flatMap((one) => Array.from<number | string>(one.data));
    return { dtype: first.dtype, shape, data: first.dtype === "bool" ? data.map((value) => value !== 0) : data };
  }
}

/** A file that was asked. */
export interface AskedFile extends Asked {
  /** Rows that it refuses. */
  readonly refused: ReadonlySet<number>;
}

/** Asks a file about blocks of rows; `outputIn`: what an output is. @throws CornichonError `input.*`, `usage` */
export function askFile(file: OnnxFile, blocks: Iterable<Feeds>, outputIn: (output: string) => OutputOf): AskedFile {
  const answers = new Answers(graphOf(file));
  for (const feeds of blocks) answers.add(feeds);
  const outputs = file.outputs.map(({ name }, place) => ({ place, ...outputIn(name) }));
  return {
    methods: [...new Set(outputs.map(({ method }) => method))],
    refused: answers.refused,
    isGraph: true,
    ask: (method) => {
      const found = outputs.filter((one) => one.method === method);
      const last = found.at(-1);
      if (last === undefined) throw new CornichonError("model.method", sentence`The file has no such output.`);
      return last.part === null ? answers.of(last.place) : listOf(new Map(found.map(({ part, place }) => [part, answers.of(place)])));
    },
  };
}

/** The arrays of a list by their numbers, in whichever order the file has them; or why one of them is not known. */
function listOf(parts: ReadonlyMap<number | null, Result | NotAsked>): Result | NotAsked {
  const arrays: Result[] = [];
  for (let i = 0; i < parts.size; i++) {
    const part = parts.get(i) ?? new NotAsked(sentence`the file has only some of its arrays`);
    if (part instanceof NotAsked) return part;
    arrays.push(part);
  }
  return arrays;
}
