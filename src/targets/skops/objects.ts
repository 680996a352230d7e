/**
 * Instances: `__new__` and a state, or one of the classes that skops has a node of its own for. What neither rebuilds as it was is
 * refused by name.
 */
import { sentence } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { malformed, own, typeOf } from "../../neutral/document.js";
import { dtypeOf } from "../parts/numpy/dtypes.js";
import { type PythonArray, pythonArrayOf } from "../parts/python/arrays.js";
import { type Construction, isByName } from "../parts/python/objects.js";
import { type Place, refused } from "../parts/python/place.js";
import { checkKeys, type Pair } from "../parts/python/values.js";
import { arrayNode } from "./arrays.js";
import { constructedNode, dictNode, listNode } from "./containers.js";
import { builtin, json, type Nodes, type Steps } from "./nodes.js";
import { npzOf, sparseFormat } from "./sparse.js";

const LOSS = /^sklearn\.(?:_loss\._loss\.Cy|linear_model\._sgd_fast\.)\w+$/;
/** Made by `__new__` and a state although pickle calls a function. */
const WITHOUT_CALL = /^(?:sklearn\.(?:neighbors\.|metrics\._dist_metrics\.)|numpy\.random\.SeedSequence$)/;

/** What Bunch's `__init__` makes by itself. */
function isEmptyState(state: unknown): boolean {
  const entries = typeof state === "object" && state !== null ? Object.entries(state) : [];
  return entries.every(([key, value]) => key.startsWith("_deprecated") && JSON.stringify(value) === "{}");
}

export function* objectNode(out: Nodes, made: Construction, value: unknown, place: Place): Steps {
  const { path, class: head, args, entry } = made;
  if (made.items !== null && made.items.length > 0) throw refused(place, path, sentence`skops has no form for a list's subclass`);
  if (entry?.form === "list-subclass") throw refused(place, path, sentence`skops has no form for a list's subclass`);
  if (path === "functools.partial") return yield* partialNode(out, made, value, place);
  if (path === "numpy.random.RandomState") return yield* randomStateNode(out, made, value, place);
  if (path === "numpy.random.Generator") return yield* generatorNode(out, made, value, place);
  if (path === "numpy.ma.MaskedArray") return yield* maskedNode(out, made, value, place);
  if (sparseFormat(path) !== null) return sparseNode(out, made, value, place);
  if (path === "sklearn.tree._tree.Tree") return yield* reducedNode(out, "TreeNode", made, args, value, place);
  if (LOSS.test(path)) return yield* reducedNode(out, "LossNode", made, path.endsWith("CyHalfMultinomialLoss") ? [] : args, value, place);
  if (entry?.form === "dict-subclass") return yield* dictSubclassNode(out, made, value, place);
  if (entry?.call === "namedtuple") return yield* listNode(out, head, "TupleNode", args, value, place);
  if (made.callee !== null && !WITHOUT_CALL.test(path)) return yield* calledNode(out, made, value, place);
  yield* instanceNode(out, made, value, place);
}

/** `__new__` and a state. */
function* instanceNode(out: Nodes, made: Construction, value: unknown, place: Place): Steps {
  const state = out.references.resolve(made.state);
  const byName = isByName(state);
  if ((made.entry?.state ?? "dict") === "dict" && state !== undefined && !byName)
    throw refused(place, made.path, sentence`its state is none by attribute name`);
  checkKeys(made, state, place);
  out.open(made.class, "ObjectNode", value);
  if (state !== undefined) {
    out.put(',"content":');
    yield { value: made.state, place };
  }
  out.close();
}

function* calledNode(out: Nodes, made: Construction, value: unknown, place: Place): Steps {
  const { callee, class: head, state, pairs } = made;
  const own = callee !== null && callee.module === head.module && callee.name === head.name;
  if (!own || state !== undefined || pairs !== null) throw refused(place, made.path, sentence`skops has no form for it`);
  yield* constructedNode(out, head, made.args, value, place);
}

/** A tree or loss: its constructor's arguments, and a state. skops reads the state first. */
function* reducedNode(out: Nodes, loader: string, made: Construction, args: readonly unknown[], value: unknown, place: Place): Steps {
  checkKeys(made, out.references.resolve(made.state), place);
  out.open(made.class, loader, value);
  out.put(',"content":');
  if (made.state === undefined) yield* dictNode(out, builtin("dict"), [], null, place);
  else yield { value: made.state, place };
  out.put(',"__reduce__":{"args":');
  yield* listNode(out, builtin("tuple"), "TupleNode", args, null, place);
  out.put("}");
  out.close();
}

