/**
 * A routine in the making. Operators that work element by element are gathered into groups, one a shape, and a group
 * becomes one loop; every other operator writes its own statements (`operators/`). No group that is open depends on another
 * one, so they may be closed in any order.
 */
import type { Shown } from "../../errors.js";
import { sentence } from "../../errors.js";
import { originOf } from "../../graph/builder.js";
import { unsupported } from "../../graph/define.js";
import type { DType, Node, Tensor } from "../../graph/ir.js";
import { declare, int, local, loop, store } from "./expressions.js";
import type { Buffer, Constant, Expr, Scalar, Statement, TextMap } from "./program.js";
import { type Range, rangeOfTensor } from "./ranges.js";
import { flatIndex, lengthOf, mixesRows, type Shape, sizeOf, squeezed } from "./shapes.js";
import { arraySource, atFlat, type Source, scalarSource } from "./sources.js";

const SCALARS: Readonly<Record<DType, Scalar>> = {
  float64: "f64",
  float32: "f32",
  int64: "int",
  int32: "int",
  bool: "bool",
  string: "str",
};

export const scalarOf = (dtype: DType): Scalar => SCALARS[dtype];

/** Statements of one routine: a method of more is no code that anybody compiles. */
const MOST_STATEMENTS = 200_000;
/** Expressions inside of each other: Python's parser has a limit, and people too. */
const MOST_DEPTH = 6;

/** An element of a value by those of its operands. */
interface Member {
  readonly name: string;
  readonly type: Scalar;
  readonly shape: Shape;
  readonly operands: readonly string[];
  readonly build: (args: readonly Expr[]) => Expr;
}

/** What routines of one program share. */
export interface Shared {
  readonly constants: Map<string, Constant>;
  readonly maps: Map<string, TextMap>;
  /** What a constant that was asked for under a name is called. */
  readonly names: Map<string, string>;
  /** Constants that may be equal. */
  readonly prints: Map<number, readonly string[]>;
}

export const nothingShared = (): Shared => ({ constants: new Map(), maps: new Map(), names: new Map(), prints: new Map() });

const bytesOf = ({ data }: Constant): Uint8Array | null =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : null;

/** Equal for equal constants (FNV-1a of some of their bytes). */
function fingerprint(constant: Constant): number {
  const bytes =
    bytesOf(constant) ??
    new TextEncoder().encode(
      Array.from(constant.data as readonly string[])
        .slice(0, 64)
        .join(),
    );
  const step = Math.max(1, Math.floor(bytes.length / 4096));
  let hash = 0x811c9dc5 ^ bytes.length;
  for (let at = 0; at < bytes.length; at += step) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash;
}

