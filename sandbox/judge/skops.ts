/**
 * A skops file: its schema is read like a pickle, with the files that its nodes name (`sandbox/skops`). What no node names, and
 * what is not as its node wants it, is judged as an artifact of its own.
 *
 * Offsets of findings are bytes of the schema's text; where a pickle's finding names an opcode, it names the node's loader.
 */
import type { Archive, ArchiveMember } from "../container/archive.js";
import { inconsistent } from "../container/fault.js";
import { openZip } from "../container/zip/index.js";
import { Findings } from "../finding/findings.js";
import { machineFor } from "../machine/index.js";
import { printUtf8 } from "../opcode/print.js";
import { type FoundNode, joinedOver, nodesOf, runSchema, type Schema, SkopsFiles } from "../skops/index.js";
import { NOTHING } from "../tape/handle.js";
import type { Hooks } from "../wire/hooks.js";
import type { GuestFinding } from "../wire/job.js";
import { SKOPS_LOADERS } from "../wire/words.js";
import { judgeHeld } from "./held.js";
import type { Chosen } from "./line.js";
import { dtypeOf } from "./npy.js";
import type { ContentRead, PickleInput } from "./pickles.js";

export interface SkopsInput extends Pick<PickleInput, "policy" | "limits" | "options" | "findings"> {
  readonly hooks: Hooks;
  readonly archive: Archive;
  /** Whether nodes are to be listed. */
  readonly listed: boolean;
}

export interface SkopsRead {
  readonly read: ContentRead | null;
  readonly chosen: Chosen | null;
  /** Members that are judged on their own. */
  readonly others: readonly ArchiveMember[];
}

/** Reads all schemas of an archive; its value is the one that Python finds. */
export function readSkops(input: SkopsInput, schemas: readonly Schema[]): SkopsRead {
  const { archive, findings } = input;
  const reads = schemas.map((schema) => readSchema(input, schema));
  const central = schemas.findLastIndex(({ member }) => member.view === "central");
  const read = reads[central]?.read ?? null;
  const [root = NOTHING] = read?.roots ?? [];
  const isOwn = (member: ArchiveMember): boolean => schemas.some((schema) => schema.member === member && schema.json !== null);
  const isClean = (member: ArchiveMember): boolean => isOwn(member) || reads.some(({ files }) => files?.isClean(member) === true);
  const isNamed = (member: ArchiveMember): boolean => isOwn(member) || reads.some(({ files }) => files?.isNamed(member) === true);
  tellTwoNames(input);
  const fault = inconsistent("skops", "skops.unnamed");
  // What the reading did not come to is not said to be named by nobody.
  if (schemas.length === 1 && root !== NOTHING)
    for (const member of archive.members)
      if (!isNamed(member)) findings.add(fault.code, { offset: 0 }, { ...fault.args, member: member.name.slice(0, 200) });
  return {
    read,
    chosen: read === null || root === NOTHING ? null : { read, root, source: reads[central]?.source ?? read.machine.cursor.source },
    others: archive.members.filter((member) => !isClean(member)),
  };
}

/** Nodes name members, so a member has one name. */
function tellTwoNames({ archive, findings }: SkopsInput): void {
  const fault = inconsistent("skops", "name.two");
  for (const { name, otherName } of archive.members)
    if (otherName !== undefined) findings.add(fault.code, { offset: 0 }, { ...fault.args, member: name.slice(0, 200) });
}

interface OneRead {
  readonly read: ContentRead | null;
  readonly files: SkopsFiles | null;
  readonly source: Chosen["source"] | null;
}

function readSchema(input: SkopsInput, schema: Schema): OneRead {
  const { json, fault } = schema;
  if (fault !== null) input.findings.add(fault.code, { offset: 0 }, fault.args);
  if (json === null) return { read: null, files: null, source: null };
  const { hooks, limits, policy, archive } = input;
  const joined = joinedOver(schema);
  const findings = new Findings(limits.maxFindings);
  const machine = machineFor({ source: joined, policy, findings, limits, reading: "pickle" });
  if (input.options.deep) machine.tape.blobs = [];
  const files = new SkopsFiles({ archive, joined, limits, dtypeOf, openZip: (source) => openZip(hooks, source, limits) });
  const root = runSchema(machine, json, files);
  judgeHeld(machine, joined);
  input.findings.addAll(findings.list().map(atNode));
  const read: ContentRead = {
    kind: "skops",
    machine,
    roots: root === NOTHING ? [] : [root],
    starts: [],
    protocol: null,
    recognised: true,
    readTo: schema.text.length,
    // What nobody lists is not kept.
    ...(input.listed ? { listed: () => listedNodes(nodesOf(json)) } : {}),
  };
  return { read, files, source: joined };
}

/** Longest loader that is shown. */
const SHOWN_LOADER = 64;

/** Nodes as `inspect` lists instructions. */
function* listedNodes(
  nodes: Iterable<FoundNode>,
): Generator<{ readonly offset: number; readonly opcode: string; readonly argument: string }> {
  const shown = (bytes: Uint8Array): string => printUtf8(bytes, 0, bytes.length).text;
  for (const { offset, loader, module, name } of nodes)
    yield { offset, opcode: shown(loader).slice(0, SHOWN_LOADER), argument: `${shown(module)}.${shown(name)}` };
}

const LOADERS: ReadonlySet<string> = new Set(SKOPS_LOADERS);

/** A finding without the opcode that it would have in a pickle. */
function atNode({ opcode, ...rest }: GuestFinding): GuestFinding {
  return opcode !== undefined && LOADERS.has(opcode) ? { ...rest, opcode } : rest;
}
