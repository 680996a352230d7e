/**
 * The audit: when a stream has ended (or broken), every instance on the tape is held against its class's entry: which
 * keys its state has, and where references stand. It runs at the end because lists and dicts go on growing after the
 * BUILD that took them; it sees all that ever stood there, popped or overwritten, since the tape forgets nothing.
 *
 * References inside plain data that is nobody's state are allowed. Functions that have an argument checker are not
 * values anywhere. Linear in the tape: each collection is looked at once.
 */
import { utf8OrLatin1 } from "../bytes/latin1.js";
import { decodeUtf8 } from "../bytes/utf8.js";
import { shown } from "../finding/findings.js";
import { type Handle, KIND, NOTHING, OBJECT, OBJECT_FLAG, TAG, tagOf } from "../tape/handle.js";
import { eachItem, eachPair, isNeverText } from "../tape/read.js";
import type { ClassEntry } from "../wire/policy.js";
import { holdersOf } from "./holders.js";
import type { Machine } from "./machine.js";
import { dotted } from "./names.js";

/** Key under which the items of a list subclass count. */
const ITEMS_KEY = "[]";

export function audit(machine: Machine): void {
  const holders = holdersOf(machine);
  // In plain data a function does nothing while a stream is loaded; what a side reading makes of it is thrown away. A name
  // that is dangerous beyond one form is told all the same.
  if (!machine.tape.aside || machine.names.metNarrow) callablesAsValues(machine);
  const seen = new SharedStates();
  for (const instance of machine.instances) auditInstance(machine, instance, holders, seen);
  machine.names.tellSuspects();
}

/** Functions with a checker, and classes that are never values, found directly in a collection. */
function callablesAsValues(machine: Machine): void {
  for (let i = 0; i < machine.holders.length; i++) {
    const holder = machine.holders[i] ?? NOTHING;
    const reference = machine.heldReferences[i] ?? NOTHING;
    if (machine.consumed.has(holder)) continue;
    const offset = machine.holderOffsets[i] ?? 0;
    if (reference !== NOTHING) callableAsValue(machine, reference, offset);
    else eachItem(machine.tape, holder, (value) => callableAsValue(machine, value, offset));
  }
}

function callableAsValue(machine: Machine, value: Handle, offset: number): void {
  const facts = machine.names.facts(value);
  if (facts === null) return;
  machine.names.use(value, "reference");
  const { entry } = facts;
  if (entry === null || entry.kind === "reference" || (entry.kind === "class" && entry.reference === true)) return;
  machine.names.tellBeyond(value, { offset });
  if (machine.tape.aside) return;
  machine.find("reference.misplaced", { offset, global: dotted(facts.module, facts.name) }, { key: "" });
}

/** Dicts that were looked at already: many instances may share one state, and each view of it needs one look. */
class SharedStates {
  readonly #dicts = new Set<Handle>();
  readonly #views = new Set<string>();

