/**
 * The reference files: what joblib, numpy, pandas, CPython and four scanners keep for their own tests. Every file that
 * its manifest says loads is safe and read to the stated value; every other is refused or a clean error; files that
 * really run code are dangerous.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Parser } from "pickleparser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ArtifactReport } from "../../src/report/scan-report.js";
import { ROOT } from "../support/cli.js";
import { SHARED } from "../support/shared.js";
import { statedValue } from "./values.js";

const library: typeof import("../../src/index.js") = await import(join(ROOT, "dist", "index.js"));
const FOLDER = SHARED === null ? "" : join(SHARED, "adversarial", "reference");

interface Row {
  /** Path below the folder. */
  readonly stored: string;
  readonly expected: string;
}

function manifest(): Row[] {
  const [head = "", ...lines] = readFileSync(join(FOLDER, "manifest.tsv"), "utf8").trimEnd().split("\n");
  const column = (name: string): number => head.trimEnd().split("\t").indexOf(name);
  const [stored, expected] = [column("stored_as"), column("expected")];
  return lines.map((line) => {
    const cells = line.trimEnd().split("\t");
    return { stored: cells[stored] ?? "", expected: cells[expected] ?? "" };
  });
}

const rows = SHARED === null ? [] : manifest();
const kindOf = (row: Row): string => /^\w+/.exec(row.expected)?.[0] ?? "";
const of = (kind: string): Row[] => rows.filter((row) => kindOf(row) === kind);

/** Refused for names that are nobody's exploit: what is not on any list, and what the loading program decides. */
/** Refused by its manifest when nothing of torch was read: a state dict, all of it plain tensors. */
const STATE_DICT = /pytorch_model\.bin$/;
const MERELY_UNLISTED =
  /(?:sys_module_override_sploit\.pkl|torch\/tensor\/data\.pkl|DATA[234]\.pkl|test_bad_ext_code_e\d+\.pkl|test_bad_reduce_e00\.pkl|test_bad_newobj_e00\.pkl)$/;

const folder = mkdtempSync(join(tmpdir(), "cornichon-reference-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reports = new Map<string, ArtifactReport>();
const documents = new Map<string, unknown>();
const report = (row: Row): ArtifactReport | undefined => reports.get(join(FOLDER, row.stored));

beforeAll(async () => {
  if (rows.length === 0) return;
  const options = { jobs: 2, stdin: process.stdin };
  await library.scanAll(
    rows.map((row) => join(FOLDER, row.stored)),
    options,
    ({ own }) => void reports.set(own.path, own),
  );
  const tasks = of("accept").map((row, i) => ({ path: join(FOLDER, row.stored), output: join(folder, `${i}.json`) }));
  await library.convertAll(tasks, { ...options, metadata: {}, text: () => undefined }, ({ path, output, converted }) => {
    if (converted.written && output !== null) documents.set(path, JSON.parse(readFileSync(output, "utf8")).root);
  });
}, 600_000);

/** Bytes of another reader's value in our notation, all else as it is. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "object" && inner !== null && "type" in inner && inner.type === "Buffer" && "data" in inner
        ? { $type: "bytes", base64: Buffer.from(inner.data as number[]).toString("base64") }
        : inner,
    ),
  );

describe.skipIf(rows.length === 0)("reference files", () => {
  test("are all here", () => {
    expect(rows.length).toBe(395);
    expect(reports.size).toBe(395);
  });

  test("that load are safe", () => {
    const wrong = of("accept").filter((row) => report(row)?.verdict !== "safe");
    expect(wrong.map((row) => `${row.stored}: ${report(row)?.verdict}`)).toEqual([]);
  });

  test("that load are read to the stated value", () => {
    for (const row of of("accept")) {
      const wanted = statedValue(basename(row.stored));
      if (wanted !== undefined) expect(documents.get(join(FOLDER, row.stored)), row.stored).toEqual(wanted);
    }
    expect(of("accept").filter((row) => statedValue(basename(row.stored)) !== undefined).length).toBe(85);
  });

  test("with numpy's array of astype_copy has its bytes", () => {
    const name = of("accept").find((row) => row.stored.endsWith("astype_copy.pkl"))?.stored ?? "";
    const { data, ...rest } = documents.get(join(FOLDER, name)) as { readonly data: readonly number[] };
    expect(rest).toEqual({ $type: "ndarray", dtype: "float64", shape: [73] });
    // SHA-256 of the argument of its BINSTRING, by pickletools.
    const bytes = Buffer.from(Float64Array.from(data).buffer);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe("97c3163d7a957a03e3b98a31a2d2220ced8c783b8da44e9299fd331292bb3af8");
  });

  test("of plain data are read as pickleparser reads them", () => {
    const files = of("accept").filter((row) => statedValue(basename(row.stored)) === undefined && /modelaudit.*\.pkl$/.test(row.stored));
    for (const row of files) {
      const theirs = new Parser().parse(readFileSync(join(FOLDER, row.stored)));
      expect(documents.get(join(FOLDER, row.stored)), row.stored).toEqual(plain(theirs));
    }
    expect(files.length).toBe(8);
  });

  test("that name what runs code are dangerous, the other refused ones unlisted", () => {
    const wanted = (stored: string): string => (STATE_DICT.test(stored) ? "safe" : MERELY_UNLISTED.test(stored) ? "unlisted" : "dangerous");
    const wrong = of("reject").filter((row) => report(row)?.verdict !== wanted(row.stored));
    expect(wrong.map((row) => `${row.stored}: ${report(row)?.verdict}`)).toEqual([]);
  });

  test("that no Python loads are a clean error", () => {
    const wrong = of("error").filter((row) => !["malformed", "unsupported", "limit", "unlisted"].includes(report(row)?.verdict ?? ""));
    expect(wrong.map((row) => `${row.stored}: ${report(row)?.verdict}`)).toEqual([]);
  });

  test("of old pandas are safe or unlisted by name, never anything else", () => {
    const pandas = of("either").filter((row) => row.expected.startsWith("either: pandas"));
    const wrong = pandas.filter((row) => !["safe", "unlisted"].includes(report(row)?.verdict ?? ""));
    expect(wrong.map((row) => `${row.stored}: ${report(row)?.verdict}`)).toEqual([]);
    expect(pandas.length).toBe(45);
  });

  test("that hide something are never safe", () => {
    const odd = of("either").filter((row) => /PERSID|odd flags|fail|ValueError|nothing recognised|companion alone/.test(row.expected));
    expect(odd.filter((row) => report(row)?.verdict === "safe").map((row) => row.stored)).toEqual([]);
    expect(odd.length).toBe(12);
  });
});
