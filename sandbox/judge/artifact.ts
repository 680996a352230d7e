/**
 * The judgement of an artifact and, for archives, of each member: what it is, what its pickles name, call and build,
 * whether it was read to its end. What was not read to its end is never without a finding.
 */
import type { Archive, ArchiveMember } from "../container/archive.js";
import { otherFormat } from "../container/content-kind.js";
import { bytesFrom, type DecodedSource, type DecodeLimits } from "../container/decoded.js";
import { type Container, detect, numpyDispatch } from "../container/detect.js";
import { inconsistent } from "../container/fault.js";
import { RawSource } from "../container/hook-source.js";
import { readSafetensors, tensorsFault } from "../container/safetensors/index.js";
import type { Source, SourceFault } from "../container/source.js";
import { openTar } from "../container/tar/index.js";
import { tarfileTakes } from "../container/tar/taken.js";
import { openZip } from "../container/zip/index.js";
import { mayEndAsZip } from "../container/zip/records.js";
import { isNote } from "../finding/codes.js";
import { Findings, worse } from "../finding/findings.js";
import type { Policy } from "../machine/policy.js";
import { OP } from "../opcode/table.js";
import { type Schema, schemasOf } from "../skops/index.js";
import { type Handle, KIND, NOTHING } from "../tape/handle.js";
import type { ContentKind } from "../wire/content-kind.js";
import { hasArtifactEnding } from "../wire/endings.js";
import type { Hooks } from "../wire/hooks.js";
import type { GuestArtifact, Job, Limits } from "../wire/job.js";
import type { Format } from "../wire/words.js";
import { Companions } from "./companions.js";
import { repairedCrlf } from "./crlf.js";
import { embeddedIn, holdsPickle } from "./embedded.js";
import { judgeHeld } from "./held.js";
import { closeLayers, firstBytes, unwrap } from "./layers.js";
import { type Chosen, type Holder, type Item, type Line, lineOf, type Outcome } from "./line.js";
import { ReportLines } from "./lines.js";
import { fitsItsName, isArtifact, isUnseen, kindOfDecoded, kindOfSource, tellsOfUnseen } from "./met.js";
import { readNpy } from "./npy.js";
import { joinedArrays } from "./npz.js";
import { type ContentRead, chosenRoot, isTelling, type PickleInput, readPickles } from "./pickles.js";
import { judgeAsPickle, judgeOtherReadings } from "./readings.js";
import { readSkops } from "./skops.js";
import { archiveFaults, openTorch, type TorchArchive } from "./torch.js";
import { beginsAsTorch, readTorchStream } from "./torch-stream.js";

export interface Judged {
  /** The artifact itself; its findings may still grow. */
  readonly artifact: GuestArtifact;
  readonly findings: Findings;
  /** Where its members' lines went. */
  readonly lines: ReportLines;
  /** What the artifact's own content is, null for archives and what is not read. */
  readonly read: ContentRead | null;
  /** What `convert` writes: the artifact's value, or the named member's. */
  readonly chosen: Chosen | null;
  /** What it is where it was met and is no artifact: nothing else of it is told. */
  readonly skipped: ContentKind | null;
}

class Judge {
  readonly #hooks: Hooks;
  readonly #job: Job;
  readonly #policy: Policy;
  /** The ratio is taken over all layers. */
  readonly #limits: Limits & DecodeLimits;
  /** Bytes of the last pickle together with its companions, where it had some. */
  #joined: Source | null = null;
  /** Members met so far. */
  #members = 0;

  constructor(hooks: Hooks, job: Job, policy: Policy) {
    this.#hooks = hooks;
    this.#job = job;
    this.#limits = { ...job.limits, artifactBytes: job.size, unsummed: job.firstLook === true };
    this.#policy = policy;
  }

