/**
 * Memory of the parent, through the built command: however much an artifact becomes, or a report says, the parent does not
 * keep it. The figures have wide margins: what they hold off is a multiple.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { REPORT_FORMATS, type ReportFormat } from "../../src/report/formats.js";
import { reportSchema } from "../../src/report/schema.js";
import { ROOT, withFolder } from "../support/cli.js";

const MIB = 2 ** 20;
/**
 * Young and old heap, in MiB, that the parent gets, so that what is garbage does not count: a collector with memory to
 * spare is in no hurry, the more the newer its Node. A parent that keeps what it should not dies of it.
 */
const SMALL_HEAP = ["--max-semi-space-size=8", "--max-old-space-size=64"];
/** Tells the most memory that the command itself had, in KiB, as the last line of its messages; 0 where the system does not say. */
const TELLS_MEMORY = `data:text/javascript,${encodeURIComponent(
  'import{readFileSync}from"node:fs";process.on("exit",()=>{let kib=0;try{kib=/VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status","utf8"))[1]}catch{}process.stderr.write("\\n"+kib)})',
)}`;

interface Run {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
  /** Bytes. */
  readonly memory: number;
}

function cornichon(args: readonly string[], stdout: number | "pipe" = "pipe"): Run {
  const done = spawnSync(process.execPath, [...SMALL_HEAP, "--import", TELLS_MEMORY, join(ROOT, "dist", "cli.js"), ...args], {
    cwd: ROOT,
    maxBuffer: 2 ** 29,
    stdio: ["ignore", stdout, "pipe"],
  });
  const err = done.stderr.toString();
  return { code: done.status, out: done.stdout ?? Buffer.alloc(0), err, memory: 1024 * Number(err.slice(err.lastIndexOf("\n") + 1)) };
}

/** An archive of `members`, deflated. */
function zip(members: readonly (readonly [string, Uint8Array])[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, data] of members) {
    const packed = deflateRawSync(data);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), head, Buffer.from(name), packed]);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), head, place, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(
    central.reduce((sum, one) => sum + one.length, 0),
    8,
  );
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, ...central, Buffer.from("PK\x05\x06"), end]);
}

const CODE = Buffer.from('cos\nsystem\n(S"x"\ntR.');
/** A pickle of a thousand refused names. */
const NAMES = Buffer.from(`\x80\x02${Array.from({ length: 1000 }, (_, i) => `c${"m".repeat(180)}\nx${i}\n0`).join("")}N.`, "latin1");

