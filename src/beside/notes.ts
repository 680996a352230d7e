/**
 * What the files beside an artifact say of it, held against what it is: DVC's hash and length, and the versions that
 * MLflow or a Hugging Face repository declare. They are read from the artifact's own folder as its companions are:
 * regular files only, never through a link. What cannot be read says nothing.
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import type { ArtifactSource } from "../host/types.js";
import { type Declared, environment, hubConfig, mlmodel, requirements } from "./declared.js";
import { type DvcRecord, dvcRecord } from "./dvc.js";
import type { DvcKept } from "./dvc-trees.js";
import { MAX_BESIDE } from "./text-in.js";

const PIECE = 1024 * 1024;
const CR = 0x0d;

export interface Held {
  readonly path: string;
  readonly source: ArtifactSource;
  /** Versions of libraries that the artifact tells. */
  readonly versions: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

async function textBeside({ source }: Held, name: string): Promise<string | null> {
  const file = await source.companion?.(name);
  if (file === null || file === undefined || file.size > MAX_BESIDE) return null;
  return Buffer.from(await file.read(0, file.size)).toString();
}

/** Bytes with the line ends that a text has elsewhere, as DVC before 3.0 hashed them. */
function unixLines(piece: Buffer): Buffer {
  return Buffer.from(piece.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

async function hashes({ source, signal }: Pick<Held, "source" | "signal">, old: boolean): Promise<string[]> {
  const [plain, unix] = [createHash("md5"), createHash("md5")];
  let rest = Buffer.alloc(0);
  for (let at = 0; at < source.size; at += PIECE) {
    signal.throwIfAborted();
    const piece = Buffer.from(await source.read(at, Math.min(PIECE, source.size - at)));
    plain.update(piece);
    if (!old) continue;
    const whole = Buffer.concat([rest, piece]);
    // What a line end may be half of waits for the next piece.
    const length = whole.at(-1) === CR ? whole.length - 1 : whole.length;
    unix.update(unixLines(whole.subarray(0, length)));
    rest = Buffer.from(whole.subarray(length));
  }
  return [plain.digest("hex"), ...(old ? [unix.update(rest).digest("hex")] : [])];
}

async function dvcFindings(held: Held): Promise<GuestFinding[]> {
  const name = basename(held.path);
  const file = `${name}.dvc`;
  const text = await textBeside(held, file);
  const record = text === null ? null : dvcRecord(text, name);
  return record === null ? [] : recordFindings(held, file, record);
}

/** What is to be said of a file because of what DVC keeps elsewhere than beside it. */
export async function keptFindings(held: Pick<Held, "source" | "signal">, { file, record }: DvcKept): Promise<GuestFinding[]> {
  if (record === "folder") return [{ code: "note.dvc-folder", offset: 0, args: { name: file } }];
  return recordFindings(held, file, record);
}

async function recordFindings(held: Pick<Held, "source" | "signal">, file: string, record: DvcRecord): Promise<GuestFinding[]> {
  const found = (kept: string, is: string): GuestFinding => ({
    code: "folder.dvc-mismatch",
    offset: 0,
    args: { name: file, key: kept, type: is },
  });
  const { size } = held.source;
  if (record.bytes !== null && record.bytes !== size && !record.old) return [found(`${record.bytes} bytes`, `${size}`)];
  const made = await hashes(held, record.old);
  return made.includes(record.md5) ? [] : [found(`md5 ${record.md5}`, made[0] ?? "")];
}

/** True where one is the other, or only says less: 3.9 and 3.9.16. */
function agrees(one: string, other: string): boolean {
  const [short, long] = [one, other].sort((a, b) => a.length - b.length);
  return short === long || (long?.startsWith(`${short}.`) ?? false);
}

async function declaredBeside(held: Held): Promise<readonly Declared[]> {
  const name = basename(held.path);
  const text = (file: string): Promise<string | null> => textBeside(held, file);
  const flavours = mlmodel((await text("MLmodel")) ?? "");
  if (flavours?.model === name) {
    const [pip, conda, python] = await Promise.all(["requirements.txt", "conda.yaml", "python_env.yaml"].map(text));
    return [
      ...flavours.versions,
      ...requirements("requirements.txt", pip ?? ""),
      ...environment("conda.yaml", conda ?? ""),
      ...environment("python_env.yaml", python ?? ""),
    ];
  }
  const config = hubConfig((await text("config.json")) ?? "");
  return config?.model === name ? config.versions : [];
}

/** One note a library: the first file that says otherwise is named. */
async function versionNotes(held: Held): Promise<GuestFinding[]> {
  const stored = new Map(Object.entries(held.versions));
  if (stored.size === 0) return [];
  const notes = new Map<string, GuestFinding>();
  for (const { file, library, version } of await declaredBeside(held)) {
    const own = stored.get(library);
    if (own === undefined || agrees(own, version) || notes.has(library)) continue;
    notes.set(library, { code: "note.declared-version", offset: 0, args: { name: file, type: library, version, key: own } });
  }
  return [...notes.values()];
}

/** What is to be said of an artifact because of what stands beside it. */
export async function findingsBeside(held: Held): Promise<GuestFinding[]> {
  if (held.source.companion === undefined) return [];
  return [...(await dvcFindings(held)), ...(await versionNotes(held))];
}
