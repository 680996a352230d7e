/**
 * Checks every field of a guest's report before anyone believes it. Written by hand: it runs before zod would be
 * loaded, and it must count as well as type. Where there is a closed list (codes, reasons, formats, options, families,
 * opcodes) nothing else passes, so that no sentence of the guest reaches a user. A report that does not fit is a crash
 * of the guest, never a verdict.
 */
import { ARGUMENTS, type ArgumentKind, type FindingArgs } from "../../sandbox/finding/arguments.js";
import { isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import { SHOWN_CHARACTERS } from "../../sandbox/finding/findings.js";
import { OP } from "../../sandbox/opcode/table.js";
import { CONTENT_KINDS, type ContentKind } from "../../sandbox/wire/content-kind.js";
import type {
  EstimatorFact,
  GuestArtifact,
  GuestFacts,
  GuestFinding,
  GuestGlobal,
  GuestReport,
  Limits,
  TensorFact,
  TensorPlace,
  VerdictCounts,
} from "../../sandbox/wire/job.js";
import { FORMATS, type Format, SKOPS_LOADERS } from "../../sandbox/wire/words.js";
import { JsonCheck } from "./json-check.js";
import type { HostJob } from "./types.js";

/** What of a job bounds its report. */
export type Bounds = Pick<HostJob, "limits" | "families">;

class Misfit extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function fail(where: string): never {
  throw new Misfit(where);
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const fields = (value: unknown, where: string): Fields => (isFields(value) ? value : fail(where));

function text(value: unknown, where: string, cap = 4096): string {
  return typeof value === "string" && value.length <= cap ? value : fail(where);
}

function count(value: unknown, where: string, most = Number.MAX_SAFE_INTEGER): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= most ? value : fail(where);
}

function list(value: unknown, where: string, most: number): readonly unknown[] {
  return Array.isArray(value) && value.length <= most ? value : fail(where);
}

const orNull = <T>(value: unknown, read: (value: unknown) => T): T | null => (value === null ? null : read(value));

const isArgument = (name: string): name is keyof FindingArgs => Object.hasOwn(ARGUMENTS, name);

/** A text of the artifact as the guest cuts it. */
const shownText = (value: unknown, where: string): string => text(value, where, SHOWN_CHARACTERS + 1);

/** True for a word that the guest may say there; a text of its own may stand only where the artifact's own do. */
function mayStand(kind: ArgumentKind, word: string, families: readonly string[]): boolean {
  if (kind === "text") return word.length <= SHOWN_CHARACTERS + 1;
  if (kind === "code") return isFindingCode(word);
  if (kind === "family") return families.includes(word);
  return kind !== "number" && kind.has(word);
}

function facts(value: unknown, families: readonly string[]): Readonly<Record<string, string | number>> {
  const out: Record<string, string | number> = Object.create(null);
  for (const [name, one] of Object.entries(fields(value, "args"))) {
    const kind = isArgument(name) ? ARGUMENTS[name] : fail("args");
    if (typeof one === "string") out[name] = mayStand(kind, one, families) ? one : fail(name);
    else out[name] = typeof one === "number" && Number.isFinite(one) && (kind === "number" || kind === "text") ? one : fail(name);
  }
  return out;
}

const LOADERS: ReadonlySet<string> = new Set(SKOPS_LOADERS);

/** Empty where a stream was stopped between two; of skops the node's loader. */
const isOpcode = (name: unknown): name is string =>
  name === "" || (typeof name === "string" && (Object.hasOwn(OP, name) || LOADERS.has(name)));

function finding(value: unknown, families: readonly string[]): GuestFinding {
  const f = fields(value, "finding");
  const code = text(f["code"], "code", 64);
  if (!isFindingCode(code)) fail("code");
  return {
    code,
    offset: count(f["offset"], "offset"),
    ...(f["opcode"] === undefined ? {} : { opcode: isOpcode(f["opcode"]) ? f["opcode"] : fail("opcode") }),
    ...(f["global"] === undefined ? {} : { global: text(f["global"], "global", 512) }),
    ...(f["args"] === undefined ? {} : { args: facts(f["args"], families) }),
  };
}

const USES = ["call", "new", "build", "reference"] as const;

function global(value: unknown): GuestGlobal {
  const g = fields(value, "global");
  const use = USES.find((one) => one === g["use"]) ?? fail("use");
  if (typeof g["listed"] !== "boolean") fail("listed");
  return { module: shownText(g["module"], "module"), name: shownText(g["name"], "name"), use, listed: g["listed"] === true };
}

const format = (value: unknown, where: string): Format => FORMATS.find((one) => one === value) ?? fail(where);

function artifact(value: unknown, { limits, families }: Bounds): GuestArtifact {
  const a = fields(value, "artifact");
  const versions: Record<string, string> = Object.create(null);
  for (const [key, one] of Object.entries(fields(a["versions"], "versions")))
    versions[text(key, "versions", 64)] = text(one, "versions", 256);
  return {
    ...(a["member"] === undefined ? {} : { member: text(a["member"], "member") }),
    kind: format(a["kind"], "kind"),
    encodings: list(a["encodings"], "encodings", 64).map((e) => format(e, "encodings")),
    protocol: orNull(a["protocol"], (p) => count(p, "protocol", 255)),
    root: orNull(a["root"], (r) => text(r, "root", 1100)),
    globals: list(a["globals"], "globals", limits.maxGlobals).map(global),
    versions,
    findings: list(a["findings"], "findings", limits.maxFindings).map((f) => finding(f, families)),
    ...(a["inside"] === undefined ? {} : { inside: VERDICT_ORDER.find((one) => one === a["inside"]) ?? fail("inside") }),
    moreFindings: count(a["moreFindings"], "moreFindings"),
    ...(a["moreGlobals"] === undefined ? {} : { moreGlobals: count(a["moreGlobals"], "moreGlobals") }),
    bytes: count(a["bytes"], "bytes"),
    readTo: count(a["readTo"], "readTo", count(a["bytes"], "bytes")),
    ...(a["sha256"] === undefined
      ? {}
      : { sha256: /^[0-9a-f]{64}$/.test(text(a["sha256"], "sha256", 64)) ? text(a["sha256"], "sha256", 64) : fail("sha256") }),
  };
}

function estimator(value: unknown): EstimatorFact {
  const e = fields(value, "estimator");
  return {
    path: list(e["path"], "path", 1100).map((p) => (typeof p === "number" ? count(p, "path") : text(p, "path", 65536))),
    class: text(e["class"], "class", 1100),
    finalClass: text(e["finalClass"], "finalClass", 1100),
    features: orNull(e["features"], (f) => list(f, "features", 100_000).map((name) => text(name, "features", 65536))),
    nFeatures: orNull(e["nFeatures"], (n) => count(n, "nFeatures")),
    sklearnVersion: orNull(e["sklearnVersion"], (v) => text(v, "sklearnVersion", 256)),
  };
}

/** Levels of a model's metadata. */
const METADATA_DEPTH = 1000;

function metadata(value: unknown): string {
  const json = text(value, "metadata", 4 * 1024 * 1024);
  const check = new JsonCheck(METADATA_DEPTH);
  check.push(new TextEncoder().encode(json));
  return check.finish() ? json : fail("metadata");
}

function guestFacts(value: unknown): GuestFacts {
  const f = fields(value, "facts");
  return {
    estimators: list(f["estimators"], "estimators", 100_000).map(estimator),
    metadata: orNull(f["metadata"], metadata),
  };
}

function tensor(value: unknown): TensorFact {
  const t = fields(value, "tensor");
  return {
    dtype: text(t["dtype"], "dtype", 64),
    shape: list(t["shape"], "shape", 64).map((n) => count(n, "shape")),
    bytes: count(t["bytes"], "bytes"),
    ...(t["place"] === undefined ? {} : { place: place(t["place"]) }),
  };
}

function place(value: unknown): TensorPlace {
  const p = fields(value, "place");
  const itemsize = count(p["itemsize"], "itemsize");
  const padding = list(p["padding"], "padding", 16).map((one) => {
    const [from = 0, to = 0] = list(one, "padding", 2).map((n) => count(n, "padding"));
    return from < to && to <= itemsize ? ([from, to] as const) : fail("padding");
  });
  return { at: count(p["at"], "at"), itemsize, padding };
}

/** Tensors are bytes of the artifact, so together they are no more than it may hold; one with a place ends inside it. */
function tensors(value: unknown, size: number, limits: Limits): readonly TensorFact[] {
  const all = list(value, "tensors", 10_000_000).map(tensor);
  if (all.some(({ place, bytes }) => place !== undefined && place.at + bytes > size)) fail("tensors");
  const total = all.reduce((sum, one) => sum + one.bytes, 0);
  return total <= limits.maxDecoded + limits.maxBytes ? all : fail("tensors");
}

/** How many of each verdict, verdicts without any left out. */
function verdictCounts(value: unknown, most: number): VerdictCounts {
  const counts = fields(value, "moreMembers");
  const known = VERDICT_ORDER.filter((verdict) => Object.hasOwn(counts, verdict));
  return Object.fromEntries(known.map((verdict) => [verdict, count(counts[verdict], "moreMembers", most)]));
}

const contentKind = (value: unknown): ContentKind => CONTENT_KINDS.find((one) => one === value) ?? fail("skipped");

/** How many of each kind. */
function kindCounts(value: unknown, most: number): Readonly<Partial<Record<ContentKind, number>>> {
  const counts = Object.entries(fields(value, "skippedMembers"));
  return Object.fromEntries(counts.map(([kind, one]) => [contentKind(kind), count(one, "skippedMembers", most)]));
}

/** Our own word for the field; an error of JSON.parse would repeat what the guest wrote. */
const whyNot = (error: unknown): string => (error instanceof Misfit ? error.message : "no JSON");

/** A member's line, or why it does not fit. */
export function readMember(json: string, bounds: Bounds): GuestArtifact | string {
  try {
    const member = artifact(JSON.parse(json), bounds);
    return member.member === undefined ? "a member without a name" : member;
  } catch (error) {
    return whyNot(error);
  }
}

/** Lines that members may have: those of an archive, and of archives in it. */
export const mostMembers = (limits: Limits): number => limits.maxMembers * (limits.maxContainers + 1);

/** The report that `json` holds, or why it does not fit. `size` is the artifact's true length. */
export function readReport(json: string, size: number, bounds: Bounds): GuestReport | string {
  try {
    const r = fields(JSON.parse(json), "report");
    const artifacts = list(r["artifacts"], "artifacts", 1).map((a) => artifact(a, bounds));
    const first = artifacts[0] ?? fail("artifacts");
    if (first.member !== undefined || first.bytes !== size) fail("artifact's size");
    if (typeof r["converted"] !== "boolean") fail("converted");
    return {
      artifacts,
      ...(r["moreMembers"] === undefined ? {} : { moreMembers: verdictCounts(r["moreMembers"], mostMembers(bounds.limits)) }),
      ...(r["skipped"] === undefined ? {} : { skipped: contentKind(r["skipped"]) }),
      ...(r["skippedMembers"] === undefined ? {} : { skippedMembers: kindCounts(r["skippedMembers"], mostMembers(bounds.limits)) }),
      facts: orNull(r["facts"], guestFacts),
      converted: r["converted"] === true,
      tensors: tensors(r["tensors"], size, bounds.limits),
    };
  } catch (error) {
    return whyNot(error);
  }
}
