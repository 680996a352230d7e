/**
 * The door of skops files: is an archive one, and what does its schema mean. A skops file is a zip with a `schema.json`, whose
 * outermost node has a `__loader__`, and the files that the nodes name.
 *
 * Refused: what no skops loads (a protocol that is no integer from 0 to 2), a schema that is no JSON. Both are judged as the
 * most lenient version would load them.
 */
import type { Archive, ArchiveMember } from "../container/archive.js";
import { corrupt, overLimit, unsupported } from "../container/fault.js";
import { JoinedSource } from "../container/joined-source.js";
import { BytesSource } from "../container/plain-source.js";
import type { Source, SourceFault } from "../container/source.js";
import { isNote } from "../finding/codes.js";
import { type Machine, runProgram } from "../machine/index.js";
import type { Handle } from "../tape/handle.js";
import type { Limits } from "../wire/job.js";
import type { SkopsFiles } from "./files.js";
import { type JsonFault, MOST_DEPTH, parseJson } from "./json.js";
import { Json, NO_TOKEN, TOKEN, type Token } from "./json-tape.js";
import { LOADERS } from "./loaders.js";
import { SkopsReader } from "./reader.js";

export { SkopsFiles } from "./files.js";

const SCHEMA = "schema.json";

/** True for a name that Python's `zipfile` reads as the schema's: it cuts names at a NUL. */
const isSchemaName = (name: string): boolean => name.split("\0", 1)[0] === SCHEMA;

/** A schema: its text and tokens, or why it has none. */
export interface Schema {
  readonly member: ArchiveMember;
  readonly text: Source;
  readonly json: Json | null;
  readonly fault: SourceFault | null;
}

/** Shares of the child's memory that the text and its tokens may each take. */
const SHARE = 4;

/** Bytes read at a time. */
const PIECE = 1024 * 1024;

/** All of a member, as long as it is not longer than `most`. */
function textOf(member: ArchiveMember, most: number): Uint8Array | SourceFault {
  const source = member.open();
  if (source === null) return member.faults.find((fault) => !isNote(fault)) ?? corrupt("skops", "skops.file");
  let bytes = new Uint8Array(source.length >= 0 ? Math.min(source.length, most) + 1 : PIECE);
  let top = 0;
  for (;;) {
    const got = source.read(top, bytes.length - top, bytes, top);
    top += got;
    if (top > most) return overLimit("memory", most);
    if (top < bytes.length) break;
    const next = new Uint8Array(Math.min(most + 1, bytes.length * 2));
    next.set(bytes);
    bytes = next;
  }
  source.end();
  return source.fault ?? bytes.subarray(0, top);
}

function jsonFault(fault: JsonFault): SourceFault {
  if (fault.kind === "depth") return { code: "limit.depth", args: { limit: MOST_DEPTH, option: "" } };
  if (fault.kind === "memory") return overLimit("memory", fault.limit);
  return corrupt("skops", fault.kind === "twice" ? "skops.key-twice" : "skops.json");
}

const NO_TEXT = new BytesSource(new Uint8Array());

function readSchema(member: ArchiveMember, { maxMemory }: Limits): Schema {
  const most = Math.floor(maxMemory / SHARE);
  const bytes = textOf(member, most);
  if ("code" in bytes) return { member, text: NO_TEXT, json: null, fault: bytes };
  const parsed = parseJson(bytes, most);
  const text = new BytesSource(bytes);
  return parsed instanceof Json ? { member, text, json: parsed, fault: null } : { member, text, json: null, fault: jsonFault(parsed) };
}

/** A schema of something else is JSON, and no node. */
const isOther = ({ json }: Schema): boolean => json !== null && json.field(json.root, "__loader__") === NO_TOKEN;

/** The schemas of an archive, none where it is no skops file. Python reads the last that the directory has. */
export function schemasOf(archive: Archive, limits: Limits): readonly Schema[] {
  if (archive.container !== "zip") return [];
  const named = archive.members.filter(
    ({ kind, name, otherName }) => kind === "file" && (isSchemaName(name) || isSchemaName(otherName ?? "")),
  );
  const schemas = named.map((member) => readSchema(member, limits));
  return schemas.every(isOther) ? [] : schemas;
}

/** Newest protocol that is known here. */
const NEWEST = 2;

/** What is wrong with the protocol; null where nothing is. skops before 0.16 takes anything, and reads it as its own. */
function protocolFault(json: Json): SourceFault | null {
  const token = json.field(json.root, "protocol");
  if (token === NO_TOKEN || json.kind(token) !== TOKEN.NUMBER) return corrupt("skops", "skops.protocol");
  const text = String.fromCharCode(...json.text(token).subarray(0, 32));
  if (!/^(?:0|[1-9][0-9]*)$/.test(text)) return corrupt("skops", "skops.protocol");
  return Number(text) > NEWEST ? unsupported("skops", "skops.newer") : null;
}

/** The version of skops that wrote it, as it says itself. */
function versionOf(json: Json): string | null {
  const token = json.field(json.root, "_skops_version");
  const text = token !== NO_TOKEN && json.kind(token) === TOKEN.STRING ? json.string(token, 65) : "";
  return text !== "" && text.length <= 64 && text.split("").every((c) => c > " " && c <= "~") ? text : null;
}

/** Reads a schema's value onto the machine's tape: NOTHING where it could not be read to its end, a finding says why. */
export function runSchema(machine: Machine, json: Json, files: SkopsFiles): Handle {
  const fault = protocolFault(json);
  if (fault !== null) machine.find(fault.code, { offset: 0 }, fault.args);
  const version = versionOf(json);
  if (version !== null) machine.versions.set("skops", version);
  return runProgram(machine, (stream) => new SkopsReader(stream, json, files, LOADERS).run());
}

/** A node as it stands in the schema: texts of the file, for showing only. */
export interface FoundNode {
  readonly offset: number;
  readonly loader: Uint8Array;
  readonly module: Uint8Array;
  readonly name: Uint8Array;
}

const NO_BYTES = new Uint8Array();

/** All nodes in the order of the text. */
export function* nodesOf(json: Json): Generator<FoundNode> {
  const text = (token: Token, key: string): Uint8Array => {
    const value = json.field(token, key);
    return value !== NO_TOKEN && json.kind(value) === TOKEN.STRING ? json.text(value) : NO_BYTES;
  };
  for (const token of json.all()) {
    const loader = text(token, "__loader__");
    if (loader.length === 0) continue;
    yield { offset: json.start(token), loader, module: text(token, "__module__"), name: text(token, "__class__") };
  }
}

/** Where all that is read stands, the schema's text first. */
export function joinedOver(schema: Schema): JoinedSource {
  const joined = new JoinedSource();
  joined.add(schema.text);
  return joined;
}
