/** Zip archives by hand. */
import { crc32, deflateRawSync } from "node:zlib";

export interface Part {
  readonly name: string;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly mode?: number;
  /** The local header says this instead. */
  readonly local?: { readonly name?: string; readonly crc?: number; readonly size?: number; readonly method?: number };
  readonly crc?: number;
}

/** A zip archive by hand, with whatever lies the test wants. */
export function zip(
  parts: readonly Part[],
  options: { before?: string; between?: Uint8Array; comment?: string; after?: string } = {},
): Buffer {
  const out: Buffer[] = [Buffer.from(options.before ?? "")];
  const central: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const method = part.method ?? 0;
    const packed = method === 8 ? deflateRawSync(part.data) : Buffer.from(part.data);
    const crc = part.crc ?? crc32(part.data);
    const localName = Buffer.from(part.local?.name ?? part.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(part.flags ?? 0, 6);
    local.writeUInt16LE(part.local?.method ?? method, 8);
    local.writeUInt32LE(part.local?.crc ?? crc, 14);
    local.writeUInt32LE(part.local?.size ?? packed.length, 18);
    local.writeUInt32LE(part.data.length, 22);
    local.writeUInt16LE(localName.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(part.flags ?? 0, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(part.data.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(part.name), 28);
    entry.writeUInt16LE(part.mode ?? 0, 40);
    entry.writeUInt32LE(at, 42);
    central.push(entry, Buffer.from(part.name));
    const whole = Buffer.concat([local, localName, packed, options.between ?? Buffer.alloc(0)]);
    out.push(whole);
    at += whole.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(Buffer.byteLength(options.comment ?? ""), 20);
  return Buffer.concat([...out, directory, end, Buffer.from(options.comment ?? ""), Buffer.from(options.after ?? "")]);
}
