/**
 * `--to safetensors` of a torch file: its tensors under the keys of their dicts, as `safetensors.torch.save_file` writes them. A flat
 * state dict keeps its keys exactly; of dicts in dicts the keys stand with dots between. What has a hole or another order in memory
 * is contiguous here. `__metadata__` has `format: pt`, and of tensors that are one and the same (tied weights) the first name in the
 * order of names has the bytes, and each other one stands there with it, as `safetensors.torch.save_model` has them.
 *
 * Refused by name: what safetensors has no dtype for (complex), quantized and sparse tensors, tensors that share memory without
 * being the same, two tensors of one name. Plain values beside tensors (an epoch, options) are left out and reported.
 */
import { sentence, showText } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import { partsOf } from "../../model/inside.js";
import { attributesOf } from "../../neutral/attributes.js";
import { countOf, malformed, type NeutralDocument, own, type References, referencesOf, typeOf } from "../../neutral/document.js";
import { type ArraysReport, metadataTexts } from "../parts/arrays/written.js";
import { headerOf, METADATA } from "./header.js";

/** Bytes an item, and safetensors' name of it. */
const DTYPES: ReadonlyMap<string, readonly [string, number]> = new Map([
  ["bool", ["BOOL", 1]],
  ["int8", ["I8", 1]],
  ["uint8", ["U8", 1]],
  ["float8_e4m3fn", ["F8_E4M3", 1]],
  ["float8_e5m2", ["F8_E5M2", 1]],
  ["float8_e8m0fnu", ["F8_E8M0", 1]],
  ["int16", ["I16", 2]],
  ["uint16", ["U16", 2]],
  ["float16", ["F16", 2]],
  ["bfloat16", ["BF16", 2]],
  ["int32", ["I32", 4]],
  ["uint32", ["U32", 4]],
  ["float32", ["F32", 4]],
  ["int64", ["I64", 8]],
  ["uint64", ["U64", 8]],
  ["float64", ["F64", 8]],
]);

/** A tensor that is written. */
export interface TorchTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly length: number;
  /** The document's array. */
  readonly array: object;
}

export interface TorchTensors {
  /** In the order in which their bytes stand. */
  readonly tensors: readonly TorchTensor[];
  /** The file up to its first tensor. */
  readonly header: Uint8Array;
  readonly report: ArraysReport<"safetensors">;
}

/** A tensor as it was found. */
interface Found {
  readonly name: string;
  readonly array: object;
  readonly dtype: string;
  readonly itemsize: number;
  readonly shape: readonly number[];
  readonly length: number;
  /** Its storage, and the bytes of it that it spans; null where nothing is known of it. */
  readonly span: { readonly key: string; readonly from: number; readonly to: number } | null;
}

const TENSORS: ReadonlySet<unknown> = new Set(["torch.Tensor", "torch.nn.Parameter"]);
const OTHERS: ReadonlySet<unknown> = new Set(["torch.sparse.Tensor", "torch.storage.TypedStorage"]);

/** A parameter's tensor, a tensor itself. */
function inner(value: unknown, references: References): ReadonlyMap<string, unknown> {
  const state = attributesOf(own(value, "state") ?? null, references) ?? new Map<string, unknown>();
  const data = references.resolve(state.get("data"));
  return own(data, "class") === "torch.Tensor" ? inner(data, references) : state;
}

/** Items from the first to the last that it shows. */
function spanOf(shape: readonly number[], stride: unknown, references: References): number {
  if (shape.includes(0)) return 0;
  const strides: unknown = own(references.resolve(stride), "items");
  if (!Array.isArray(strides)) return shape.reduce((product, n) => product * n, 1);
  return shape.reduce((span, n, i) => span + (n - 1) * Number(strides[i]), 1);
}

function foundIn(name: string, value: unknown, references: References): Found {
  const state = inner(value, references);
  const array = references.resolve(state.get("data"));
  const className = String(own(value, "class"));
  if (typeOf(array) !== "ndarray" || typeof array !== "object" || array === null || state.has("qscheme"))
    throw unsupported(name, className, sentence`safetensors has no quantized or sparse tensors; store what it is made of`);
  const dtype = String(own(array, "dtype"));
  const known = DTYPES.get(dtype);
  if (known === undefined) throw unsupported(name, className, sentence`safetensors has no dtype for ${showText(dtype)}`);
  const { shape, count } = countOf(own(array, "shape"));
  const [written, itemsize] = known;
  const [key, offset] = [state.get("storage"), state.get("storage_offset")];
  const from = Number(offset) * itemsize;
  const span = typeof key === "string" ? { key, from, to: from + spanOf(shape, state.get("stride"), references) * itemsize } : null;
  return { name, array, dtype: written, itemsize, shape, length: count * itemsize, span };
}

interface Look {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
}

const isHolder = (value: unknown): boolean => typeof value === "object" && value !== null;

