/** What the tests of containers share: fixtures, limits, and ways to read a source. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openBz2 } from "../../sandbox/container/bz2/index.js";
import type { DecodedSource, DecodeLimits } from "../../sandbox/container/decoded.js";
import { openGzip } from "../../sandbox/container/gzip/index.js";
import { RawSource } from "../../sandbox/container/hook-source.js";
import { openLz4Frame } from "../../sandbox/container/lz4/index.js";
import { openLzmaAlone } from "../../sandbox/container/lzma/index.js";
import { BytesSource } from "../../sandbox/container/plain-source.js";
import type { Source } from "../../sandbox/container/source.js";
import { openXz } from "../../sandbox/container/xz/index.js";
import { openZlib } from "../../sandbox/container/zlib/index.js";
import { openZlibFile } from "../../sandbox/container/zlib-file/index.js";
import type { Hooks } from "../../sandbox/wire/hooks.js";
import { nodeHooks } from "./node-hooks.js";

const FOLDER = join(import.meta.dirname, "../../fixtures/containers");

export const MIB = 1024 * 1024;

export const LIMITS: DecodeLimits = { maxDecoded: 4096 * MIB, maxRatio: 1100, maxMemory: 1024 * MIB, maxMembers: 10_000 };

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}

export const PAYLOAD = fixture("payload.bin");

type Opener = (hooks: Hooks | null, source: Source, limits: DecodeLimits) => DecodedSource;

const OPENERS: Readonly<Record<string, Opener>> = {
  bz2: openBz2,
  gz: openGzip,
  lz4: openLz4Frame,
  lzma: openLzmaAlone,
  xz: openXz,
  zlib: openZlib,
  zf: openZlibFile,
};

/** Formats that the child can inflate as well as the guest. */
const NATIVE = ["gz", "zlib", "zf"];

/** Ways to open a file of that extension: in the guest, and natively where the child would. */
export function waysToOpen(extension: string): readonly ((bytes: Uint8Array, limits?: DecodeLimits) => DecodedSource)[] {
  const opener = OPENERS[extension];
  if (opener === undefined) throw new Error(`no opener for ${extension}`);
  const guest = (bytes: Uint8Array, limits = LIMITS): DecodedSource => opener(null, new BytesSource(bytes), limits);
  const native = (bytes: Uint8Array, limits = LIMITS): DecodedSource => {
    const hooks = nodeHooks(bytes);
    return opener(hooks, new RawSource(hooks, 0, bytes.length), limits);
  };
  return NATIVE.includes(extension) ? [guest, native] : [guest];
}

export const extensionOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** Reads a source from its start to its end in steps. */
export function readAll(source: Source, step = 100_000): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; ; ) {
    const part = new Uint8Array(step);
    const got = source.read(at, step, part, 0);
    parts.push(part.subarray(0, got));
    at += got;
    if (got < step) return new Uint8Array(Buffer.concat(parts));
  }
}

/** True when `bytes` are the start of `whole`. */
export function isPrefix(bytes: Uint8Array, whole: Uint8Array): boolean {
  return Buffer.compare(bytes, whole.subarray(0, bytes.length)) === 0;
}
