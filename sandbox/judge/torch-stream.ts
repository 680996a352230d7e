/**
 * What `torch.save` wrote before 1.6: five pickles one behind the other (a magic number, a protocol, facts of the system, the value,
 * the keys of its storages), then each storage as its number of items and its bytes. The value's pickle is run like any other; where
 * its storages stand is known behind it. Numbers are little-endian whatever the system was.
 *
 * Refused: another protocol, keys that are not exactly those that the value asks for, a storage of another length than the value
 * says, bytes that are missing or left. `pickle.load` and joblib find the magic number in such a file, and nothing else: what
 * they skip behind joblib's wrappers is run here, so the input's reading is `pickle`.
 */
import { u64 } from "../bytes/little-endian.js";
import { bytesFrom } from "../container/decoded.js";
import { corrupt, cutOff } from "../container/fault.js";
import type { SourceFault } from "../container/source.js";
import { type Machine, machineFor, runStream, TorchStorages } from "../machine/index.js";
import { strText } from "../numpy/text.js";
import { type Handle, intHandle, KIND, NOTHING, TAG, tagOf } from "../tape/handle.js";
import { itemsOf } from "../tape/read.js";
import { type ContentRead, type PickleInput, runFurther } from "./pickles.js";

const MAGIC = 0x1950a86a20f9469cfc6cn;
/** The magic number as each pickler writes it: LONG1, and its ten bytes. */
const MAGIC_LONG = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const PROTO = 0x80;
const PROTOCOL = 1001;
const COUNT_BYTES = 8;
/** Longest key. */
const LONGEST_KEY = 128;

/** A frame and its length, which protocols from 4 on write. */
const [FRAME, FRAME_BYTES] = [0x95, 9];

/** True for the first bytes of such a file, of whatever protocol. */
export function beginsAsTorch(bytes: Uint8Array): boolean {
  const [proto = 0, protocol = 0, opcode = 0] = bytes;
  const at = opcode === FRAME ? FRAME_BYTES : 0;
  return proto === PROTO && protocol >= 2 && MAGIC_LONG.every((byte, i) => bytes[2 + at + i] === byte);
}

/** Runs the next pickle; NOTHING where it has no end. */
function next(machine: Machine): Handle {
  const { root, end, next: behind } = runStream(machine);
  if (end !== "stop") return NOTHING;
  machine.cursor.seek(behind);
  return root;
}

const isMagic = (machine: Machine, handle: Handle): boolean => tagOf(handle) === TAG.BIG && machine.tape.bigValue(handle) === MAGIC;

/** The keys that stand behind the value, null where they are none. */
function keysIn(machine: Machine, list: Handle): readonly string[] | null {
  if (machine.tape.kind(list) !== KIND.LIST) return null;
  const keys = [...itemsOf(machine.tape, list)].map((item) => strText(machine, item, LONGEST_KEY));
  return keys.every((key) => key !== null) && new Set(keys).size === keys.length ? keys : null;
}

/** Finds the storages from `offset` on. Returns where they end, or what is wrong. */
function place(machine: Machine, storages: TorchStorages, keys: readonly string[], from: number): number | SourceFault {
  const { source } = machine.cursor;
  const size = bytesFrom(source, 0);
  const head = new Uint8Array(COUNT_BYTES);
  let at = from;
  for (const key of keys) {
    const storage = storages.storageAt(key);
    if (storage === null) return corrupt("torch", "torch.keys");
    if (source.read(at, COUNT_BYTES, head, 0) < COUNT_BYTES) return cutOff("torch", at + COUNT_BYTES - size);
    if (u64(head, 0) !== storage.count) return corrupt("torch", "torch.numbers");
    const end = at + COUNT_BYTES + storage.count * storage.dtype.itemsize;
    if (end > size) return cutOff("torch", end - size);
    storages.place(machine, key, at + COUNT_BYTES);
    at = end;
  }
  return at;
}

/** The value's root, and how far the file was understood. */
function readParts(input: PickleInput, machine: Machine): { readonly root: Handle; readonly readTo: number } {
  const storages = new TorchStorages(() => null, false);
  const fail = ({ code, args }: SourceFault): { readonly root: Handle; readonly readTo: number } => {
    input.findings.add(code, { offset: machine.cursor.offset }, args);
    return { root: NOTHING, readTo: -1 };
  };
  if (!isMagic(machine, next(machine)) || next(machine) !== intHandle(PROTOCOL)) return fail(corrupt("torch", "torch.magic"));
  if (machine.tape.kind(next(machine)) !== KIND.DICT) return fail(corrupt("torch", "torch.magic"));
  machine.torch = storages;
  const root = next(machine);
  // Nothing but the value may ask for them.
  machine.torch = null;
  const keys = root === NOTHING ? null : keysIn(machine, next(machine));
  if (keys === null || keys.length !== storages.keys.length) return fail(corrupt("torch", "torch.keys"));
  const from = machine.cursor.offset;
  const end = place(machine, storages, keys, from);
  if (typeof end !== "number") return fail(end);
  machine.payloads.push({ offset: from, end });
  return { root, readTo: end };
}

/** Reads such a file. */
export function readTorchStream(input: PickleInput): ContentRead {
  const machine = machineFor(input);
  if (input.options.deep) machine.tape.blobs = [];
  const { root, readTo } = readParts(input, machine);
  const left = readTo < 0 ? 0 : bytesFrom(input.source, readTo);
  // What is left is told, and all that it would run: who goes on with `pickle.load` behind the storages runs it.
  if (left > 0 && runFurther(input, machine, readTo, () => undefined).isPickles)
    input.findings.add(input.options.allowTrailing ? "note.trailing" : "stream.trailing", { offset: readTo }, { bytes: left });
  return {
    kind: "torch",
    machine,
    roots: root === NOTHING ? [] : [root],
    starts: [0],
    protocol: 2,
    recognised: true,
    readTo: left > 0 && input.options.allowTrailing ? readTo + left : readTo,
  };
}