function* partialNode(out: Nodes, made: Construction, value: unknown, place: Place): Steps {
  const parts = itemsOf(made.state ?? null, out.references);
  if (parts?.length !== 4) throw malformed("a partial without its four parts");
  out.open(made.class, "PartialNode", value);
  for (const [i, name] of ["func", "args", "kwds", "namespace"].entries()) {
    out.put(`${i === 0 ? ',"content":{' : ","}${json(name)}:`);
    yield { value: parts[i], place };
  }
  out.put("}");
  out.close();
}

function* randomStateNode(out: Nodes, made: Construction, value: unknown, place: Place): Steps {
  if (made.state === undefined) throw refused(place, made.path, sentence`it has no state`);
  out.open(made.class, "RandomStateNode", value);
  out.put(',"content":');
  yield { value: made.state, place };
  out.close();
}

/** Its bit generator's state, and what SeedSequence's constructor takes. */
function* generatorNode(out: Nodes, made: Construction, value: unknown, place: Place): Steps {
  const [state, seed] = itemsOf(own(out.references.resolve(made.args[0]), "state") ?? null, out.references) ?? [];
  const seeds = itemsOf(own(seed, "state") ?? null, out.references);
  if (made.state !== undefined || seeds?.length !== 5)
    throw refused(place, made.path, sentence`it has not the form that numpy 1.26 and later give it`);
  const [entropy, children, , size, key] = seeds;
  out.open(made.class, "RandomGeneratorNode", value);
  out.put(',"content":{"bit_generator":');
  yield { value: state, place };
  out.put(',"seed_seq":');
  const pairs: Pair[] = [
    ["entropy", entropy],
    ["spawn_key", key],
    ["pool_size", size],
    ["n_children_spawned", children],
  ];
  yield* dictNode(out, builtin("dict"), pairs, null, place);
  out.put("}");
  out.close();
}

/** Data and mask as arrays; a fill value of its own has no place there. */
function* maskedNode(out: Nodes, made: Construction, value: unknown, place: Place): Steps {
  const { data, mask } = maskedParts(out, made, place);
  out.open(made.class, "MaskedArrayNode", value);
  out.put(',"content":{"data":');
  yield* arrayNode(out, data, null, place);
  out.put(',"mask":');
  yield* arrayNode(out, mask, null, place);
  out.put("}");
  out.close();
}

function maskedParts(out: Nodes, made: Construction, place: Place): { readonly data: PythonArray; readonly mask: PythonArray } {
  const [, shape, dtype, fortran, data, mask, fill] = itemsOf(made.state ?? null, out.references) ?? [];
  if (fill !== null) throw refused(place, made.path, sentence`it has a fill value of its own, which skops does not keep`);
  const common = { $type: "ndarray", shape: own(shape, "items") };
  const held = typeOf(data) === "bytes" ? { base64: own(data, "base64") } : { data: itemsOf(data, out.references) };
  // Bytes are in the order that the state says; a document's are in C's.
  const array = pythonArrayOf({ ...common, dtype: own(dtype, "dtype"), ...held }, place);
  const masks = pythonArrayOf({ ...common, dtype: "bool", base64: own(mask, "base64") }, place);
  if (dtypeOf(own(dtype, "dtype")).fields !== undefined)
    throw refused(place, made.path, sentence`fields of a masked array are not written`);
  const order = fortran === true && array.shape.length > 1;
  return { data: { ...array, fortran: order }, mask: { ...masks, fortran: order } };
}

function sparseNode(out: Nodes, made: Construction, value: unknown, place: Place): void {
  const state = out.references.resolve(made.state);
  checkKeys(made, state, place);
  const npz = npzOf(made.path, state, out.references, place);
  out.open(made.class, "SparseMatrixNode", value);
  out.put(`,"type":"scipy","file":${out.file("npz", npz)}`);
  out.close();
}

function* dictSubclassNode(out: Nodes, made: Construction, value: unknown, place: Place): Steps {
  const { path, class: head, pairs, args } = made;
  const state = out.references.resolve(made.state);
  const known = state === undefined || (path === "sklearn.utils.Bunch" && isEmptyState(state));
  if (!known) throw refused(place, path, sentence`skops does not keep the state of a dict's subclass`);
  if (path !== "collections.defaultdict") {
    if (args.length > 0) throw refused(place, path, sentence`skops has no form for it`);
    return yield* dictNode(out, head, pairs ?? [], value, place);
  }
  if ((pairs ?? []).some(([key]) => typeof key !== "string"))
    throw refused(place, path, sentence`skops rebuilds those with texts as keys alone`);
  out.open(head, "DefaultDictNode", value);
  out.put(',"content":{"main":');
  yield* dictNode(out, builtin("dict"), pairs ?? [], null, place);
  out.put(',"default_factory":');
  yield { value: args[0] ?? null, place };
  out.put("}");
  out.close();
}
