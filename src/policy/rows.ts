/**
 * The notation in which the families write their names, and its expansion into the wire's exact table. A row names a
 * class or function once with every module that ever held it; the expansion writes one entry a spelling. Nothing here
 * reads an artifact; a row that would give one name two meanings is a programming error and throws at start.
 */
import type { CallEntry, ClassEntry, ClassForm, PolicyEntry, ReferenceEntry } from "../../sandbox/wire/policy.js";

/** A class, with all the modules under which pickles name it. Lists are words separated by blanks. */
export interface ClassRow {
  /** Newest public path; its last part is the class's name unless `names` says otherwise. */
  readonly path: string;
  /** Modules that hold it or held it; the path's own module only counts if it is listed here. */
  readonly at: string;
  /** Its qualnames in these modules where they differ from the path's last part, e.g. `BinaryTree` for `KDTree`. */
  readonly names?: string;
  readonly form?: ClassForm;
  readonly call?: string;
  readonly state?: string;
  readonly refs?: string;
  /** Names of sets of members in the family's `MemberSets`, mostly base classes. */
  readonly bases?: string;
  /** Its own methods and properties. */
  readonly members?: string;
  /** State keys that real files have although some base class or version has a member of that name. */
  readonly keys?: string;
  readonly dunders?: string;
  readonly callable?: boolean;
  readonly estimator?: boolean;
  /** Only for classes that must never stand as a value. */
  readonly noReference?: true;
  readonly after?: readonly string[];
  /** Known to be dangerous in every form but the one listed here. */
  readonly narrow?: true;
}

/** A function with an argument checker. */
export interface CallRow {
  readonly path: string;
  readonly at: string;
  readonly check: string;
  readonly args?: CallEntry["args"];
  readonly after?: readonly string[];
  /** Its qualname where it is no single word: `ZoneInfo._unpickle`. */
  readonly name?: string;
  readonly narrow?: true;
}

/** Names that may only stand as values: one row a kind and a list of modules. */
export interface ReferenceRow {
  readonly what: ReferenceEntry["what"];
  /** Modules that hold all of `names`. */
  readonly at: string;
  /** `name`, or `name=newest public path` where it differs from `public` + name. */
  readonly names: string;
  /** Newest public module. */
  readonly public: string;
}

/** Methods and properties by base class (any label), as words separated by blanks. */
export type MemberSets = Readonly<Record<string, string>>;

/** One switch of the policy. */
export interface Family {
  readonly family: string;
  /** One sentence for the policy's table. */
  readonly doc: string;
  readonly classes?: readonly ClassRow[];
  readonly calls?: readonly CallRow[];
  readonly references?: readonly ReferenceRow[];
  readonly members?: MemberSets;
}

/** A class's row as a JSON file holds it: tsc takes the word of its form for any text. */
type WrittenRow = Omit<ClassRow, "form"> & { readonly form?: string };

const FORMS: readonly ClassForm[] = ["newobj", "dict-subclass", "list-subclass", "call"];

/** Rows of a JSON file. All but the form is of the row's type already; the form is looked up. */
export function rowsOf(written: readonly WrittenRow[]): readonly ClassRow[] {
  return written.map(({ form, ...row }) => (form === undefined ? row : { ...row, form: formOf(form, row.path) }));
}

function formOf(text: string, path: string): ClassForm {
  const form = FORMS.find((known) => known === text);
  if (form === undefined) throw new Error(`policy: ${path}: no form ${text}`);
  return form;
}

/** A class that is made by a checked call and has no state beside its arguments. */
export const called = (path: string, at: string, call: string): ClassRow => ({ path, at, form: "call", call, state: "none" });

const words = (text: string | undefined): string[] => (text === undefined ? [] : text.split(" ").filter((word) => word !== ""));

const lastPart = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** All members of a class: its own and its bases', without the names that real files have as state keys. */
function membersOf(row: ClassRow, sets: MemberSets): string[] {
  const all = new Set(words(row.members));
  for (const base of words(row.bases)) {
    const set = sets[base];
    if (set === undefined) throw new Error(`policy: ${row.path}: no member set ${base}`);
    for (const name of words(set)) all.add(name);
  }
  for (const key of words(row.keys)) all.delete(key);
  return [...all].sort();
}

function classEntry(row: ClassRow, family: string, sets: MemberSets): ClassEntry {
  const members = membersOf(row, sets);
  const refs = words(row.refs);
  const dunders = words(row.dunders);
  return {
    kind: "class",
    path: row.path,
    family,
    form: row.form ?? "newobj",
    ...(row.call === undefined ? {} : { call: row.call }),
    ...(row.state === undefined ? {} : { state: row.state }),
    ...(refs.length === 0 ? {} : { refs }),
    ...(members.length === 0 ? {} : { members }),
    ...(dunders.length === 0 ? {} : { dunders }),
    ...(row.callable ? { callable: true } : {}),
    ...(row.estimator ? { estimator: true } : {}),
    ...(row.noReference ? {} : { reference: true }),
    ...(row.after === undefined ? {} : { after: row.after }),
    ...(row.narrow ? { narrow: true } : {}),
  };
}

/** Every (module, name) key of a family with its entry. Throws when two rows claim one key. */
export function entriesOf(family: Family): Map<string, PolicyEntry> {
  const out = new Map<string, PolicyEntry>();
  const put = (module: string, name: string, entry: PolicyEntry): void => {
    const key = `${module} ${name}`;
    if (out.has(key)) throw new Error(`policy: ${key} is listed twice`);
    out.set(key, entry);
  };
  for (const row of family.classes ?? []) {
    const entry = classEntry(row, family.family, family.members ?? {});
    for (const module of words(row.at))
      for (const name of row.names === undefined ? [lastPart(row.path)] : words(row.names)) put(module, name, entry);
  }
  for (const row of family.calls ?? []) {
    const { path, check } = row;
    const rest = {
      ...(row.args === undefined ? {} : { args: row.args }),
      ...(row.after === undefined ? {} : { after: row.after }),
      ...(row.narrow ? { narrow: true as const } : {}),
    };
    for (const module of words(row.at))
      put(module, row.name ?? lastPart(path), { kind: "call", path, family: family.family, check, ...rest });
  }
  for (const row of family.references ?? []) {
    for (const word of words(row.names)) {
      const [name = word, path = `${row.public}.${name}`] = word.split("=");
      for (const module of words(row.at)) put(module, name, { kind: "reference", path, family: family.family, what: row.what });
    }
  }
  return out;
}
