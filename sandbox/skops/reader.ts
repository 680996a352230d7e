/**
 * Reads a skops schema as skops' own loader walks it: each node by its `__loader__`, depth first, its name where the loader
 * imports it. A node does what a pickle of the same value would do, on the very stack and with the very steps of the pickle
 * machine, so there is one list of names, one set of checkers, one kind of value.
 *
 * A loader is a generator that yields the nodes inside it: nothing here calls itself, however deep a schema nests.
 *
 * Refused: a loader that is not known, a key that the loader's nodes do not have, two nodes of one `__id__` that differ (skops
 * takes the first and never reads the second), nodes inside themselves. What is refused ends the reading; dangerous names that
 * were not reached are told all the same.
 */
import { corrupt, inconsistent, unsupported } from "../container/fault.js";
import type { SourceFault } from "../container/source.js";
import type { PlainReason } from "../finding/reasons.js";
import { withinBudget } from "../machine/budget.js";
import { resolved } from "../machine/globals.js";
import type { Machine } from "../machine/index.js";
import type { Stream } from "../machine/stream.js";
import { type Handle, NOTHING } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import { SKOPS_LOADERS } from "../wire/words.js";
import { isFault, type SkopsFiles } from "./files.js";
import { type Json, NO_TOKEN, TOKEN, type Token } from "./json-tape.js";

/** What a loader does: yields the nodes inside, whose values then stand on the stack; false where it cannot go on. */
export type Steps = Generator<Token, boolean, void>;

/** How a loader's nodes are read: with nodes inside (`run`), or without (`leaf`). */
export type Loader = {
  /** Keys beside those that every node has. */
  readonly keys: readonly string[];
  /** Keys that may be missing. */
  readonly optional?: readonly string[];
} & ({ readonly run: (reader: SkopsReader, node: Token) => Steps } | { readonly leaf: (reader: SkopsReader, node: Token) => boolean });

export type LoaderTable = ReadonlyMap<string, Loader>;

/** Keys that the outermost node has beside its own. */
const OF_ROOT = ["protocol", "_skops_version"];

/** Bytes of a name that are looked at; longer names are refused anyway. */
const NAME_BYTES = 600;
/** Longest name of a member. */
const FILE_BYTES = 4096;
/** Digits of an `__id__`. */
const DIGITS = 32;

const KNOWN: ReadonlySet<string> = new Set(SKOPS_LOADERS);

/** A node that others may refer to by its `__id__`. */
interface Known {
  readonly node: Token;
  value: Handle;
}

interface Frame {
  readonly node: Token;
  readonly loader: string;
  readonly steps: Steps;
  /** Where the value goes. */
  readonly known: Known | null;
  /** What stands for the node in skops, which has read another one of that `__id__` before. */
  readonly instead: Known | null;
}

/** What every node has, `NO_TOKEN` where it is missing; `others`: how many keys beside. */
interface Head {
  readonly loader: string;
  readonly isNamed: boolean;
  readonly id: Token;
  readonly others: number;
}

export class SkopsReader {
  readonly json: Json;
  readonly machine: Machine;
  readonly stream: Stream;
  readonly tape: Tape;
  readonly files: SkopsFiles;
  readonly #loaders: LoaderTable;
  readonly #known = new Map<string, Known>();
  readonly #frames: Frame[] = [];
  /** Names that were asked for. */
  readonly #asked = new Set<string>();
  /** Nodes being read that were read before. */
  #again = 0;
  /** The type that was read last. */
  #type: Known = { node: NO_TOKEN, value: NOTHING };

  constructor(stream: Stream, json: Json, files: SkopsFiles, loaders: LoaderTable) {
    this.json = json;
    this.stream = stream;
    this.machine = stream.machine;
    this.tape = stream.tape;
    this.files = files;
    this.#loaders = loaders;
  }

  /** Reads the whole: its value then stands on the stack. */
  run(): boolean {
    const done = this.#enter(this.json.root) && this.#drive();
    if (!done || this.machine.findings.bad) this.#tellUnread();
    return done;
  }

  #drive(): boolean {
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      this.#standAt(frame.node, frame.loader);
      const step = frame.steps.next();
      if (step.done === true) {
        if (!step.value || !this.#leave(frame)) return false;
      } else if (!this.#enter(step.value)) return false;
    }
    return true;
  }

