/**
 * A name of the stream → a token on the tape. The pair (module, qualname) is compared whole with the policy's table,
 * after Python 2's renames where CPython applies them. Nothing is imported, nothing is looked up by prefix for an
 * allowance, nothing is split for one: dots only matter when a name is refused and we say how dangerous it is.
 */
import type { FindingArgs } from "../finding/arguments.js";
import type { FindingPlace, Findings, Told } from "../finding/findings.js";
import { shown } from "../finding/findings.js";
import { PYTHON2_NAMES } from "../policy/python2-names.js";
import { type Handle, indexOf } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { GlobalUse, GuestGlobal } from "../wire/job.js";
import type { DangerId, KnownFamily, PolicyEntry } from "../wire/policy.js";
import type { Policy } from "./policy.js";

/** Where scipy's ufuncs live, which the policy lists as functions. */
const SCIPY_UFUNCS = "scipy.special._ufuncs";

/** The family of what `--allow` lists. */
const ALLOWED = "allowed";

/** Longer names are refused unread. */
const NAME_BYTES = 512;

/** What the machine knows of a token. `why` is set for known-dangerous names. */
export interface NameFacts {
  readonly module: string;
  readonly name: string;
  readonly entry: PolicyEntry | null;
  readonly why: DangerId | null;
  /** Set for a listed name that is known to be dangerous beyond the form that is listed. */
  readonly beyond: DangerId | null;
  readonly uses: Set<GlobalUse>;
}

/** `module.name`, cut for showing. */
export const dotted = (module: string, name: string): string => shown(name === "" ? module : `${module}.${name}`);

export class Names {
  readonly #tape: Tape;
  readonly #policy: Policy;
  /** Where refusals go; the machine changes it while a stream is only tried. */
  findings: Findings;
  readonly #facts: NameFacts[] = [];
  readonly #interned = new Map<string, Handle>();
  readonly #modulesSeen = new Set<string>();
  /** Names that are dangerous beyond their listed form: where they were met, until that form was. */
  readonly #suspects = new Map<Handle, FindingPlace>();
  readonly #granted = new Set<Handle>();
  readonly #asked = new Set<Handle>();
  /** Any such name was met. */
  metNarrow = false;

  constructor(tape: Tape, policy: Policy, findings: Findings) {
    this.#tape = tape;
    this.#policy = policy;
    this.findings = findings;
  }

  facts(token: Handle): NameFacts | null {
    return this.#tape.globalValue(token) === null ? null : (this.#facts[indexOf(token)] ?? null);
  }

  /** Marks how a token was used, for the report. */
  use(token: Handle, use: GlobalUse): void {
    this.facts(token)?.uses.add(use);
  }

  /** What the name resolved last was told as, null where it is allowed: its call may take that over. */
  told: Told | null = null;

