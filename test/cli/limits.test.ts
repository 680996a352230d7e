/**
 * Every limit of the table, through the built command: a file beyond it ends in verdict `limit` and exit 2, the message
 * names the option, and the same file passes when the option is raised. The files are made here. A limit without a row
 * does not compile.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type LimitName, limitOption } from "../../src/policy/limits.js";
import { cornichon, ROOT, withFolder } from "../support/cli.js";

const MIB = 2 ** 20;
const cat = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
const repeat = (text: string, count: number): Buffer => Buffer.alloc(text.length * count, Buffer.from(text, "latin1"));
const u64 = (value: number): Buffer => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out;
};

/** Members of a zip archive, stored. */
function zip(members: readonly Uint8Array[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [i, data] of members.entries()) {
    const name = Buffer.from(`${i}.pkl`);
    const shared = Buffer.alloc(26);
    shared.writeUInt32LE(crc32(data), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(data.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const local = cat("PK\x03\x04", shared, name, data);
    central.push(cat("PK\x01\x02\x14\0", shared, place, name));
    locals.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(cat(...central).length, 8);
  end.writeUInt32LE(at, 12);
  return cat(...locals, ...central, "PK\x05\x06", end);
}

const OBJECT_DTYPE = `cnumpy\ndtype\nX\x02\0\0\0O8K\0K\x01\x87R(K\x03X\x01\0\0\0|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x3ftb`;
const OBJECT_ARRAY = `\x80\x03cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R(K\x01K\x01\x85${OBJECT_DTYPE}\x89]Natb.`;
/** joblib's object array: a pickle of its own behind the wrapper. */
const WRAPPED = `cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(X\x08\0\0\0subclasscnumpy\nndarray\nX\x05\0\0\0shapeK\x01\x85X\x05\0\0\0orderX\x01\0\0\0CX\x05\0\0\0dtype${OBJECT_DTYPE}X\x0a\0\0\0allow_mmap\x89ub${OBJECT_ARRAY}`;
const NPY = cat("\x93NUMPY\x01\x00v\x00", "{'descr': '|u1', 'fortran_order': False, 'shape': (8,), }".padEnd(117), "\n", new Uint8Array(8));

const SMALL = cat("\x80\x04]\x94(K\x01K\x02K\x03}\x94)e.");
/** 6 MB that become a tape of 100 MB. */
const WIDE = (): Buffer => cat("\x80\x04](", repeat("]", 6_000_000), "e.");
/** More than the 256 MiB of which no ratio is asked, at a thousand to one. */
const ZEROS = (): Buffer => {
  const block = gzipSync(new Uint8Array(16 * MIB));
  return cat(gzipSync(cat("\x80\x04\x8e", u64(17 * 16 * MIB))), ...Array.from({ length: 17 }, () => block), gzipSync("."));
};
/** A text of 100 KB, 700 times in a list: more than the 64 MiB of which no ratio is asked. */
const SHARED_TEXT = (): Buffer => cat("\x80\x04](X\xa0\x86\x01\0", repeat("x", 100_000), "q\x00", repeat("h\0", 700), "e.");
const texts = (count: number): string => Array.from({ length: count }, (_, i) => `X\x02\0\0\0${String.fromCharCode(97 + i)}!`).join("");

interface Row {
  readonly name?: string;
  readonly make: () => Uint8Array;
  readonly verb?: "scan" | "convert";
  readonly low: string;
  /** Null: the default lets it pass. */
  readonly high: string | null;
  readonly code: string;
}

const ROWS: Readonly<Record<Exclude<LimitName, "maxFindings" | "maxGlobals">, Row>> = {
  maxBytes: { make: () => SMALL, low: "15", high: "16", code: "limit.bytes" },
  maxDecoded: { make: () => gzipSync(SMALL), low: "15", high: "16", code: "limit.decoded" },
  maxRatio: { make: ZEROS, low: "900", high: null, code: "limit.ratio" },
  maxMemory: { make: WIDE, low: "64MiB", high: null, code: "limit.memory" },
  timeout: { make: WIDE, low: "0.001", high: null, code: "limit.time" },
  maxOpcodes: { make: () => SMALL, low: "11", high: "12", code: "limit.opcodes" },
  maxNodes: { make: () => cat("\x80\x04](", texts(9), "e."), low: "9", high: "10", code: "limit.nodes" },
  maxMemo: { make: () => SMALL, low: "1", high: "2", code: "limit.memo" },
  maxDepth: { make: () => cat(repeat("]", 1200), repeat("a", 1199), "."), verb: "convert", low: "1000", high: "1200", code: "limit.depth" },
  maxDigits: { make: () => cat("L", repeat("7", 5000), "L\n."), low: "4300", high: "5000", code: "limit.digits" },
  maxElements: { name: "a.npy", make: () => NPY, low: "7", high: "8", code: "limit.elements" },
  maxMembers: { name: "a.zip", make: () => zip([SMALL, zip([SMALL, SMALL])]), low: "3", high: "4", code: "limit.members" },
  maxStreams: { make: () => cat("\x80\x03](", WRAPPED, WRAPPED, WRAPPED, "e."), low: "2", high: "3", code: "limit.streams" },
  maxContainers: { name: "a.zip", make: () => zip([zip([zip([zip([SMALL])])])]), low: "3", high: "4", code: "limit.containers" },
  maxOutputRatio: { make: SHARED_TEXT, verb: "convert", low: "1", high: "1000", code: "limit.output" },
  maxOutput: { make: () => SMALL, verb: "convert", low: "10", high: null, code: "limit.output" },
};

interface Report {
  readonly verdict: string;
  readonly findings: readonly { readonly code: string; readonly message: string }[];
}

const reports = (out: string): Report[] =>
  out
    .trim()
    .split("\n")
    .map((line): Report => JSON.parse(line)); // our own report

describe("beyond its limit a file is not judged", () => {
  test.each(Object.entries(ROWS))(
    "%s",
    (limit, { name = "upload.pkl", make, verb = "scan", low, high, code }) =>
      withFolder((folder) => {
        const option = `--${limitOption(limit as LimitName)}`; // the keys of ROWS
        const path = join(folder, name);
        writeFileSync(path, make());
        const stopped = cornichon([verb, path, option, low, ...(verb === "scan" ? ["--format", "ndjson"] : [])]);
        expect(stopped.code).toBe(2);
        if (verb === "scan") {
          const all = reports(stopped.out);
          expect(all[0]?.verdict).toBe("limit");
          const finding = all.flatMap(({ findings }) => findings).find((f) => f.code === code);
          expect(finding?.message).toContain(`${option} raises it`);
        } else {
          expect(stopped.out).toBe("");
          expect(stopped.err).toContain(`${option} raises it`);
          expect(stopped.err).toContain("limit");
        }
        const passed = cornichon([
          verb,
          path,
          ...(high === null ? [] : [option, high]),
          ...(verb === "scan" ? ["--format", "ndjson"] : []),
        ]);
        expect(passed.err).toBe("");
        expect(passed.code).toBe(0);
        if (verb === "scan") expect(reports(passed.out).map(({ verdict }) => verdict)).not.toContain("limit");
      }),
    120_000,
  );

  test("what no option raises says so", () =>
    withFolder((folder) => {
      const path = join(folder, "far.pkl");
      writeFileSync(path, cat("\x80\x02Nr\xff\xff\xff\x7f."));
      const [far] = reports(cornichon(["scan", "--format", "ndjson", path]).out);
      expect(far?.verdict).toBe("limit");
      expect(far?.findings[0]?.message).toMatch(
        /^Memo index 2147483647 lies beyond the stream's length \(9 bytes; no option raises it\)\.$/,
      );
      for (const file of ["limit--dimensions-65.pkl", "limit--elements-empty-items.pkl"]) {
        const [report] = reports(cornichon(["scan", "--format", "ndjson", join(ROOT, "fixtures", "hostile", file)]).out);
        expect(report?.verdict).toBe("limit");
        expect(report?.findings.map((f) => f.message).join()).not.toContain("raises it");
      }
    }));
});

describe("what a report keeps is cut, and its verdict is not", () => {
  const names = Array.from({ length: 30 }, (_, i) => `cmylib\nname${i}\n`).join("");
  test.each(["maxFindings", "maxGlobals"] as const)("%s", (limit) =>
    withFolder((folder) => {
      const path = join(folder, "names.pkl");
      writeFileSync(path, cat("\x80\x02](", names, "cos\nsystem\ne."));
      const run = (value: string) => {
        const { out, code } = cornichon(["scan", "--format", "ndjson", `--${limitOption(limit)}`, value, path]);
        const report: { verdict: string; findings: unknown[]; globals: unknown[]; moreFindings?: number } = JSON.parse(out);
        return { code, verdict: report.verdict, kept: (limit === "maxFindings" ? report.findings : report.globals).length };
      };
      expect(run("5")).toEqual({ code: 1, verdict: "dangerous", kept: 5 });
      expect(run("50")).toEqual({ code: 1, verdict: "dangerous", kept: 31 });
    }),
  );
});
