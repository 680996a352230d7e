/**
 * Arrays of a graph as joblib writes them: wrappers with their bytes behind them, object arrays with a pickle of their
 * own. Sprayed ones carry opcodes that act in every array and constant, behind a run of harmless ones: wherever a loader
 * reads opcodes where we read data, the audit hook sees it.
 */
import type { Random } from "../fuzz/random.js";
import { allPlaces, bool, bytes, dict, global, int, type Made, made, type Node, none, str, tuple } from "./nodes.js";

/** Pushes nothing but None until it acts, whichever byte a loader begins at. */
const ACT = Buffer.from("cos\nmkdir\n(S'cornichon-marker'\ntR.", "latin1");

function sled(length: number): Buffer {
  const made = Buffer.alloc(length, "N");
  if (length >= ACT.length) ACT.copy(made, length - ACT.length);
  return made;
}

/** Bytes that end the readings that we know of at once: `pickle.load`'s at an array's first, old joblib's in its last 17. */
const KNOWN = 17;

/** An array's bytes: wherever another reading begins, it runs into the code. */
function guarded(length: number): Buffer {
  const made = Buffer.alloc(length, 0xff);
  if (length > KNOWN + 1) sled(length - KNOWN - 1).copy(made, 1);
  return made;
}

/** What joblib writes instead of an array; null when this is none. */
function wrapperOf(node: Node, random: Random): Made | null {
  if (node.t !== "made" || node.of.t !== "global" || node.of.name !== "_reconstruct") return null;
  if (node.state?.t !== "tuple" || node.args.t !== "tuple") return null;
  const [, shape, dtype, fortran, payload] = node.state.items;
  const subclass = node.args.items[0];
  if (subclass === undefined || shape === undefined || dtype === undefined || fortran?.t !== "bool" || payload === undefined) return null;
  const objects = payload.t === "list";
  if (payload.t !== "bytes" && !objects) return null;
  const padded = random.below(4) > 0;
  const state = dict(
    [str("subclass"), subclass],
    [str("shape"), shape],
    [str("order"), str(fortran.v ? "F" : "C")],
    [str("dtype"), dtype],
    [str("allow_mmap"), bool(!objects)],
  );
  if (padded) state.pairs.push([str("numpy_array_alignment_bytes"), random.below(4) === 0 ? none : int(16)]);
  const wrapper = made("newobj", global("joblib.numpy_pickle", "NumpyArrayWrapper"), tuple(), state);
  wrapper.behind = { padded, payload: objects ? node : payload };
  return wrapper;
}

/** A graph whose arrays are wrapped. */
export function wrapped(root: Node, random: Random): Node {
  const holder = tuple(root);
  const known = new Map<Node, Made>();
  for (const { value, set } of allPlaces(holder)) {
    const wrapper = known.get(value) ?? wrapperOf(value, random);
    if (wrapper === null) continue;
    known.set(value, wrapper);
    set(wrapper);
  }
  return holder.items[0] ?? none;
}

/** Array bytes and constants become code; lengths stay, so that only who reads them differently runs it. */
export function sprayed(root: Node): Node {
  const holder = tuple(root);
  for (const { parent, value, set } of allPlaces(holder)) {
    // Behind a wrapper it is array bytes, and the wrapper's turn is its own.
    const behind = parent.t === "made" && parent.behind?.payload === value;
    if (value.t === "bytes" && value.v.length > 1 && !behind) set(bytes(sled(value.v.length)));
    else if (value.t === "str" && value.v.length > 60) set({ t: "str", v: sled(value.v.length) });
    else if (value.t === "made" && value.behind?.payload.t === "bytes")
      value.behind.payload = bytes(guarded(value.behind.payload.v.length));
  }
  return holder.items[0] ?? none;
}