function sameConstant(a: Constant | undefined, b: Constant): boolean {
  if (a?.type !== b.type || a.data.constructor !== b.data.constructor || a.data.length !== b.data.length) return false;
  const [left, right] = [bytesOf(a) ?? a.data, bytesOf(b) ?? b.data];
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

export class Planner {
  readonly shared: Shared;
  readonly body: Statement[] = [];
  readonly buffers: Buffer[] = [];
  readonly #tensors: ReadonlyMap<string, Tensor>;
  readonly #sources = new Map<string, Source>();
  readonly #ranges = new Map<string, Range | null>();
  readonly #uses: ReadonlyMap<string, number>;
  /** Open groups by their shapes, and the group of each member. */
  readonly #groups = new Map<string, Member[]>();
  readonly #groupOf = new Map<string, string>();
  #count = 0;
  #statements = 0;
  /** The node that is written. */
  now: Node | null = null;

  /** `uses`: how often each value is an operand or an output. */
  constructor(tensors: ReadonlyMap<string, Tensor>, uses: ReadonlyMap<string, number>, shared: Shared) {
    this.#tensors = tensors;
    this.#uses = uses;
    this.shared = shared;
  }

  /** A name that no other local of the routine has. */
  fresh = (prefix: string): string => `${prefix}${this.#count++}`;

  emit(...statements: readonly Statement[]): void {
    this.#statements += statements.length;
    if (this.#statements > MOST_STATEMENTS) throw refuse(this.now, sentence`a method has more steps than a program should`);
    this.body.push(...statements);
  }

  // ---- values ----

  define(name: string, source: Source): void {
    if (mixesRows(source.shape)) throw refuse(this.now, sentence`an answer depends on several rows at once`);
    this.#sources.set(name, source);
  }

  /** The tensor of a constant. */
  tensor(name: string): Tensor | null {
    return this.#tensors.get(name) ?? null;
  }

  /** Where a value's elements are; its group is closed. */
  source(name: string): Source {
    const group = this.#groupOf.get(name);
    if (group !== undefined) this.#close(group);
    const found = this.#sources.get(name) ?? this.#constantSource(name);
    if (found === null) throw refuse(this.now, sentence`a value that nothing gives`);
    return found;
  }

  /** Type and shape, without closing its group. */
  form(name: string): { readonly type: Scalar; readonly shape: Shape } {
    const group = this.#groupOf.get(name);
    const member = group === undefined ? undefined : this.#groups.get(group)?.find((one) => one.name === name);
    return member ?? this.source(name);
  }

  /** What whole numbers a value can be; null where that is not known. */
  range(name: string): Range | null {
    const known = this.#ranges.get(name);
    if (known !== undefined) return known;
    const tensor = this.#tensors.get(name);
    const range = tensor === undefined ? null : rangeOfTensor(tensor);
    this.#ranges.set(name, range);
    return range;
  }

  bound(name: string, range: Range | null): void {
    this.#ranges.set(name, range);
  }

  uses = (name: string): number => this.#uses.get(name) ?? 0;

  #constantSource(name: string): Source | null {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined) return null;
    const type = scalarOf(tensor.dtype);
    const source =
      tensor.data.length === 1
        ? scalarSource(literal(type, tensor.data[0]), tensor.shape)
        : arraySource(
            this.constant(name, () => constantOf(tensor)),
            type,
            tensor.shape,
          );
    this.#sources.set(name, source);
    return source;
  }

  /** A constant array of the program, made once; what it is called, which may be the name of another one that is equal. */
  constant(name: string, make: () => Constant): string {
    const known = this.shared.names.get(name);
    if (known !== undefined) return known;
    const constant = make();
    const print = fingerprint(constant);
    const equals = this.shared.prints.get(print) ?? [];
    const same = equals.find((one) => sameConstant(this.shared.constants.get(one), constant)) ?? name;
    if (same === name) this.shared.constants.set(name, constant);
    if (same === name) this.shared.prints.set(print, [...equals, name]);
    this.shared.names.set(name, same);
    return same;
  }

  /** An array to write to, as the value of this name. */
  buffer(name: string, type: Scalar, shape: Shape): Source {
    this.buffers.push({ name, type, size: sizeOf(shape) });
    return arraySource(name, type, shape);
  }

  /** Elements one after the other; copied where they are not. */
  flatten(source: Source): { readonly array: string; readonly offset: number } {
    if (source.flat !== null) return source.flat;
    const name = this.fresh("copy");
    const copy = this.buffer(name, source.type, source.shape);
    this.emit(...this.over(source.shape, (index) => [store(name, flatIndex(source.shape, index, int(0)), source.at(index))]));
    return copy.flat ?? { array: name, offset: 0 };
  }

  /** Loops over all axes that are longer than one. */
  over(shape: Shape, body: (index: readonly Expr[]) => readonly Statement[]): readonly Statement[] {
    const names = shape.map((dim) => (lengthOf(dim) === 1 ? null : this.fresh("i")));
    const inner = body(names.map((name) => (name === null ? int(0) : local(name, "int"))));
    return names.reduceRight<readonly Statement[]>(
      (statements, name, axis) => (name === null ? statements : [loop(name, lengthOf(shape[axis] ?? 1), statements)]),
      inner,
    );
  }

  // ---- groups ----

  /** A value whose elements are made of the operands' elements at the same place. */
  elementwise(member: Member): void {
    if (mixesRows(member.shape)) throw refuse(this.now, sentence`an answer depends on several rows at once`);
    const key = squeezed(member.shape).join();
    for (const operand of member.operands) {
      const group = this.#groupOf.get(operand);
      if (group !== undefined && group !== key) this.#close(group);
    }
    const members = this.#groups.get(key) ?? [];
    members.push(member);
    this.#groups.set(key, members);
    this.#groupOf.set(member.name, key);
  }

  closeAll(): void {
    for (const key of [...this.#groups.keys()]) this.#close(key);
  }

  #close(key: string): void {
    const members = this.#groups.get(key) ?? [];
    this.#groups.delete(key);
    for (const { name } of members) this.#groupOf.delete(name);
    new Group(this, members).write();
  }
}

/** How a value of a group is known to the others of it. */
interface Known {
  readonly value: Expr;
  readonly depth: number;
}

class Group {
  readonly #planner: Planner;
  readonly #members: readonly Member[];
  readonly #known = new Map<string, Known>();
  /** Uses of each member by others of the group. */
  readonly #inside = new Map<string, number>();

  constructor(planner: Planner, members: readonly Member[]) {
    this.#planner = planner;
    this.#members = members;
    for (const { operands } of members) for (const name of operands) this.#inside.set(name, (this.#inside.get(name) ?? 0) + 1);
  }

  write(): void {
    const [first] = this.#members;
    if (first === undefined) return;
    const shape = squeezed(first.shape);
    const flat = this.#isFlat(shape);
    const body = (index: readonly Expr[]): readonly Statement[] => this.#members.flatMap((member) => this.#member(member, index, flat));
    this.#planner.emit(...this.#planner.over(flat ? [sizeOf(shape)] : shape, body));
  }

  /** Whether all that comes from outside has one place for each element, so that one loop does. */
  #isFlat(shape: readonly number[]): boolean {
    const names = new Set(this.#members.map(({ name }) => name));
    const outer = new Set(this.#members.flatMap(({ operands }) => operands.filter((name) => !names.has(name))));
    return [...outer].every((name) => {
      const source = this.#planner.source(name);
      return sizeOf(source.shape) === 1 || (source.flat !== null && squeezed(source.shape).join() === shape.join());
    });
  }

  #argument(name: string, shape: Shape, index: readonly Expr[], flat: boolean): Known {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const source = this.#planner.source(name);
    const [place = int(0)] = index;
    const direct = flat && sizeOf(source.shape) !== 1 ? atFlat(source, place) : null;
    return { value: direct ?? source.at(aligned(source.shape, shape, index)), depth: 1 };
  }

  #member(member: Member, index: readonly Expr[], flat: boolean): readonly Statement[] {
    const { name, type, shape, operands, build } = member;
    const args = operands.map((operand) => this.#argument(operand, shape, index, flat));
    const value = build(args.map((one) => one.value));
    const depth = 1 + args.reduce((most, one) => Math.max(most, one.depth), 0);
    const inside = this.#inside.get(name) ?? 0;
    const outside = this.#planner.uses(name) > inside;
    if (!outside && inside === 1 && depth < MOST_DEPTH) {
      this.#known.set(name, { value, depth });
      return [];
    }
    const isSingle = sizeOf(shape) === 1;
    if (isSingle && value.kind === "number") return this.#keep(name, value, shape);
    const out: Statement[] = [];
    const held = this.#planner.fresh("t");
    if (isSingle || inside > 0) {
      out.push(declare(held, value));
      this.#known.set(name, { value: local(held, type), depth: 1 });
    }
    if (isSingle) this.#planner.define(name, scalarSource(local(held, type), shape));
    else if (outside) {
      this.#planner.define(name, this.#planner.buffer(name, type, shape));
      const place = flat ? (index[0] ?? int(0)) : flatIndex(squeezed(shape), index, int(0));
      out.push(store(name, place, this.#known.get(name)?.value ?? value));
    }
    return out;
  }

  #keep(name: string, value: Expr, shape: Shape): readonly Statement[] {
    this.#known.set(name, { value, depth: 1 });
    this.#planner.define(name, scalarSource(value, shape));
    return [];
  }
}

/** An operand's index, by the loops over the axes of the result that are longer than one. */
function aligned(from: Shape, to: Shape, loops: readonly Expr[]): readonly Expr[] {
  let next = 0;
  const all = to.map((dim) => (lengthOf(dim) === 1 ? int(0) : (loops[next++] ?? int(0))));
  return from.map((dim, i) => (lengthOf(dim) === 1 ? int(0) : (all[to.length - from.length + i] ?? int(0))));
}

/** Why a step has no program, by the estimator that it is a step of. */
export function refuse(node: Node | null, why: Shown): Error {
  const { at, className } = (node === null ? null : originOf(node)) ?? { at: "", className: "The model" };
  return unsupported(at, className, why);
}

function literal(type: Scalar, value: unknown): Expr {
  if (type === "str") return { kind: "text", type, value: String(value) };
  return { kind: "number", type, value: type === "int" ? wholeOf(value) : Number(value) };
}

function wholeOf(value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw refuse(null, sentence`a whole number above 2^53`);
  return number;
}

const NARROW = [Uint8Array, Int16Array, Uint16Array, Int32Array] as const;

/** Whole numbers in as few bytes as they need; doubles where they need more than four. */
export function wholes(values: ArrayLike<number>): Constant {
  let [least, most] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const limits = [
    [0, 0xff],
    [-0x8000, 0x7fff],
    [0, 0xffff],
    [-0x8000_0000, 0x7fff_ffff],
  ] as const;
  const at = limits.findIndex(([low, high]) => least >= low && most <= high);
  const kind = NARROW[at];
  return { type: "int", data: kind === undefined ? Float64Array.from(values) : kind.from(values) };
}

function constantOf({ dtype, data }: Tensor): Constant {
  const type = scalarOf(dtype);
  if (type === "int") return wholes(Array.from(data as Iterable<unknown>, wholeOf));
  if (data instanceof BigInt64Array) throw new Error("whole numbers of another dtype");
  return { type, data };
}