  /** True when this view needs no further look. Only a dict that is met again costs a text. */
  seen(dict: Handle, token: Handle, most: number, dundersOnly: boolean): boolean {
    if (!this.#dicts.has(dict)) {
      this.#dicts.add(dict);
      return false;
    }
    const view = `${dict} ${token} ${most} ${dundersOnly}`;
    if (this.#views.has(view)) return true;
    this.#views.add(view);
    return false;
  }
}

function auditInstance(machine: Machine, instance: Handle, holders: ReadonlySet<Handle>, shared: SharedStates): void {
  const { tape } = machine;
  const entry = machine.classOf(instance);
  // Partials and joblib's wrappers were checked key by key when they were built.
  if (entry === null || (tape.field(instance, OBJECT.FLAGS) & (OBJECT_FLAG.PARTIAL | OBJECT_FLAG.WRAPPER)) !== 0) return;
  const state = tape.field(instance, OBJECT.STATE);
  const isBuilt = (tape.field(instance, OBJECT.FLAGS) & OBJECT_FLAG.BUILT) !== 0;
  const place = {
    offset: tape.field(instance, OBJECT.OFFSET) >>> 0,
    ...(isBuilt ? { opcode: "BUILD" } : {}),
    global: globalOf(machine, instance),
  };
  const look = (dict: Handle, most: number, dundersOnly: boolean): void => {
    if (shared.seen(dict, tape.field(instance, OBJECT.CLASS), most, dundersOnly)) return;
    eachPair(tape, dict, most, (key, value) => auditPair({ machine, entry, holders, place, dict, dundersOnly }, key, value));
  };
  if (tape.kind(state) === KIND.DICT) look(state, tape.field(instance, OBJECT.STATE_COUNT), false);
  if (tape.kind(state) === KIND.TUPLE && tape.count(state) === 2 && (entry.state ?? "dict") === "dict") {
    for (let i = 0; i < 2; i++)
      look(tape.tupleItem(state, i), tape.field(instance, i === 0 ? OBJECT.STATE_COUNT : OBJECT.SLOT_COUNT), false);
  }
  const pairs = tape.field(instance, OBJECT.PAIRS);
  if (pairs !== NOTHING) look(pairs, Number.MAX_SAFE_INTEGER, true);
  const items = tape.field(instance, OBJECT.ITEMS);
  if (items !== NOTHING && holders.has(items) && entry.refs?.includes(ITEMS_KEY) !== true)
    machine.find("reference.misplaced", place, { key: ITEMS_KEY });
}

interface PairView {
  readonly machine: Machine;
  readonly entry: ClassEntry;
  readonly holders: ReadonlySet<Handle>;
  readonly place: { readonly offset: number; readonly opcode?: string; readonly global: string };
  readonly dict: Handle;
  /** Items of a dict subclass: method names are keys like others, dunders are not. */
  readonly dundersOnly: boolean;
}

function auditPair(view: PairView, key: Handle, value: Handle): void {
  const { machine, entry, place } = view;
  const text = keyText(machine, key);
  if (text === null) {
    if (!view.dundersOnly && !isPassedOver(machine, key)) machine.find("build.state", place, { why: "state.key" });
  } else if (isDunder(text) ? entry.dunders?.includes(text) !== true : !view.dundersOnly && entry.members?.includes(text) === true) {
    machine.find("build.key", place, { key: shown(text) });
  }
  if (text === "_sklearn_version") noteVersion(view, value);
  const holds = (machine.isReference(value) || view.holders.has(value)) && !isLeftAlone(machine, entry);
  if (holds && (text === null || entry.refs?.includes(text) !== true))
    machine.find("reference.misplaced", place, { key: shown(text ?? "") });
  if (machine.isReference(value)) machine.names.use(value, "reference");
}

/** While a stream is loaded nobody asks an estimator for what its state holds, but for its version. */
const isLeftAlone = ({ tape }: Machine, entry: ClassEntry): boolean =>
  tape.aside && entry.estimator === true && entry.state === undefined && entry.path.startsWith("sklearn.");

/** In a side reading junk may become a key: of values that are no attribute's name nothing is ever asked. */
const isPassedOver = ({ tape }: Machine, key: Handle): boolean => tape.aside && isNeverText(tape, key);

/** `BaseEstimator.__setstate__` takes the version out and compares it with a text: nothing else may stand there. */
function noteVersion({ machine, place, dict }: PairView, value: Handle): void {
  machine.taken.add(dict);
  const version = keyText(machine, value);
  if (version === null) machine.find("build.state", place, { why: "state.version" });
  else if (!machine.versions.has("sklearn")) machine.versions.set("sklearn", shown(version));
}

const isDunder = (text: string): boolean => text.length > 4 && text.startsWith("__") && text.endsWith("__");

function keyText(machine: Machine, key: Handle): string | null {
  if (tagOf(key) === TAG.STR) {
    const bytes = machine.tape.strBytes(key);
    return decodeUtf8(bytes, 0, bytes.length);
  }
  if (machine.tape.kind(key) !== KIND.PY2STR) return null;
  const bytes = machine.bytesOf(key, 4096);
  return bytes === null ? null : utf8OrLatin1(bytes);
}

function globalOf(machine: Machine, instance: Handle): string {
  const facts = machine.names.facts(machine.tape.field(instance, OBJECT.CLASS));
  return facts === null ? "" : dotted(facts.module, facts.name);
}