  run(): Judged {
    const findings = new Findings(this.#job.limits.maxFindings);
    const stored = new RawSource(this.#hooks, 0, this.#job.size);
    const { options } = this.#job;
    const own = {
      stored,
      path: null,
      depth: 0,
      inside: 0,
      findings,
      envelope: null,
      bytes: this.#job.size,
      way: options.way,
      archive: null,
    };
    const first = this.#line(own);
    const lines = new ReportLines(this.#hooks);
    const root = holderOf(own, first);
    let chosen = options.member === null ? first.chosen : null;
    const queue = this.#within(first.members, findings, root);
    const isArchive = this.#isArchive(first);
    let recognised = 0;
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      const line = isTorchStorage(item) ? this.#skipped(item, "empty") : this.#line(item);
      const holder = holderOf(item, line);
      const members = this.#within(line.members, findings, holder);
      holder.open = members.length;
      queue.push(...members);
      if ((options.member ?? mainOf(item)) === item.path && line.skipped === null) chosen ??= line.chosen;
      recognised += this.#close(holder, lines);
    }
    const nothing = isArchive && recognised === 0;
    const skipped = first.skipped ?? (nothing && own.way !== "given" && !mustTell(root) ? "archive" : null);
    if (nothing && first.members.length > 0)
      findings.add("container.unsupported", { offset: 0 }, { container: first.artifact.kind, why: "container.nothing-inside" });
    return { artifact: first.artifact, findings, lines, read: first.read, chosen, skipped };
  }

  /** Tells what is done: an item in which nothing is left to judge, and archives of which it was the last. Returns how many lines. */
  #close(holder: Holder, lines: ReportLines): number {
    let told = 0;
    for (let one: Holder | null = holder; one !== null && one.open === 0 && one.item.archive !== null; one = one.item.archive) {
      if (this.#isTold(one, lines)) {
        told++;
        const { artifact } = one.line;
        const inside = one.inside ?? "safe";
        const verdict = lines.member(inside === "safe" ? artifact : { ...artifact, inside }, one.item.findings);
        one.item.archive.inside = worse(one.item.archive.inside ?? "safe", verdict);
      }
      one.item.archive.open--;
    }
    return told;
  }

  /** Whether an item has a line. An archive in which nothing has one has none either, unless there is something to tell of it. */
  #isTold(holder: Holder, lines: ReportLines): boolean {
    const { line, inside } = holder;
    if (isTorchStorage(holder.item)) return false;
    if (line.skipped === null) return !this.#isArchive(line) || inside !== null || mustTell(holder);
    lines.skip(line.skipped);
    return false;
  }