describe("scan", () => {
  /** Two archives that would have more to say than a text can hold, and a hostile pickle behind them. */
  function hostile(folder: string): void {
    const many = zip(Array.from({ length: 80 }, (_, i) => [`${i}.pkl`, NAMES] as const));
    writeFileSync(join(folder, "a.zip"), many);
    writeFileSync(join(folder, "b.zip"), many);
    writeFileSync(join(folder, "c.pkl"), CODE);
  }

  /** What each format must still say of them. */
  function expectTold(format: ReportFormat, text: string): void {
    expect(Buffer.byteLength(text), format).toBeLessThanOrEqual(64_000_000);
    if (format === "json")
      expect(reportSchema.parse(JSON.parse(text)).summary).toMatchObject({ artifacts: 163, unlisted: 162, dangerous: 1 });
    if (format === "sarif") expect(text).toContain('"global.dangerous",\n');
    if (format === "sarif") expect(JSON.parse(text).runs[0].results.at(-1).ruleId).toBe("global.dangerous");
    if (format === "ndjson") expect(JSON.parse(text.trim().split("\n").at(-1) ?? "").verdict).toBe("dangerous");
    if (format === "text") expect(text).toMatch(/^dangerous /m);
    if (format === "cyclonedx") expect(JSON.parse(text).vulnerabilities.at(-1).id).toBe("global.dangerous");
    // The worst comes first.
    if (format === "github") expect(text).toMatch(/^::error file=\S*c\.pkl,title=cornichon%3A dangerous /);
    if (format === "markdown" || format === "html") expect(text.indexOf("c.pkl")).toBeLessThan(text.indexOf("a.zip"));
  }

  test.each(["text", "sarif"] as const)(
    "%s of archives full of refused names",
    (format) =>
      withFolder((folder) => {
        hostile(folder);
        const { code, out, memory } = cornichon(["scan", "--format", format, folder]);
        expect(code).toBe(1);
        expect(memory).toBeLessThan(200 * MIB);
        expectTold(format, out.toString());
      }),
    240_000,
  );

  test(
    "every format of them, of one scan",
    () =>
      withFolder((folder) => {
        const tree = join(folder, "tree");
        mkdirSync(tree);
        hostile(tree);
        const others = REPORT_FORMATS.flatMap((format) => ["--also", `${format}=${join(folder, format)}`]);
        const { code, memory } = cornichon(["scan", "--format", "ndjson", ...others, tree]);
        expect(code).toBe(1);
        expect(memory).toBeLessThan(200 * MIB);
        for (const format of REPORT_FORMATS) expectTold(format, readFileSync(join(folder, format), "utf8"));
      }),
    240_000,
  );

  test("a member's name of 60,000 characters hides nothing", () =>
    withFolder((folder) => {
      const path = join(folder, "a.zip");
      writeFileSync(path, zip([[`${"n".repeat(60_000)}.pkl`, CODE]]));
      const { code, out } = cornichon(["scan", "--format", "ndjson", path]);
      expect(code).toBe(1);
      const lines = out.toString().trim().split("\n");
      expect(lines.map((line) => JSON.parse(line).verdict)).toEqual(["dangerous", "dangerous"]);
      expect(lines.join("").length).toBeLessThan(10_000);
    }));

  test(
    "what a wall stops keeps the members that were judged before",
    () =>
      withFolder((folder) => {
        const path = join(folder, "a.zip");
        // Behind the code: a million tuples, and again, far beyond a second.
        const slow = Buffer.concat([Buffer.from("\x80\x02", "latin1"), Buffer.alloc(30_000_000, "N0"), Buffer.from("N.")]);
        writeFileSync(path, zip([["a.pkl", CODE], ...Array.from({ length: 40 }, (_, i) => [`${i}.pkl`, slow] as const)]));
        const { code, out } = cornichon(["scan", "--format", "ndjson", "--timeout", "3", path]);
        const [own, first] = out
          .toString()
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line));
        expect(own.findings.map((f: { code: string }) => f.code)).toContain("limit.time");
        expect([own.verdict, first?.verdict, code]).toEqual(["dangerous", "dangerous", 1]);
      }),
    60_000,
  );

  // Of a socket, in which something is left or not, and of a pipe.
  test.each(["reads a little", "reads nothing", "head"])(
    "a reader that goes away changes nothing of the exit code: %s",
    async (reader) => {
      const folder = mkdtempSync(join(tmpdir(), "cornichon-test-"));
      const path = join(folder, "long.pkl");
      writeFileSync(path, Buffer.concat([Buffer.from("\x80\x02", "latin1"), Buffer.alloc(600_000, "N0"), Buffer.from("N.")]));
      const command = [process.execPath, join(ROOT, "dist", "cli.js"), "inspect", path];
      const script = 'set -o pipefail; "$@" | head -1 > /dev/null; exit $?';
      const [program = "", ...args] = reader === "head" ? ["bash", "-c", script, "-", ...command] : command;
      const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      child.stderr.on("data", (piece) => {
        said += piece;
      });
      child.stdout.once(reader === "reads nothing" ? "readable" : "data", () => child.stdout.destroy());
      const [code] = await once(child, "exit");
      rmSync(folder, { recursive: true });
      // It holds nothing that may not be, and nobody needs to be told that `head` has had enough.
      expect([code, said]).toEqual([0, ""]);
    },
    60_000,
  );
});

describe("convert to standard output", () => {
  test(
    "does not keep the document",
    () =>
      withFolder((folder) => {
        const path = join(folder, "big.pkl");
        const head = Buffer.from("\x80\x04\x8e\0\0\0\0\0\0\0\0", "latin1");
        head.writeBigUInt64LE(200_000_000n, 3);
        writeFileSync(path, Buffer.concat([head, Buffer.alloc(200_000_000, 0x61), Buffer.from(".")]));
        const { code, memory } = cornichon(["convert", path], openSync(join(folder, "out.json"), "w"));
        expect(code).toBe(0);
        expect(memory).toBeLessThan(200 * MIB);
      }),
    120_000,
  );

  test("writes nothing of a document that fails on its way", () =>
    withFolder((folder) => {
      const path = join(folder, "text.pkl");
      const text = Buffer.alloc(3_000_000, 0x78);
      const head = Buffer.from("\x80\x04X\0\0\0\0", "latin1");
      head.writeUInt32LE(text.length, 3);
      writeFileSync(path, Buffer.concat([head, text, Buffer.from(".")]));
      const { code, out, err } = cornichon(["convert", path, "--max-output", "2MiB"]);
      expect([code, out.length]).toEqual([2, 0]);
      expect(err).toContain("--max-output raises it");
    }));

  test("a text that is referred to 20,000 times is refused before it is written", () =>
    withFolder((folder) => {
      const path = join(folder, "text.pkl");
      const head = Buffer.from("\x80\x04](X\x40\x42\x0f\0", "latin1");
      writeFileSync(
        path,
        Buffer.concat([
          head,
          Buffer.alloc(1_000_000, 0x78),
          Buffer.from("q\x00", "latin1"),
          Buffer.alloc(40_000, "h\0"),
          Buffer.from("e."),
        ]),
      );
      const target = join(folder, "out.json");
      for (const args of [[], ["--output", target]]) {
        const { code, out, err, memory } = cornichon(["convert", path, ...args]);
        expect([code, out.length]).toEqual([2, 0]);
        expect(err).toContain("--max-output-ratio raises it");
        expect(memory).toBeLessThan(150 * MIB);
      }
    }));
});