  /** Findings are told of this node. */
  #standAt(node: Token, loader: string): void {
    const at = this.json.start(node);
    this.stream.opOffset = at;
    this.stream.cursor.seek(at);
    this.stream.opName = KNOWN.has(loader) ? loader : "";
  }

  // ---- nodes ----

  #head(node: Token): Head {
    const { json } = this;
    let [loader, named, id, others] = ["", 0, NO_TOKEN, 0];
    for (const key of json.keys(node)) {
      const value = json.behind(key);
      const isText = json.kind(value) === TOKEN.STRING;
      if (json.is(key, "__loader__")) loader = isText ? json.string(value, NAME_BYTES) : "";
      else if (json.is(key, "__class__") || json.is(key, "__module__")) named += isText ? 1 : 0;
      else if (json.is(key, "__id__")) id = value;
      else others++;
    }
    return { loader, isNamed: named === 2, id, others };
  }

  #enter(node: Token): boolean {
    const { json, machine } = this;
    const isObject = json.kind(node) === TOKEN.OBJECT;
    const head = isObject ? this.#head(node) : { loader: "", isNamed: false, id: NO_TOKEN, others: 0 };
    this.#standAt(node, head.loader);
    machine.opcodes++;
    if (!withinBudget(this.stream)) return false;
    const id = this.#idOf(head.id);
    if (id === null) return this.refuse("skops.id");
    if (head.loader === "CachedNode") return head.others === 0 ? this.#cached(id) : this.refuse("skops.key");
    if (!head.isNamed) return this.refuse("skops.node");
    const loader = this.#loaders.get(head.loader);
    if (loader === undefined) {
      this.named(node);
      return this.tell(unsupported("skops", "skops.loader"));
    }
    if (!this.#hasKeys(node, loader, head.others)) return this.refuse("skops.key");
    const known = this.#known.get(id);
    if (known !== undefined) return this.#second(node, head.loader, loader, known);
    const own = { node, value: NOTHING };
    if (id !== "") this.#known.set(id, own);
    return this.#begin(node, head.loader, loader, { known: own, instead: null });
  }

  #begin(node: Token, name: string, loader: Loader, rest: Pick<Frame, "known" | "instead">): boolean {
    if (rest.instead !== null) this.#again++;
    if ("run" in loader) {
      this.#frames.push({ node, loader: name, steps: loader.run(this, node), ...rest });
      return true;
    }
    return loader.leaf(this, node) && this.#settle(rest);
  }

  /**
   * A second node of one `__id__`: skops takes the first one's value. Bytes have another file each time that they are written, so
   * such a node is judged as well; what is in it was compared with it.
   */
  #second(node: Token, name: string, loader: Loader, known: Known): boolean {
    if (known.value === NOTHING) return this.refuse("skops.cycle");
    if (this.#again > 0) return this.#begin(node, name, loader, { known: null, instead: known });
    if (this.#isSame(known.node, node, false)) return this.stream.push(known.value);
    if (!this.#isSame(known.node, node, true)) return this.tell(inconsistent("skops", "skops.same-id"));
    return this.#begin(node, name, loader, { known: null, instead: known });
  }

  /** Ids of what is made anew for each writing differ, and so do the names of its files. */
  #isSame(a: Token, b: Token, butFiles: boolean): boolean {
    const before = this.json.compared;
    const isSame = this.json.sameBut(a, b, (key) => this.json.is(key, "__id__") || (butFiles && this.json.is(key, "file")));
    this.tape.work += this.json.compared - before;
    return isSame;
  }

  #leave(frame: Frame): boolean {
    this.#frames.pop();
    return this.#settle(frame);
  }

  /** The value on top is the node's. */
  #settle({ known, instead }: Pick<Frame, "known" | "instead">): boolean {
    if (known !== null) known.value = this.top();
    if (instead === null) return true;
    this.#again--;
    this.pop();
    return this.stream.push(instead.value);
  }

  #cached(id: string): boolean {
    const known = this.#known.get(id);
    if (known === undefined) return this.refuse("skops.cached");
    return known.value === NOTHING ? this.refuse("skops.cycle") : this.stream.push(known.value);
  }

  /** All of the loader's keys are there, and nothing else. */
  #hasKeys(node: Token, { keys, optional = [] }: Pick<Loader, "keys" | "optional">, others: number): boolean {
    const there = (key: string): boolean => this.json.field(node, key) !== NO_TOKEN;
    const may = node === this.json.root ? [...optional, ...OF_ROOT] : optional;
    return keys.every(there) && others === keys.length + may.filter(there).length;
  }

  /** An integer's digits; empty where there is none, and of nought, which Python takes for none; null where it is something else. */
  #idOf(id: Token): string | null {
    const { json } = this;
    if (id === NO_TOKEN || json.kind(id) === TOKEN.NULL) return "";
    if (json.kind(id) !== TOKEN.NUMBER) return null;
    const text = json.text(id);
    if (text.length > DIGITS) return null;
    for (let i = 0; i < text.length; i++) if (((text[i] ?? 0) < 48 || (text[i] ?? 0) > 57) && (i > 0 || text[i] !== 45)) return null;
    const digits = String.fromCharCode(...text);
    return digits === "0" || digits === "-0" ? "" : digits;
  }

  // ---- what loaders use ----

  /** A finding about this node; the reading ends. */
  refuse(why: PlainReason): false {
    return this.tell(corrupt("skops", why));
  }

  tell({ code, args }: SourceFault, member?: string): false {
    this.machine.find(code, this.stream.place, member === undefined ? args : { ...args, member: member.slice(0, 200) });
    return false;
  }

  /** Puts what was made on the stack, or tells why it was not. */
  made(value: Handle | SourceFault, member?: string): boolean {
    return isFault(value) ? this.tell(value, member) : this.stream.push(value);
  }

  /** One of the machine's steps. */
  step(run: (stream: Stream) => boolean): boolean {
    const alive = run(this.stream);
    this.stream.open.drop(this.stream.sp);
    return alive;
  }

  text(node: Token, key: string): string {
    return this.json.string(this.json.field(node, key), NAME_BYTES);
  }

  /** True for a node of exactly this class. */
  isOf(node: Token, module: string, name: string): boolean {
    return this.json.is(this.json.field(node, "__module__"), module) && this.json.is(this.json.field(node, "__class__"), name);
  }

  /** The token of the node's own name: where its loader imports it. */
  named(node: Token): Handle {
    return this.global(this.text(node, "__module__"), this.text(node, "__class__"));
  }

  /** The token of a name. */
  global(module: string, name: string): Handle {
    this.#asked.add(`${module} ${name}`);
    return resolved(this.stream, module, name);
  }

  /** A name's token, on the stack. */
  pushGlobal(module: string, name: string): boolean {
    return this.stream.push(this.global(module, name));
  }

  /** The name of the file that a node names. */
  fileOf(node: Token): string | null {
    const file = this.json.field(node, "file");
    return this.json.kind(file) === TOKEN.STRING && file !== NO_TOKEN ? this.json.string(file, FILE_BYTES) : null;
  }

  /** The value on top of the stack. */
  top(): Handle {
    return this.stream.at(this.stream.sp - 1);
  }

  pop(): Handle {
    const { stream } = this;
    const value = stream.at(--stream.sp);
    stream.open.drop(stream.sp);
    return value;
  }

  /** The type that a key's `TypeNode` stands for; NOTHING where it is none, which is told. */
  typeOf(node: Token): Handle {
    const { json } = this;
    if (this.#type.node !== NO_TOKEN && json.sameBut(this.#type.node, node, () => false)) return this.#type.value;
    const head = json.kind(node) === TOKEN.OBJECT ? this.#head(node) : null;
    if (head === null || head.loader !== "TypeNode" || !head.isNamed || head.others > 0) {
      this.refuse("skops.key-types");
      return NOTHING;
    }
    const value = this.named(node);
    if (!this.claim(node, value)) return NOTHING;
    this.#type = { node, value };
    return value;
  }

  /** A node that is read without a step of its own is the one that its `__id__` means. */
  claim(node: Token, value: Handle): boolean {
    const id = this.#idOf(this.json.field(node, "__id__"));
    if (id === null) return this.refuse("skops.id");
    const known = this.#known.get(id);
    if (known === undefined && id !== "") this.#known.set(id, { node, value });
    return known === undefined || known.value === value || this.refuse("skops.same-id");
  }

  /** Where the reading broke off: the dangerous among the names that were not reached. */
  #tellUnread(): void {
    const { json } = this;
    for (const token of json.all()) {
      if (json.kind(token) !== TOKEN.OBJECT) continue;
      for (const [module, name] of NAMED_BY) this.#tellName(token, json.field(token, module), json.field(token, name));
    }
  }

  #tellName(token: Token, module: Token, name: Token): void {
    const { json } = this;
    if (module === NO_TOKEN || name === NO_TOKEN || json.kind(module) !== TOKEN.STRING || json.kind(name) !== TOKEN.STRING) return;
    const [moduleText, nameText] = [json.string(module, NAME_BYTES), json.string(name, NAME_BYTES)];
    if (this.#asked.has(`${moduleText} ${nameText}`) || !this.machine.names.isDangerous(moduleText, nameText)) return;
    this.#standAt(token, "");
    this.global(moduleText, nameText);
  }
}

/** Keys of a name's two halves: of every node, and of a function's content in protocol 0. */
const NAMED_BY = [
  ["__module__", "__class__"],
  ["module_path", "function"],
] as const;
