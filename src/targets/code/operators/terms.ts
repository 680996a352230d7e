/**
 * Texts: a tokenizer, numbers of words, what is left out and the counts of n-grams are several operators in a graph, with
 * an axis as long as the longest text. Here they are one step. The shape is that which `src/graph/text` makes, and every
 * constant of it is checked; anything else is refused.
 */
import { sentence } from "../../../errors.js";
import type { Graph, Node } from "../../../graph/ir.js";
import { tokenPattern } from "../../../graph/text/variants.js";
import { int } from "../expressions.js";
import { type Planner, refuse } from "../planner.js";
import type { Terms } from "../program.js";
import { inputName, intOf, listOf, onlyAttributes, outputName, textOf } from "./define.js";
import { textMapOf } from "./elementwise.js";

/** Nodes by what they give. */
type Producers = ReadonlyMap<string, Node>;

interface Words {
  readonly encoder: Node;
  readonly stopped: number | null;
}

function producer(producers: Producers, node: Node, i: number, op: string): Node {
  const found = producers.get(inputName(node, i));
  if (found?.op !== op) throw refuse(node, sentence`texts in a form that is not known`);
  return found;
}

function constant(planner: Planner, node: Node, i: number): number {
  const tensor = planner.tensor(inputName(node, i));
  if (tensor === null || tensor.data.length !== 1) throw refuse(node, sentence`texts in a form that is not known`);
  return Number(tensor.data[0]);
}

function expect(node: Node, holds: boolean): void {
  if (!holds) throw refuse(node, sentence`texts in a form that is not known`);
}

/** Words in their order, without those that are left out: what these have is put behind all others. */
function stoppedOf(planner: Planner, producers: Producers, gathered: Node): Words {
  const encoder = producer(producers, gathered, 0, "LabelEncoder");
  const sorted = producer(producers, gathered, 1, "TopK");
  expect(sorted, inputName(gathered, 1) === outputName(sorted, 1) && intOf(sorted, "largest", 1) === 0);
  const behind = producer(producers, sorted, 0, "Add");
  const place = producer(producers, behind, 0, "CumSum");
  const far = producer(producers, behind, 1, "Where");
  const step = producer(producers, place, 0, "Where");
  const isStop = producer(producers, far, 0, "Equal");
  expect(isStop, inputName(isStop, 0) === outputName(encoder) && inputName(step, 0) === outputName(isStop));
  expect(far, constant(planner, far, 1) === 2 ** 40 && constant(planner, far, 2) === 0);
  expect(step, constant(planner, step, 1) === 1 && constant(planner, step, 2) === 1);
  return { encoder, stopped: constant(planner, isStop, 1) };
}

/** n-grams as texts: numbers of words with a space between. */
function gramsOf(node: Node): { readonly keys: readonly string[]; readonly values: readonly number[]; readonly most: number } {
  const most = intOf(node, "max_gram_length", 0);
  const isPlain = intOf(node, "min_gram_length", 0) === 1 && intOf(node, "max_skip_count", -1) === 0 && textOf(node, "mode") === "TF";
  expect(node, isPlain && most >= 1);
  const [starts, pool, columns] = [listOf(node, "ngram_counts"), listOf(node, "pool_int64s"), listOf(node, "ngram_indexes")];
  expect(node, starts.length === most);
  const keys: string[] = [];
  for (let n = 0; n < most; n++) {
    const end = n + 1 < most ? (starts[n + 1] ?? 0) : pool.length;
    for (let at = starts[n] ?? 0; at < end; at += n + 1) keys.push(Array.from({ length: n + 1 }, (_, k) => pool[at + k] ?? -1).join(" "));
  }
  expect(node, keys.length === columns.length && new Set(keys).size === keys.length);
  return { keys, values: Array.from(columns), most };
}

const producersOf = (graph: Graph): Producers => new Map(graph.nodes.flatMap((one) => one.outputs.map((name) => [name, one] as const)));

/** What a TfIdfVectorizer counts; `textNodes` are done with it. */
export function terms(planner: Planner, graph: Graph, node: Node): void {
  const producers = producersOf(graph);
  onlyAttributes(node, ["min_gram_length", "max_gram_length", "max_skip_count", "mode", "ngram_counts", "ngram_indexes", "pool_int64s"]);
  const ids = producers.get(inputName(node, 0));
  const words: Words =
    ids?.op === "GatherElements"
      ? stoppedOf(planner, producers, ids)
      : { encoder: producer(producers, node, 0, "LabelEncoder"), stopped: null };
  const tokenizer = producer(producers, words.encoder, 0, "Tokenizer");
  const before = producers.get(inputName(tokenizer, 0));
  const normalizer = before?.op === "StringNormalizer" ? before : null;
  const text = inputName(normalizer ?? tokenizer, 0);
  const form = planner.form(text);
  expect(tokenizer, form.type === "str" && form.shape.join() === "N");
  const told = termsOf(planner, node, words, tokenizer, normalizer);
  const name = outputName(node);
  const { at } = planner.source(text);
  planner.define(name, planner.buffer(name, "f32", ["N", told.columns]));
  planner.emit({ kind: "terms", text: at([int(0)]), terms: told, array: name });
}

function termsOf(planner: Planner, node: Node, { encoder, stopped }: Words, tokenizer: Node, normalizer: Node | null): Terms {
  const name = outputName(node);
  const { keys, values, most } = gramsOf(node);
  const map = textMapOf(encoder);
  const columns = values.reduce((all, column) => Math.max(all, column + 1), 0);
  planner.shared.maps.set(`${name}_words`, map);
  planner.shared.maps.set(`${name}_grams`, { keys, values, otherwise: -1 });
  expect(encoder, map.otherwise === -1);
  const isLowered = normalizer !== null;
  if (normalizer !== null)
    expect(
      normalizer,
      textOf(normalizer, "case_change_action") === "LOWER" &&
        textOf(normalizer, "locale") === "C" &&
        intOf(normalizer, "is_case_sensitive", 0) === 1,
    );
  const pattern = textOf(tokenizer, "tokenexp");
  const least = ([1, 2] as const).find((one) => tokenPattern(one, isLowered) === pattern);
  if (least === undefined || pattern === null) throw refuse(tokenizer, sentence`a pattern of words that is not known`);
  expect(tokenizer, intOf(tokenizer, "mark", 1) === 0 && intOf(tokenizer, "mincharnum", 0) === 1);
  return { isLowered, pattern, least, words: `${name}_words`, stopped, most, grams: `${name}_grams`, columns };
}

/** All nodes between a text and its counts. */
export function textNodes(graph: Graph, node: Node): ReadonlySet<Node> {
  const producers = producersOf(graph);
  const all = new Set<Node>([node]);
  // The set grows while it is walked.
  for (const one of all) {
    if (one.op === "StringNormalizer") continue;
    for (const name of one.inputs) {
      const made = producers.get(name);
      if (made !== undefined && (one.op !== "Tokenizer" || made.op === "StringNormalizer")) all.add(made);
    }
  }
  return all;
}
