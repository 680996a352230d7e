/** The hooks of the page's worker give the guest what the child's give: every fixture gets the very same report. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeUtf8 } from "../../sandbox/bytes/utf8.js";
import { runJob } from "../../sandbox/run.js";
import { CHANNEL, type Channel } from "../../sandbox/wire/hooks.js";
import { hooksOf } from "../../src/page/judge/sources.js";
import { defaultPolicy } from "../../src/policy/index.js";
import { pack } from "../../src/policy/pack.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { DEFAULT_OPTIONS } from "../../src/verbs/options.js";
import { nodeHooks } from "../support/node-hooks.js";
import { FIXTURES } from "../support/shared.js";

const packed = pack(defaultPolicy());
const limits = limitsWith();
const LONGEST = 2 * 1024 * 1024;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

/** All that the guest says of bytes, channel by channel. */
function said(bytes: Uint8Array, hooks: (emit: (channel: Channel, piece: Uint8Array) => void) => Parameters<typeof runJob>[1]): string[] {
  const pieces: string[][] = [[], [], []];
  const emit = (channel: Channel, piece: Uint8Array): void => {
    if (channel !== CHANNEL.line)
      pieces[channel]?.push(channel === CHANNEL.tensor ? Buffer.from(piece).toString("hex") : decodeUtf8(piece, 0, piece.length));
  };
  runJob(JSON.stringify({ verb: "convert", policy: null, limits, options: DEFAULT_OPTIONS, size: bytes.length }), hooks(emit), packed);
  return pieces.map((channel) => channel.join(""));
}

describe.each(["containers", "hostile", "seed", "faults"])("fixtures of %s", (folder) => {
  test("are what they are for the child", { timeout: 300_000 }, () => {
    const files = filesIn(join(FIXTURES, folder)).filter((file) => statSync(file).size < LONGEST && !file.endsWith(".json"));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const bytes = readFileSync(file);
      const slices = { size: bytes.length, read: (offset: number, length: number) => bytes.subarray(offset, offset + length) };
      const mine = said(bytes, (emit) => hooksOf({ file: slices, companion: () => null, limits, emit }));
      expect(mine, file).toEqual(said(bytes, (emit) => nodeHooks(bytes, (channel, piece) => emit(channel, piece))));
    }
  });
});