  /** Resolves a name, adding a finding when it is not allowed. `protocol` decides Python 2's renames. */
  resolve(module: string, name: string, protocol: number, place: FindingPlace): Handle {
    const [realModule, realName] = protocol < 3 ? renamed(module, name) : [module, name];
    // Below protocol 4 CPython looks a dotted name up as one attribute, which no module has.
    const token = protocol < 4 && realName.includes(".") ? this.#unlisted(realModule, realName) : this.#intern(realModule, realName);
    const facts = this.facts(token);
    this.told = null;
    if (facts === null) return token;
    const at = { ...place, global: dotted(realModule, realName) };
    if (facts.why !== null) this.told = this.findings.add("global.dangerous", at, { why: facts.why });
    else if (facts.entry === null) this.told = this.#refuse(realModule, realName, protocol, at);
    else if (!this.#inOrder(facts.entry)) this.findings.add("global.order", at);
    else {
      this.#modulesSeen.add(realModule);
      this.#tellAsked(token, facts.entry, at);
    }
    this.suspect(token, place);
    return token;
  }

  /** What passes only because somebody asked for it is told, once a name. */
  #tellAsked(token: Handle, { family }: PolicyEntry, at: FindingPlace): void {
    if (family !== ALLOWED || this.#asked.has(token)) return;
    this.#asked.add(token);
    this.findings.add("policy.allowed", at, { option: "--allow" });
  }

  /** A name that is dangerous beyond its listed form was met. */
  suspect(token: Handle, place: FindingPlace): void {
    const beyond = this.facts(token)?.beyond ?? null;
    this.metNarrow ||= beyond !== null;
    if (beyond !== null && !this.#granted.has(token) && !this.#suspects.has(token)) this.#suspects.set(token, place);
  }

  /** It was used in that form. */
  grant(token: Handle): void {
    if (this.facts(token)?.beyond == null) return;
    this.#granted.add(token);
    this.#suspects.delete(token);
  }

  /** True when a name is dangerous beyond its listed form: told as any such name, with the call where it is called. */
  tellBeyond(token: Handle, place: FindingPlace, call: FindingArgs = {}): boolean {
    const facts = this.facts(token);
    if (facts === null || facts.beyond === null) return false;
    this.#suspects.delete(token);
    this.findings.add("global.dangerous", { ...place, global: dotted(facts.module, facts.name) }, { why: facts.beyond, ...call });
    return true;
  }

  /** At a stream's end: names that were never used in their listed form. */
  tellSuspects(): void {
    for (const [token, place] of this.#suspects) this.tellBeyond(token, place);
  }

  /** The token of `owner.attribute`, where that dotted name is listed as a function: what `getattr` of a listed class finds. */
  attribute(owner: Handle, attribute: string): Handle | null {
    const facts = this.facts(owner);
    if (facts === null) return null;
    const name = `${facts.name}.${attribute}`;
    const entry = this.#entry(facts.module, name);
    const isFunction = entry?.kind === "call" || (entry?.kind === "reference" && entry.what === "function");
    return isFunction ? this.#intern(facts.module, name) : null;
  }

  /** The token of a listed function that the stream does not name itself. */
  listedFunction(module: string, name: string): Handle | null {
    const entry = this.#entry(module, name);
    return entry?.kind === "reference" && entry.what === "function" ? this.#intern(module, name) : null;
  }

  /** True when the policy says anything of the module's package. */
  isKnownModule(module: string): boolean {
    return this.#policy.packages.has(packageOf(module));
  }

  /** True for a name that is known to be dangerous. */
  isDangerous(module: string, name: string): boolean {
    return this.#why(module, name) !== null;
  }

  /** A name that is cut off: no loader resolves it, but what there is of it may be known. */
  partial(module: string, name: string, place: FindingPlace): void {
    const why = this.#why(module, name);
    if (why !== null) this.findings.add("global.dangerous", { ...place, global: dotted(module, name) }, { why });
  }

  #inOrder(entry: PolicyEntry): boolean {
    const after = "after" in entry ? entry.after : undefined;
    return after === undefined || after.some((module) => this.#imported(module));
  }

  /** True when a listed name of that module was met; with a dot at the end, of any module of that package. */
  #imported(module: string): boolean {
    if (!module.endsWith(".")) return this.#modulesSeen.has(module);
    for (const seen of this.#modulesSeen) if (seen.startsWith(module)) return true;
    return false;
  }

  #refuse(module: string, name: string, protocol: number, at: FindingPlace): Told {
    if (malformedName(module) || malformedName(name)) return this.findings.add("global.malformed", at);
    const known = this.#familyOf(module);
    if (known !== null) return this.findings.add("global.family", at, { family: known.family });
    const [realModule, realName] = renamed(module, name);
    if (protocol >= 3 && (realModule !== module || realName !== name)) return this.findings.add("global.python2", at);
    return this.findings.add("global.unlisted", at);
  }

  #familyOf(module: string): KnownFamily | null {
    for (const known of this.#policy.knownFamilies) {
      for (const m of known.modules) if (m.endsWith(".") ? module.startsWith(m) || module === m.slice(0, -1) : module === m) return known;
    }
    return null;
  }

  /** A token for a name that is not listed in this place, whatever the table says of it. */
  #unlisted(module: string, name: string): Handle {
    const key = `unlisted ${module} ${name}`;
    const seen = this.#interned.get(key);
    if (seen !== undefined) return seen;
    const token = this.#tape.global({ module, name, path: `${module}.${name}`, listed: false });
    this.#facts.push({ module, name, entry: null, why: this.#why(module, name), beyond: null, uses: new Set() });
    this.#interned.set(key, token);
    return token;
  }

