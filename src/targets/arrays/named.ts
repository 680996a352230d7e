/**
 * Every array of a document under a name of its own: the path that leads to it, in dots. Parts are attributes, keys of
 * dicts, places in lists as whole numbers, and names in lists of named estimators (`steps.scaler.mean_`,
 * `estimators_.0.tree_.nodes`); what the document itself is, when it is an array, is `array`.
 *
 * In a name, `%`, `/`, `\`, `:` and what is no visible character are `%` and the hexadecimal digits of their bytes in UTF-8,
 * and so is the dot of a last `.npy`: names of members are these. Two paths that are the same in dots (`{"a.b": x, "a":
 * {"b": y}}`) are told apart by `~2`, `~3` … behind all but the first of the document. An array that is referred to from several places has the first
 * one's name, and the others are listed. numpy's scalars are arrays without axes. A sparse matrix is its parts, with `shape`.
 */
import { sentence } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import { partsOf } from "../../model/inside.js";
import { type Path, pathText } from "../../model/paths.js";
import { numberOf, own, type References, typeOf } from "../../neutral/document.js";

/** An array or scalar of the document. */
export interface NamedValue {
  readonly name: string;
  /** As `--select` takes it. */
  readonly path: string;
  readonly value: object;
}

export interface NamedValues {
  readonly arrays: readonly NamedValue[];
  /** What holds arrays in a form of its own. */
  readonly closed: readonly NamedValue[];
  /** Places that refer to what has a name already. */
  readonly shared: readonly { readonly name: string; readonly as: string }[];
  /** Formats of sparse matrices by their names: `csr`. */
  readonly formats: ReadonlyMap<string, string>;
}

/** Longest name. */
const LONGEST = 1000;
const ODD = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}%/\\:]|(?! )\p{Zs}|\.(?=npy$)/giu;

/** Bytes of a character in UTF-8, lone surrogates as if they were one. */
function percents(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const bytes =
    point >= 0xd800 && point <= 0xdfff
      ? [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)]
      : [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

/** A text as part of a name. */
export const namePart = (text: string): string => text.replace(ODD, percents);

const nameOf = (path: Path): string => (path.length === 0 ? "array" : namePart(path.join(".")));

const SPARSE = /^scipy\.sparse\.(?:\w+\.)*(\w+)_(?:matrix|array)$/;
const MASKED = /^numpy\.ma\./;

/** A look at a value: paths are only put together for what has a name. */
interface Look {
  readonly value: unknown;
  readonly parts: Path;
  readonly from: Look | null;
}

function pathOf(look: Look): Path {
  const parts: Path[] = [];
  for (let at: Look | null = look; at !== null; at = at.from) parts.push(at.parts);
  return parts.reverse().flat();
}

const lastOf = ({ parts }: Look): string | number => parts.at(-1) ?? "";

/** Gives names once: the second of one is `~2`, and so on. Linear, however often one is asked for. */
export class UniqueNames {
  readonly #used: Set<string>;
  /** The number that was last put behind a name. */
  readonly #last = new Map<string, number>();

  constructor(reserved: Iterable<string>) {
    this.#used = new Set(reserved);
  }

  of(wanted: string): string {
    let name = wanted;
    let n = this.#last.get(wanted) ?? 1;
    while (this.#used.has(name)) name = `${wanted}~${++n}`;
    this.#last.set(wanted, n);
    this.#used.add(name);
    return name;
  }
}

class Names {
  readonly #unique: UniqueNames;
  readonly arrays: NamedValue[] = [];
  readonly closed: NamedValue[] = [];
  readonly shared: { name: string; as: string }[] = [];
  readonly formats = new Map<string, string>();
  /** Names of what may be referred to, made when one is. */
  readonly #seen = new Map<unknown, () => string>();

  constructor(reserved: readonly string[]) {
    this.#unique = new UniqueNames(reserved);
  }

  #named(path: Path, value: object): NamedValue {
    const name = nameOf(path);
    const text = pathText(path);
    if (name.length > LONGEST)
      throw unsupported(text.slice(0, 100), "array", sentence`its name would have ${name.length} characters, and ${LONGEST} are written`);
    return { name: this.#unique.of(name), path: text, value };
  }

  /** What a sparse matrix says beside its arrays. */
  #sparse(value: object, path: Path, references: References): void {
    const [, format = ""] = SPARSE.exec(String(own(value, "class"))) ?? [];
    this.formats.set(nameOf(path), format);
    const state = references.resolve(own(value, "state"));
    const shape = references.resolve(own(state, "_shape"));
    const sizes = own(shape, "items");
    if (!Array.isArray(sizes) || !sizes.every((size) => numberOf(size) !== undefined)) return;
    const data = sizes.map((size) => numberOf(size));
    this.arrays.push(this.#named([...path, "shape"], { $type: "ndarray", dtype: "int64", shape: [data.length], data }));
  }

  /** An array by itself. */
  #array(value: object, look: Look): void {
    const named = this.#named(pathOf(look), value);
    this.#seen.set(value, () => named.name);
    this.arrays.push(named);
  }

  /** True where there may be more inside. */
  take(look: Look, references: References): boolean {
    const { value } = look;
    if (typeof value !== "object" || value === null) return false;
    const known = this.#seen.get(value);
    if (known !== undefined) {
      this.shared.push({ name: nameOf(pathOf(look)), as: known() });
      return false;
    }
    if (own(value, "$id") !== undefined) this.#seen.set(value, () => nameOf(pathOf(look)));
    const type = typeOf(value);
    if (type === "ndarray" || type === "scalar") {
      this.#array(value, look);
      return type === "ndarray" && own(value, "dtype") === "object";
    }
    if (type !== "object") return true;
    const className = String(own(value, "class"));
    if (MASKED.test(className)) this.closed.push(this.#named(pathOf(look), value));
    else if (SPARSE.test(className)) this.#sparse(value, pathOf(look), references);
    return !MASKED.test(className);
  }
}

/** Names of all arrays below a value, in the document's order; those in `reserved` are nobody's. Walked without recursion. */
export function namedArrays(root: unknown, references: References, reserved: readonly string[]): NamedValues {
  const names = new Names(reserved);
  const left: Look[] = [{ value: references.resolve(root), parts: [], from: null }];
  for (let look = left.pop(); look !== undefined; look = left.pop()) {
    if (!names.take(look, references)) continue;
    const inner: Look[] = [];
    for (const { path, value } of partsOf(look.value, lastOf(look), references))
      if (typeof value === "object" && value !== null) inner.push({ value: references.resolve(value), parts: path, from: look });
    for (const one of inner.reverse()) left.push(one);
  }
  return names;
}
