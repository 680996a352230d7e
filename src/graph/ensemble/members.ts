/** Estimators that an estimator holds, in a graph: each lowered over the X that it sees. */
import { sentence } from "../../errors.js";
import { type Context, type Lowered, type Rows, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

/** Path of what an estimator holds. */
export const below = (at: string, name: string): string => (at === "" ? name : `${at}.${name}`);

export interface Member {
  readonly at: string;
  readonly className: string;
  readonly lowered: Lowered;
  /** Number of its classes, null where its state has none. */
  readonly classes: ArrayLike<unknown> | null;
}

/** An estimator of this one. */
export function memberOf({ state, inner, rows }: Context, value: unknown, at: string, seen: Rows = rows): Member {
  const holder = state.inner(value);
  const classes = holder.classes();
  return {
    at,
    className: holder.className,
    lowered: inner(value, seen, at),
    classes: classes !== undefined && "data" in classes ? classes.data : null,
  };
}

/** Estimators of `estimators_`. @throws CornichonError `model.*`, `target.unsupported` */
export function membersOf(context: Context, seen: (at: number) => Rows = () => context.rows): readonly Member[] {
  const { state } = context;
  const members = state.items("estimators_").map((value, k) => memberOf(context, value, below(context.at, `estimators_[${k}]`), seen(k)));
  if (members.length === 0) throw state.inconsistent("it holds no estimators");
  return members;
}

/** What a member answers. @throws CornichonError `target.unsupported` */
export function answer({ at, className, lowered }: Member, name: string): Value {
  const make = lowered.methods.get(name);
  if (make === undefined) throw unsupported(at, className, sentence`it has no such method in a graph as its holder asks for`);
  return make();
}

/** Numbers with two axes. @throws CornichonError `target.unsupported` for texts */
export function asColumns(ops: Ops, member: Member, value: Value): Value {
  if (value.dtype === "string") throw unsupported(member.at, member.className, sentence`its answers are texts where numbers are needed`);
  return ops.column(ops.cast(value, "float64"));
}

/** Values one after the other, added in this order. */
export function sumOf(ops: Ops, values: readonly Value[]): Value {
  const [first, ...rest] = values;
  if (first === undefined) throw new Error("nothing to add");
  return rest.reduce((sum, value) => ops.add(sum, value), first);
}
