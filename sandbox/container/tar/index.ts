/**
 * tar: ustar, pax and GNU long names. A header's checksum is the only one there is. Members are slices of the archive.
 *
 * Refused: links, devices (malformed), sparse files (unsupported). Slow: over a compressed source finding all headers
 * decodes it once, reading the members again.
 */

import { because } from "../../finding/because.js";
import type { Hooks } from "../../wire/hooks.js";
import { type Archive, type ArchiveMember, badName, nameText } from "../archive.js";
import { bytesFrom, type DecodedEnd, type DecodedSource, type DecodeLimits, drain } from "../decoded.js";
import { corrupt, cutOff, inconsistent, overLimit, trailing, unsupported } from "../fault.js";
import { SliceSource } from "../plain-source.js";
import type { NativeRange, Source, SourceFault } from "../source.js";
import { BLOCK, isZeroBlock, type PaxRecords, paxRecords, type TarHeader, tarHeader, untilNul } from "./header.js";

const TAR = "tar";
/** Longest pax header or long name that is read. */
const MAX_EXTRA = 1024 * 1024;
const FILES = "07";

/** Opens a tar archive over `source`. */
export function openTar(_hooks: Hooks | null, source: Source, limits: DecodeLimits): Archive {
  const reader = new TarReader(source, limits);
  reader.readAll();
  return { container: TAR, members: reader.members, faults: reader.faults };
}

class TarReader {
  readonly members: ArchiveMember[] = [];
  readonly faults: SourceFault[] = [];
  readonly #source: Source;
  readonly #limits: DecodeLimits;
  readonly #names = new Set<string>();
  readonly #block = new Uint8Array(BLOCK);
  #offset = 0;
  /** From extra headers, for the next member. */
  #longName: string | null = null;
  #pax: PaxRecords | null = null;

  constructor(source: Source, limits: DecodeLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  readAll(): void {
    for (;;) {
      const got = this.#source.read(this.#offset, BLOCK, this.#block, 0);
      if (got < BLOCK) return this.#short(got);
      if (isZeroBlock(this.#block)) return this.#end();
      const header = tarHeader(this.#block);
      if (header === null) {
        this.faults.push(corrupt(TAR, "tar.header"));
        return;
      }
      if (this.members.length >= this.#limits.maxMembers) {
        this.faults.push(overLimit("members", this.#limits.maxMembers));
        return;
      }
      this.#offset += BLOCK;
      if (!this.#take(header)) return;
    }
  }

  #short(got: number): void {
    if (this.#source.fault !== null) this.faults.push(this.#source.fault);
    else if (got > 0) this.faults.push(cutOff(TAR, BLOCK - got));
    // Python takes an archive without its two zero blocks; other readers call it cut off.
    else this.faults.push(cutOff(TAR, 2 * BLOCK));
  }

  /** Only zeros may follow the first zero block. */
  #end(): void {
    const scratch = new Uint8Array(64 * 1024);
    const start = this.#offset;
    for (let at = start; ; ) {
      const got = this.#source.read(at, scratch.length, scratch, 0);
      const other = scratch.subarray(0, got).findIndex((byte) => byte !== 0);
      if (other >= 0) {
        this.faults.push(trailing(TAR, bytesFrom(this.#source, at + other)));
        return;
      }
      at += got;
      if (got < scratch.length) break;
    }
    if (this.#source.fault !== null) this.faults.push(this.#source.fault);
  }

  /** Takes an extra header or a member. False when the archive cannot go on. */
  #take(header: TarHeader): boolean {
    if ("xgLK".includes(header.type)) return this.#extra(header);
    const name = this.#pax?.path ?? this.#longName ?? header.name;
    const size = this.#pax?.size ?? header.size;
    const sparse = this.#pax?.sparse === true || header.type === "S";
    this.#pax = null;
    this.#longName = null;
    const isFile = FILES.includes(header.type);
    const isFolder = header.type === "5" || (isFile && name.endsWith("/"));
    this.members.push(this.#member(name, isFolder ? 0 : size, isFile, isFolder, sparse, header.type));
    const stored = isFile || sparse ? size : 0;
    this.#offset += Math.ceil(stored / BLOCK) * BLOCK;
    return true;
  }

  #extra(header: TarHeader): boolean {
    if (header.size > MAX_EXTRA) {
      this.faults.push(unsupported(TAR, "tar.long-header"));
      return false;
    }
    const bytes = new Uint8Array(header.size);
    const got = this.#source.read(this.#offset, header.size, bytes, 0);
    this.#offset += Math.ceil(header.size / BLOCK) * BLOCK;
    if (got < header.size) {
      this.faults.push(this.#source.fault ?? cutOff(TAR, header.size - got));
      return false;
    }
    if (header.type === "L") this.#longName = nameText(untilNul(bytes));
    if (header.type === "K" || header.type === "L") return true;
    const records = paxRecords(bytes);
    if (records === null) this.faults.push(corrupt(TAR, "tar.pax"));
    else if (header.type === "g" && (records.path !== null || records.size !== null)) this.faults.push(unsupported(TAR, "tar.global"));
    else if (header.type === "x") this.#pax = records;
    return records !== null;
  }

  #member(name: string, size: number, isFile: boolean, isFolder: boolean, sparse: boolean, type: string): ArchiveMember {
    const faults: SourceFault[] = [];
    const why = badName(name);
    if (why !== "") faults.push(inconsistent(TAR, why));
    if (isFile && this.#names.has(name)) faults.push(inconsistent(TAR, "name.twice"));
    if (isFile) this.#names.add(name);
    if (sparse) faults.push(unsupported(TAR, "tar.sparse"));
    else if (type === "1" || type === "2") faults.push(inconsistent(TAR, "tar.link"));
    else if (!isFile && !isFolder) faults.push(inconsistent(TAR, because("tar.type", { type })));
    const start = this.#offset;
    const kind = isFolder ? "directory" : isFile ? "file" : "other";
    const open = (): DecodedSource | null => (kind === "file" && !sparse ? new TarMember(this.#source, start, size) : null);
    return { name, kind, size, view: "central", faults, open };
  }
}

class TarMember implements DecodedSource {
  readonly encoding = "stored";
  readonly native?: NativeRange;
  readonly #slice: SliceSource;
  readonly #size: number;
  #fault: SourceFault | null = null;

  constructor(source: Source, start: number, size: number) {
    this.#slice = new SliceSource(source, start, size);
    this.#size = size;
    if (this.#slice.native !== undefined) this.native = this.#slice.native;
  }

  get length(): number {
    return this.#slice.length;
  }

  get fault(): SourceFault | null {
    return this.#fault;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    const got = this.#slice.read(offset, length, target, at);
    const missing = this.#size - offset - got;
    if (got < length && missing > 0) this.#fault = this.#slice.fault ?? cutOff(TAR, missing);
    return got;
  }

  end(): DecodedEnd | null {
    if (this.#slice.length < this.#size) drain(this);
    return this.#fault === null ? { consumed: this.#size, notes: [] } : null;
  }
}
