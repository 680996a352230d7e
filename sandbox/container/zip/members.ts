/**
 * The members of a zip archive, each judged as it is listed: names, kinds, methods, and whether the local header says the
 * same as the central one. Where it does not, the local reading is a member too.
 */
import { u32, u64 } from "../../bytes/little-endian.js";
import { because } from "../../finding/because.js";
import type { PlainReason } from "../../finding/reasons.js";
import type { Hooks } from "../../wire/hooks.js";
import { type ArchiveMember, badName, nameText } from "../archive.js";
import type { DecodeLimits } from "../decoded.js";
import { corrupt, inconsistent, unsupported } from "../fault.js";
import type { Source, SourceFault } from "../source.js";
import { type MemberData, openMember } from "./member-source.js";
import { bytesAt, type CentralHeader, DESCRIPTOR, type HeaderFields, type LocalHeader, ZIP } from "./records.js";

/** What opening a member needs. */
export interface MemberContext {
  readonly hooks: Hooks | null;
  readonly source: Source;
  readonly limits: DecodeLimits;
}

const ENCRYPTED = 0x2041;
const HAS_DESCRIPTOR = 8;
const UTF8 = 0x800;
/** Flags that change how a member is read. */
const WEIGHTY = ENCRYPTED | HAS_DESCRIPTOR | UTF8 | 0x20;
const DEFLATE = 8;
const TYPE_MASK = 0xf000;
const REGULAR = 0x8000;
const FOLDER = 0x4000;

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Collects members; `list` is what the archive shows. */
export class ZipMembers {
  readonly context: MemberContext;
  readonly list: ArchiveMember[] = [];
  readonly #names = new Set<string>();

  constructor(context: MemberContext) {
    this.context = context;
  }

  /** A member of the directory. Returns where it ends in the file. */
  addCentral(central: CentralHeader, local: LocalHeader | null): number {
    const faults = headerFaults(central);
    const name = nameText(central.name);
    const key = name.replaceAll("\\", "/");
    if (this.#names.has(key)) faults.push(inconsistent(ZIP, "name.twice"));
    this.#names.add(key);
    const type = central.mode & TYPE_MASK;
    if (type !== 0 && type !== REGULAR && type !== FOLDER) faults.push(inconsistent(ZIP, "zip.link"));
    if (local === null) {
      this.#push(name, "central", { ...central, data: -1 }, [...faults, corrupt(ZIP, "zip.no-local")]);
      return 0;
    }
    const differences = compare(central, local);
    const descriptor =
      (central.flags & HAS_DESCRIPTOR) !== 0 ? readDescriptor(this.context.source, central, local) : { length: 0, ok: true };
    if (!descriptor.ok) differences.push("zip.descriptor");
    for (const why of differences) faults.push(inconsistent(ZIP, why));
    const other = central.unicode === null ? name : nameText(central.unicode);
    this.#push(name, "central", { ...central, data: local.data }, faults, other);
    if (differences.length > 0) this.addLocal(local, []);
    return local.data + Math.max(0, central.compressed) + descriptor.length;
  }

  /** A member as its local header tells it. Returns where it ends, 0 when it does not tell. */
  addLocal(local: LocalHeader, faults: readonly SourceFault[]): number {
    const open = (local.flags & HAS_DESCRIPTOR) !== 0 && local.compressed <= 0;
    // Without a length the data may go on to the file's end; deflate knows its own.
    const compressed = open ? Number.MAX_SAFE_INTEGER - local.data : local.compressed;
    this.#push(nameText(local.name), "local", { ...local, compressed }, [...headerFaults(local), ...faults]);
    return open ? 0 : local.data + compressed;
  }

  #push(
    name: string,
    view: "central" | "local",
    fields: HeaderFields & { readonly data: number },
    faults: readonly SourceFault[],
    other = name,
  ): void {
    const { hooks, source, limits } = this.context;
    const { data, compressed, size, crc, method } = fields;
    const folder = name.endsWith("/") && compressed <= 0;
    const readable = data >= 0 && compressed >= 0 && !folder && (method === 0 || method === DEFLATE) && (fields.flags & ENCRYPTED) === 0;
    const place: MemberData = { offset: data, compressed, size, crc };
    this.list.push({
      name,
      ...(other === name ? {} : { otherName: other }),
      view,
      kind: folder ? "directory" : "file",
      size,
      faults,
      open: () => (readable ? openMember(hooks, source, place, method, limits) : null),
    });
  }
}

function headerFaults(header: HeaderFields): SourceFault[] {
  const faults: SourceFault[] = [];
  const why = badName(nameText(header.name));
  if (why !== "") faults.push(inconsistent(ZIP, why));
  if ((header.flags & ENCRYPTED) !== 0) faults.push(unsupported(ZIP, "zip.encrypted"));
  if ((header.flags & 0x20) !== 0) faults.push(unsupported(ZIP, "zip.patched"));
  if (header.method !== 0 && header.method !== DEFLATE) faults.push(unsupported(ZIP, because("data.method", { method: header.method })));
  if (header.size < 0 || header.compressed < 0) faults.push(corrupt(ZIP, "zip.no-lengths"));
  const plain = header.method === 0 && (header.flags & ENCRYPTED) === 0;
  if (plain && header.size !== header.compressed) faults.push(inconsistent(ZIP, "zip.two-lengths"));
  return faults;
}

/** What the local header has that the central one has not. */
function compare(central: CentralHeader, local: LocalHeader): PlainReason[] {
  const differences: PlainReason[] = [];
  if (!same(central.name, local.name)) differences.push("zip.local-name");
  if (central.method !== local.method) differences.push("zip.local-method");
  if (((central.flags ^ local.flags) & WEIGHTY) !== 0) differences.push("zip.local-flags");
  // With a descriptor the local fields may be zero: the numbers follow the data.
  const later = (local.flags & HAS_DESCRIPTOR) !== 0;
  const differs = (a: number, b: number): boolean => a !== b && !(later && b === 0);
  if (differs(central.compressed, local.compressed) || differs(central.size, local.size)) differences.push("zip.local-length");
  if (differs(central.crc, local.crc)) differences.push("zip.local-crc");
  return differences;
}

/** The data descriptor behind a member: with or without its signature, with lengths of 4 or 8 bytes. */
function readDescriptor(source: Source, central: CentralHeader, local: LocalHeader): { readonly length: number; readonly ok: boolean } {
  const b = bytesAt(source, local.data + Math.max(0, central.compressed), 24);
  for (const at of u32(b, 0) === DESCRIPTOR ? [4, 0] : [0]) {
    if (b.length < at + 12 || u32(b, at) !== central.crc) continue;
    const wide = b.length >= at + 20 && u64(b, at + 4) === central.compressed && u64(b, at + 12) === central.size;
    if (wide) return { length: at + 20, ok: true };
    if (u32(b, at + 4) === central.compressed && u32(b, at + 8) === central.size) return { length: at + 12, ok: true };
  }
  return { length: 0, ok: false };
}