  #intern(module: string, name: string): Handle {
    const key = `${module} ${name}`;
    const seen = this.#interned.get(key);
    if (seen !== undefined) return seen;
    const entry = this.#entry(module, name);
    const why = entry === null ? this.#why(module, name) : null;
    const listed = entry !== null;
    const token = this.#tape.global({ module, name, path: entry?.path ?? `${module}.${name}`, listed });
    const beyond = entry !== null && entry.kind !== "reference" && entry.narrow === true ? this.#why(module, name) : null;
    this.#facts.push({ module, name, entry, why, beyond, uses: new Set() });
    this.#interned.set(key, token);
    return token;
  }

  #entry(module: string, name: string): PolicyEntry | null {
    if (malformedName(module) || malformedName(name)) return null;
    return this.#policy.entry(`${module} ${name}`);
  }

  /**
   * The reason when the name, what a dotted name walks to or through, or the package that it is in, is known to be
   * dangerous: every part of a dotted name may be a module, and every part behind it an attribute.
   */
  #why(module: string, name: string): DangerId | null {
    const inner = module.slice(0, NAME_BYTES);
    const parts = name.slice(0, NAME_BYTES).split(".", 16);
    for (let from = 0; from < parts.length; from++) {
      // No dangerous attribute has more than two parts (`Profile.run`).
      for (let to = from + 1; to <= Math.min(parts.length, from + 2); to++) {
        const attribute = parts.slice(from, to).join(".");
        const walked = parts.slice(0, from).join(".");
        const why =
          from === 0
            ? this.#dangerIn(inner, attribute)
            : (this.#dangerIn(walked, attribute) ??
              this.#dangerIn(`${inner}.${walked}`, attribute) ??
              this.#dangerIn(parts[from - 1] ?? "", attribute));
        if (why !== null) return why;
      }
    }
    return null;
  }

  /** Of a module, or of a package above it of which every name is dangerous. */
  #dangerIn(module: string, name: string): DangerId | null {
    const why = this.#listedDanger(module, name);
    if (why !== null) return why;
    for (let dot = module.lastIndexOf("."); dot > 0; dot = module.lastIndexOf(".", dot - 1)) {
      const whole = this.#policy.danger(`${module.slice(0, dot)} *`);
      if (whole !== null) return whole;
    }
    return null;
  }

  #listedDanger(module: string, name: string): DangerId | null {
    const [oldModule, oldName] = renamed(module, name);
    for (const key of [`${module} ${name}`, `${module} *`, `${oldModule} ${oldName}`, `${oldModule} *`]) {
      const why = this.#policy.danger(key);
      if (why !== null) return why;
    }
    return null;
  }

  /**
   * The token of a ufunc that an old numpy fetches by module and name. Both come from closed lists: the name is a ufunc
   * of `numpy`, the module one that listed ufuncs live in or one of `modules`; scipy's are listed with their module.
   */
  listedUfunc(module: string, name: string, modules: readonly (string | number)[]): Handle | null {
    if (module === SCIPY_UFUNCS) return this.listedFunction(module, name);
    const known = modules.includes(module) || this.#isUfunc(module, name);
    if (!known || !this.#isUfunc("numpy", name)) return null;
    return this.#intern("numpy", name);
  }

  #isUfunc(module: string, name: string): boolean {
    const entry = this.#entry(module, name);
    return entry?.kind === "reference" && entry.what === "ufunc";
  }

  /** The class that a checked function builds, by its public path; BUILD goes to the named state checker. */
  built(path: string, state: string): Handle {
    const key = `built ${path} ${state}`;
    const seen = this.#interned.get(key);
    if (seen !== undefined) return seen;
    const at = path.lastIndexOf(".");
    const facts = { module: "", name: path.slice(at + 1), why: null, beyond: null, uses: new Set<GlobalUse>() };
    this.#facts.push({ ...facts, entry: { kind: "class", path, family: "", form: "call", state } });
    const token = this.#tape.global({ module: path.slice(0, at), name: path.slice(at + 1), path, listed: true });
    this.#interned.set(key, token);
    return token;
  }

  /** A token for what has no name of its own (a persistent id, an extension code). */
  pseudo(what: string): Handle {
    this.#facts.push({ module: "", name: what, entry: null, why: null, beyond: null, uses: new Set() });
    return this.#tape.global({ module: "", name: what, path: what, listed: false });
  }

  /** All names of the streams with their uses, at most `cap` lines. */
  report(cap: number): GuestGlobal[] {
    const lines: GuestGlobal[] = [];
    for (const { module, name, entry, uses } of this.#facts) {
      if (module === "") continue;
      for (const use of uses.size === 0 ? (["reference"] as const) : uses) {
        if (lines.length < cap) lines.push({ module: shown(module), name: shown(name), use, listed: entry !== null });
      }
    }
    return lines;
  }
}

/** The package of a module, or of a key of the policy's tables. */
const packageOf = (key: string): string => /^[^. ]*/.exec(key)?.[0] ?? "";

/** CPython's `fix_imports`: the pair's own rename first, else the module's. */
function renamed(module: string, name: string): readonly [string, string] {
  const key = `${module} ${name}`;
  const pair = Object.hasOwn(PYTHON2_NAMES.names, key) ? PYTHON2_NAMES.names[key] : undefined;
  if (pair !== undefined) {
    const at = pair.indexOf(" ");
    return [pair.slice(0, at), pair.slice(at + 1)];
  }
  const newModule = Object.hasOwn(PYTHON2_NAMES.modules, module) ? PYTHON2_NAMES.modules[module] : undefined;
  return [newModule ?? module, name];
}

/** Names that no real class has: too long, empty, with blanks, controls or letters outside ASCII. */
function malformedName(text: string): boolean {
  if (text.length === 0 || text.length > NAME_BYTES) return true;
  // By hand, as all that is asked for each artifact: a fresh context compiles every expression anew.
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x21 || unit > 0x7e) return true;
  }
  return false;
}