/** All tensors below a value, and the names of what is none. Walked without recursion; what is met again is met by another name. */
function* tensorsIn(root: unknown, references: References, left: string[]): Generator<Found> {
  const looks: Look[] = [{ value: references.resolve(root), path: [] }];
  const within = new Set<unknown>();
  for (let look = looks.pop(); look !== undefined; look = looks.pop()) {
    const { value, path } = look;
    const name = path.length === 0 ? "tensor" : path.join(".");
    const className = own(value, "class");
    if (TENSORS.has(className) || (OTHERS.has(className) && className !== "torch.storage.TypedStorage"))
      yield foundIn(name, value, references);
    else if (!isHolder(value) || className === "torch.storage.TypedStorage" || typeOf(value) === "ndarray") left.push(name);
    else if (!within.has(value)) {
      within.add(value);
      const parts = [...partsOf(value, "", references)].filter(({ path: [key] }) => typeOf(value) !== "object" || key !== "_metadata");
      for (const part of parts.reverse()) looks.push({ value: references.resolve(part.value), path: [...path, ...part.path] });
    }
  }
}

/** Refuses tensors that share memory and are not the same: one of them would be stored twice, and loaded as two. */
function refuseOverlaps(found: readonly Found[]): void {
  const spans = found.flatMap(({ name, array, span }) => (span === null || span.from === span.to ? [] : [{ name, array, ...span }]));
  spans.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.from - b.from));
  let last = spans[0];
  for (const one of spans.slice(1)) {
    if (last !== undefined && last.key === one.key && one.from < last.to && one.array !== last.array)
      throw unsupported(
        one.name,
        "torch.Tensor",
        sentence`it shares memory with ${showText(last.name)} and is another part of it: safetensors would store both; save clones`,
      );
    if (last === undefined || last.key !== one.key || one.to > last.to) last = one;
  }
}

/** The tensors by their arrays: the first name of each in the order of names, and its others. */
function byArray(found: readonly Found[]): Map<object, { readonly kept: Found; readonly others: readonly string[] }> {
  const names = new Map<object, Found[]>();
  for (const one of found) {
    const known = names.get(one.array);
    if (known === undefined) names.set(one.array, [one]);
    else known.push(one);
  }
  const sorted = [...names].map(([array, all]) => [array, all.sort((a, b) => (a.name < b.name ? -1 : 1))] as const);
  return new Map(
    sorted.flatMap(([array, [kept, ...others]]) => (kept === undefined ? [] : [[array, { kept, others: others.map(({ name }) => name) }]])),
  );
}

/** The number of an array whose bytes come behind the text. */
export const numberOfArray = (array: object): number | null => {
  const number: unknown = own(array, "base64");
  return typeof number === "number" ? number : null;
};

const order = (a: TorchTensor & { readonly itemsize: number }, b: TorchTensor & { readonly itemsize: number }): number => {
  const [first, second] = [numberOfArray(a.array), numberOfArray(b.array)];
  // As they come, which is by the length of an item: no number stands where it could not be read in place.
  if (first !== null && second !== null) return first - second;
  return b.itemsize - a.itemsize || (a.name < b.name ? -1 : 1);
};

/** What is written of a torch file's document. @throws CornichonError `target.unsupported`, `document.malformed` */
export function torchTensors(document: NeutralDocument): TorchTensors {
  const references = referencesOf(document);
  const left: string[] = [];
  const found = [...tensorsIn(document.root, references, left)];
  if (found.length === 0) throw unsupported("", "the document", sentence`it holds no tensor`);
  refuseOverlaps(found);
  const groups = [...byArray(found).values()];
  const tensors = groups.map(({ kept }) => kept).sort((a, b) => (a.length === 0 ? 1 : 0) - (b.length === 0 ? 1 : 0) || order(a, b));
  const seen = new Set<string>();
  for (const { name } of found) {
    if (seen.has(name))
      throw unsupported(name, "torch.Tensor", sentence`two tensors have this name when the keys of dicts are put together with dots`);
    seen.add(name);
  }
  if (seen.has(METADATA)) throw unsupported(METADATA, "torch.Tensor", sentence`safetensors keeps that name for itself`);
  const shared = groups.flatMap(({ kept, others }) => others.map((name) => ({ name, as: kept.name })));
  const texts = new Map([...metadataTexts(document), ["format", "pt"] as const]);
  for (const { name, as } of shared) if (!texts.has(name)) texts.set(name, as);
  const arrays = tensors.map(({ name, dtype, shape }) => ({ name, path: name, dtype, shape }));
  const dropped = left.map((name) => ({ name, path: name, dtype: null, why: sentence`it is no tensor` }));
  return { tensors, header: headerOf(tensors, texts), report: { target: "safetensors", arrays, dropped, shared } };
}

/** True for the document of a torch file. */
export const isTorch = ({ source }: NeutralDocument): boolean => source["kind"] === "torch";

/** What a torch file's document is without its bytes: those that come are asked for by number. @throws CornichonError `document.malformed` */
export function numberedTensors(plan: TorchTensors): ReadonlyMap<number, TorchTensor> {
  const numbered = new Map<number, TorchTensor>();
  for (const tensor of plan.tensors) {
    const number = numberOfArray(tensor.array);
    if (number !== null) numbered.set(number, tensor);
    else if (tensor.length > 0) throw malformed("a tensor whose bytes did not come");
  }
  return numbered;
}