  /** An archive is an artifact where a member is one. */
  #isArchive({ artifact: { kind }, read }: Line): boolean {
    return kind === "zip" || kind === "tar" || kind === "npz" || (kind === "torch" && read === null) || kind === "keras";
  }

  /** The members that may still be read: archives within archives share one limit. */
  #within(members: readonly Item[], findings: Findings, archive: Holder): Item[] {
    const { maxMembers } = this.#job.limits;
    const fit = members.slice(0, Math.max(0, maxMembers - this.#members));
    this.#members += members.length;
    if (fit.length < members.length) findings.add("limit.members", { offset: 0 }, { limit: maxMembers, option: "--max-members" });
    return fit.map((item) => ({ ...item, archive }));
  }

  #line(item: Item): Line {
    const { findings, stored, depth } = item;
    if (item.bytes === 0) {
      if (item.way === "met") return this.#skipped(item, "empty");
      findings.add("artifact.empty", { offset: 0 });
      return this.#unread(item, "unknown", []);
    }
    if (isMain(item)) return this.#torchMain(item);
    const { source, content, layers } = unwrap(this.#hooks, stored, this.#limits, depth, findings);
    if (layers.length > 0 || content !== "tar") tellOfTar(stored, findings);
    const encodings = layers.map((layer) => layer.encoding);
    if (layers.length > 0 || content !== "pickle") judgeAsPickle(this.#input(stored, findings), stored);
    if (source === null) return this.#unread(item, content, encodings);
    // joblib unpickles whatever it has decompressed.
    if (layers.length > 0 && content !== "pickle") judgeAsPickle(this.#input(source, findings), source);
    const isSkops = item.path === null && (layers.length > 0 || content !== "zip") && this.#hiddenSkops(stored, findings);
    if (content === "zip" || content === "tar") return this.#archive(item, source, content, layers);
    if (item.way !== "given" && !isSkops && !this.#isArtifact(item, source, content) && !layers.some(isUnseen))
      return this.#skipped(item, kindOfDecoded(stored, source));
    if (content === "safetensors") return this.#tensors(item, source, layers);
    this.#joined = null;
    const repaired = content === "pickle" ? repairedCrlf(source) : null;
    if (repaired !== null) this.#mangled(item, source);
    if (repaired !== null && !this.#job.options.repairCrlf) return this.#unread(item, "pickle", encodings);
    return this.#readLine(item, repaired ?? source, content, layers);
  }

  /** torch unpickles it from its first byte on, whatever else others take these bytes for. */
  #torchMain(item: Item): Line {
    const first = firstBytes(item.stored);
    if (detect(first) !== "pickle" || beginsAsTorch(first)) tell(item.findings, inconsistent("torch", "torch.main"));
    tellOfTar(item.stored, item.findings);
    return this.#readLine(item, item.stored, "pickle", []);
  }

  /**
   * skops reads a zip from its end, whatever stands before it: what is another file by its first bytes may be a skops file as
   * well. No writer makes one.
   */
  #hiddenSkops(stored: Source, findings: Findings): boolean {
    if (stored.length < 0 || !mayEndAsZip(stored, stored.length)) return false;
    const archive = openZip(this.#hooks, stored, this.#limits);
    const schemas = schemasOf(archive, this.#limits);
    if (schemas.length === 0) return false;
    tell(findings, inconsistent("skops", "skops.behind"));
    const input = { policy: this.#policy, limits: this.#job.limits, options: this.#job.options, findings };
    readSkops({ ...input, hooks: this.#hooks, archive, listed: false }, schemas);
    return true;
  }

  /** The bytes as they stand are what a loader gets: what they would run counts, whether they are repaired or not. */
  #mangled(item: Item, source: Source): void {
    item.findings.add(this.#job.options.repairCrlf ? "note.crlf-repaired" : "stream.crlf", { offset: 0 });
    const raw = new Findings(this.#job.limits.maxFindings);
    readPickles(this.#input(source, raw));
    item.findings.addAll(raw.list().filter(isTelling));
  }

  #input(source: Source, findings: Findings, reading: PickleInput["reading"] = "joblib"): PickleInput {
    return { source, policy: this.#policy, limits: this.#job.limits, options: this.#job.options, findings, reading };
  }

  #readLine(item: Item, source: Source, content: Format, layers: readonly DecodedSource[]): Line {
    const { findings } = item;
    const encodings = layers.map((layer) => layer.encoding);
    const other = content === "pickle" ? this.#otherThanPickle(this.#input(source, findings)) : null;
    if (other !== null) return this.#otherLine(item, other, layers);
    const read = this.#content(item, source, content, encodings.includes("zfile"));
    const embedded = read === null ? [] : this.#embedded(item, source, read);
    const whole = closeLayers([...(item.envelope === null ? [] : [item.envelope]), ...layers], findings);
    const complete = whole && read !== null && read.readTo >= 0 && read.readTo === source.length;
    const root = read === null || !complete ? NOTHING : this.#root(read);
    return this.#finish(item, {
      kind: read?.kind ?? content,
      encodings,
      read,
      chosen: read === null || root === NOTHING ? null : { read, root, source: this.#joined ?? source },
      members: embedded,
      whole: complete,
    });
  }

  /** Tensors have no names and no calls: that every reader finds the same ones is all there is to judge. */
  #tensors(item: Item, source: Source, layers: readonly DecodedSource[]): Line {
    const { findings } = item;
    const read = readSafetensors(source);
    const whole = closeLayers([...(item.envelope === null ? [] : [item.envelope]), ...layers], findings);
    const fault = "fault" in read ? read.fault : tensorsFault(read.end, bytesFrom(source, 0));
    // What stopped a layer is told already.
    if (fault !== null && (source.fault === null || fault.code !== source.fault.code)) findings.add(fault.code, { offset: 0 }, fault.args);
    const encodings = layers.map((layer) => layer.encoding);
    return this.#finish(item, { kind: "safetensors", encodings, read: null, chosen: null, members: [], whole: whole && fault === null });
  }

  #root(read: ContentRead): Handle {
    return this.#job.options.all ? allRoots(read) : chosenRoot(read, this.#job.options.index);
  }

  #finish(item: Item, outcome: Outcome): Line {
    return lineOf(item, outcome, this.#job.limits.maxGlobals);
  }

  /** What was met, asked whether it is an artifact. What its containers already told of it stays. */
  #isArtifact(item: Item, source: Source, content: Container): boolean {
    if (isRefused(item.findings) || content === "npy" || content === "safetensors") return true;
    const named = item.way === "met-named";
    return content === "pickle" ? isArtifact(this.#input(source, item.findings), named) : named && fitsItsName(firstBytes(source));
  }

  /** What is no artifact has no line. */
  #skipped(item: Item, kind: ContentKind): Line {
    return this.#finish(item, { kind: "unknown", encodings: [], read: null, chosen: null, members: [], whole: false, skipped: kind });
  }

  /** A line of what is not read any further. */
  #unread(item: Item, kind: Format, encodings: readonly Format[]): Line {
    return this.#finish(item, { kind, encodings, read: null, chosen: null, members: [], whole: false });
  }

  /** What `--deep` finds in the values: members like those of an archive. */
  #embedded(item: Item, source: Source, read: ContentRead): Item[] {
    if (!this.#job.options.deep) return [];
    const input = this.#input(source, item.findings);
    const { maxContainers, maxMembers } = this.#job.limits;
    if (item.inside >= maxContainers) {
      if (holdsPickle(input, read.machine))
        item.findings.add("limit.containers", { offset: 0 }, { limit: maxContainers, option: "--max-containers" });
      return [];
    }
    const sources = embeddedIn(input, read.machine, maxMembers);
    return sources.map((stored, i) => ({
      stored,
      path: `${item.path === null ? "" : `${item.path}/`}embedded-${i + 1}`,
      depth: item.depth,
      inside: item.inside + 1,
      findings: new Findings(this.#job.limits.maxFindings),
      envelope: null,
      bytes: stored.length,
      way: "given",
      archive: null,
    }));
  }

  /** Pickles, arrays, or nothing that is read. */
  #content(item: Item, source: Source, content: Format, plainly: boolean): ContentRead | null {
    const { findings } = item;
    const torch = isMain(item) ? (item.torch?.file ?? null) : null;
    // In a ZF file every joblib reads wrappers of later versions plainly, and torch knows none.
    const input = this.#input(source, findings, plainly || torch !== null ? "pickle" : "joblib");
    if (content === "npy") {
      const read = readNpy(input);
      judgeHeld(read.machine, source);
      return read;
    }
    if (content === "pickle" && torch === null && beginsAsTorch(firstBytes(source))) {
      const read = readTorchStream({ ...input, reading: "pickle" });
      judgeHeld(read.machine, source);
      return read;
    }
    if (content === "pickle") {
      const companions = new Companions(this.#hooks, input);
      torch?.joined.add(source);
      // Members of archives have no folder of their own.
      const read = readPickles(
        input,
        item.path === null ? (machine, request) => companions.read(machine, request) : null,
        torch?.storages ?? null,
      );
      this.#joined = torch?.joined ?? (companions.used ? companions.joined : null);
      judgeHeld(read.machine, this.#joined ?? source);
      if (read.machine.wrapperModules.size > 0) judgeOtherReadings(input, read);
      const worst = findings.worst();
      if (!read.recognised && source.fault === null && worst !== "dangerous" && worst !== "unlisted")
        findings.add("artifact.unrecognised", { offset: 0 }, { content: kindOfSource(input) });
      return read;
    }
    if (content === "lfs-pointer") findings.add("stream.lfs-pointer", { offset: 0 });
    else findings.add("container.unsupported", { offset: 0 }, { container: content, why: "container.not-read" });
    return null;
  }

  /**
   * The other format whose magic the bytes begin with, where they are no pickle at all: run as one, they name nothing and reach no
   * end. An image's first bytes are an opcode, and asking for a persistent object is all that it does.
   */
  #otherThanPickle(input: PickleInput): ContentKind | null {
    const bytes = firstBytes(input.source);
    const kind = otherFormat(bytes);
    if (kind === null || kind === "archive" || bytes[0] === OP.PROTO) return null;
    const findings = new Findings(this.#job.limits.maxFindings);
    const read = readPickles({ ...input, findings });
    const named = read.machine.names.report(1).length > 0;
    return named || read.roots.length > 0 || findings.has("dangerous") || findings.has("limit") ? null : kind;
  }

  /** The line of what is another format, and no pickle. */
  #otherLine(item: Item, other: ContentKind, layers: readonly DecodedSource[]): Line {
    const isKnown = isUnreadFormat(other);
    if (isKnown) item.findings.add("container.unsupported", { offset: 0 }, { container: other, why: "container.not-read" });
    else item.findings.add("artifact.unrecognised", { offset: 0 }, { content: other });
    closeLayers([...(item.envelope === null ? [] : [item.envelope]), ...layers], item.findings);
    return this.#unread(
      item,
      isKnown ? other : "unknown",
      layers.map((layer) => layer.encoding),
    );
  }

  #archive(item: Item, source: Source, content: "zip" | "tar", layers: readonly DecodedSource[]): Line {
    const { findings, depth } = item;
    const encodings = layers.map((layer) => layer.encoding);
    if (depth + layers.length >= this.#job.limits.maxContainers) {
      findings.add("limit.containers", { offset: 0 }, { limit: this.#job.limits.maxContainers, option: "--max-containers" });
      return this.#unread(item, content, encodings);
    }
    const archive = content === "zip" ? openZip(this.#hooks, source, this.#limits) : openTar(this.#hooks, source, this.#limits);
    for (const fault of archive.faults) tell(findings, fault);
    for (const fault of archiveFaults(archive)) tell(findings, fault);
    const schemas = schemasOf(archive, this.#limits);
    if (schemas.length > 0) return this.#skops(item, archive, schemas, layers);
    const kind = kindOf(archive);
    const torch = kind === "torch" ? openTorch(archive) : null;
    for (const fault of torch?.faults ?? []) tell(findings, fault);
    const members = archive.members.flatMap((member) => this.#member(member, item, depth + layers.length + 1, torch));
    // What its pickle names is known when that was read.
    if (torch !== null) members.sort((a, b) => Number(isMain(b)) - Number(isMain(a)));
    const whole = closeLayers([...(item.envelope === null ? [] : [item.envelope]), ...layers], findings);
    const npz = kind === "npz" && this.#job.verb === "convert" && this.#job.options.member === null;
    return this.#finish(item, {
      kind,
      encodings,
      read: null,
      chosen:
        npz && !findings.bad ? joinedArrays(archive, { policy: this.#policy, limits: this.#job.limits, options: this.#job.options }) : null,
      members,
      whole: whole && archive.faults.every(isNote),
    });
  }

  /** A skops file is one artifact: its members are parts of its value, but for those that are no such part. */
  #skops(item: Item, archive: Archive, schemas: readonly Schema[], layers: readonly DecodedSource[]): Line {
    const { findings, depth } = item;
    const input = { policy: this.#policy, limits: this.#job.limits, options: this.#job.options, findings };
    const { read, chosen, others } = readSkops({ ...input, hooks: this.#hooks, archive, listed: this.#job.verb === "inspect" }, schemas);
    const left = new Set(others);
    const members = archive.members.flatMap((member) => {
      const items = this.#member(member, item, depth + layers.length + 1, null);
      return left.has(member) ? items : [];
    });
    const whole = closeLayers([...(item.envelope === null ? [] : [item.envelope]), ...layers], findings);
    return this.#finish(item, {
      kind: "skops",
      encodings: layers.map((layer) => layer.encoding),
      read,
      chosen,
      members,
      whole: whole && chosen !== null && archive.faults.every(isNote),
    });
  }

  /** A member as an artifact of its own; what is wrong with it before it is read is its own finding. */
  #member(member: ArchiveMember, item: Item, depth: number, torch: TorchArchive | null): Item[] {
    const name = item.path === null ? member.name : `${item.path}/${member.name}`;
    const faults = member.faults.filter((fault) => !isNote(fault));
    const source = member.kind === "file" ? member.open() : null;
    for (const fault of faults) item.findings.add(fault.code, { offset: 0 }, { ...fault.args, member: member.name.slice(0, 200) });
    if (source === null) return [];
    return [
      {
        stored: source,
        path: name,
        depth,
        inside: item.inside,
        findings: new Findings(this.#job.limits.maxFindings),
        envelope: source,
        bytes: member.size,
        way: name === this.#job.options.member ? "given" : hasArtifactEnding(name) ? "met-named" : "met",
        archive: null,
        ...(torch === null ? {} : { torch: { file: torch, member } }),
      },
    ];
  }
}

/** The pickle of a torch file. */
const isMain = ({ torch }: Item): boolean => torch !== undefined && torch.member === torch.file.main;

/** What a torch file's own value is: its pickle's. */
const mainOf = (item: Item): string | null => (isMain(item) && item.archive?.item.path === null ? item.path : null);

/** Raw numbers that its pickle names, and nobody unpickles: `numpy.load` does where they begin as an npy. */
const isTorchStorage = ({ torch, stored }: Item): boolean =>
  torch?.file.isStorage(torch.member) === true && numpyDispatch(firstBytes(stored)) !== "npy";

const tell = (findings: Findings, { code, args }: SourceFault): void => void findings.add(code, { offset: 0 }, args);

/** torch.load tries tar before all but zip. */
function tellOfTar(stored: Source, findings: Findings): void {
  if (tarfileTakes(firstBytes(stored))) tell(findings, inconsistent("tar", "torch.also-tar"));
}

/** Formats of models that are known and not read. */
const isUnreadFormat = (kind: ContentKind): kind is "gguf" | "hdf5" | "onnx" => kind === "gguf" || kind === "hdf5" || kind === "onnx";

/** Something was refused, or not looked at: that is told whatever else it is. */
const isRefused = (findings: Findings): boolean => findings.has("dangerous") || findings.has("unlisted") || findings.has("limit");

/** What stays to be told of an archive in which nothing is an artifact: what it hides, and members that say or may be some. */
function mustTell({ item: { findings, way } }: Holder): boolean {
  if (way === "met-named" || isRefused(findings)) return true;
  return findings.list().some((finding) => tellsOfUnseen(finding) || hasArtifactEnding(String(finding.args?.["member"] ?? "")));
}

const holderOf = (item: Item, line: Line): Holder => ({ item, line, open: 0, inside: null });

/** All pickles of a file as one list. */
function allRoots(read: ContentRead): Handle {
  const list = read.machine.tape.collection(KIND.LIST);
  read.machine.tape.extend(list, Int32Array.from(read.roots), 0, read.roots.length);
  return list;
}

/** `npz` when all is npy, `torch` when it has torch's layout, else the archive's own kind. */
function kindOf(archive: Archive): Format {
  const files = archive.members.filter((member) => member.kind === "file");
  if (archive.container !== "zip" || files.length === 0) return archive.container;
  if (files.every((member) => member.name.endsWith(".npy"))) return "npz";
  // Keras 3: https://keras.io/guides/serialization_and_saving names its members.
  if (["config.json", "metadata.json", "model.weights.h5"].every((name) => files.some((member) => member.name === name))) return "keras";
  return files.some((member) => /(?:^|\/)data\.pkl$/.test(member.name)) &&
    files.some((member) => /(?:^|\/)(?:version|data\/\d+)$/.test(member.name))
    ? "torch"
    : "zip";
}

export const judge = (hooks: Hooks, job: Job, policy: Policy): Judged => new Judge(hooks, job, policy).run();
