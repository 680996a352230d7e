/**
 * Hostile files among the files of a tree, under names that say nothing: what is refused of them where they were named is
 * refused where they were met, but for what no loader runs.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CODES, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import { runGuest } from "../support/guest.js";
import { ordinaryFiles } from "../support/ordinary-files.js";
import { FIXTURES } from "../support/shared.js";
import { zip } from "../support/zip.js";

const FOLDER = join(FIXTURES, "hostile");

/** Every loader raises before anything is called: at a name that is none, at a persistent id; or nothing is named at all. */
const RUNS_NOTHING = [
  "dangerous--crlf-payload-repaired.pkl",
  "dangerous--deep-envelope-with-more-behind.pkl",
  "dangerous--deep-envelopes-without-proto.pkl",
  "limit--digits-int.pkl",
  "limit--digits-long.pkl",
  "limit--memo-far-text-index.pkl",
  "unlisted--binpersid-p0.pkl",
  "unlisted--crlf-in-part.pkl",
  "unlisted--leading-blank-p0.pkl",
  "unlisted--nul-p0.pkl",
  "unlisted--persid-p0.pkl",
  "unlisted--persid-popped-p0.pkl",
  "unlisted--text-popped-p0.pkl",
  "unlisted--text-popped-p1.pkl",
  "unlisted--trailing-blank-p0.pkl",
];

/** The worst that the findings of all lines demand, null for what was skipped. */
function worst(bytes: Uint8Array, way: "given" | "met"): string | null {
  const { report } = runGuest(bytes, "scan", { way });
  if (report.skipped !== undefined) return null;
  const codes = report.artifacts.flatMap(({ findings }) => findings.map(({ code }) => code));
  const verdicts = codes.map((code) => (isFindingCode(code) ? CODES[code].verdict : "malformed"));
  return VERDICT_ORDER.find((verdict) => verdicts.includes(verdict)) ?? "safe";
}

describe("hostile files that were met", () => {
  const names = readdirSync(FOLDER).filter((name) => /^(?:dangerous|limit|unlisted)--/.test(name));

  test("are refused as where they were named", () => {
    const other = names.filter((name) => {
      const bytes = readFileSync(join(FOLDER, name));
      return worst(bytes, "met") !== worst(bytes, "given");
    });
    expect(names.length).toBeGreaterThan(1300);
    expect(other).toEqual(RUNS_NOTHING);
  }, 120_000);
});

/** A module of Python's own, and what may stand in the name of another's. */
const NAMES_THAT_ARE = ["_sysconfigdata__linux_x86_64-linux-gnu", "a-b", "a:b", "paquet\u00e9", "1st"];
const NAMES_THAT_ARE_NONE = ["mport os", "os\r", "os\t", "a/b", "a\\b", "", ".os", "os.", "a..b", "o\u00a0s"];

test("a command behind a name that a module may have is found, behind one that none has it is not reached", () => {
  const text = (module: string): Buffer => Buffer.from(`c${module}\nx\n0cos\nsystem\n(S'id'\ntR.`);
  expect(NAMES_THAT_ARE.map((name) => worst(text(name), "met"))).toEqual(NAMES_THAT_ARE.map(() => "dangerous"));
  expect(NAMES_THAT_ARE_NONE.map((name) => worst(text(name), "met"))).toEqual(NAMES_THAT_ARE_NONE.map(() => null));
});

test("torch's own format in texts, whose fourth pickle asks for a persistent object", () => {
  const head = "L119547037146038801333356L\n.I1001\n.(dp0\n.";
  const command = "cos\nsystem\n(S'id'\ntR.";
  for (const id of ["(S'module'\nNNNtQ0", "Pmodule\n0"]) {
    expect(worst(Buffer.from(`${head}${id}${command}`), "met")).toBe("dangerous");
    expect(worst(Buffer.from(`${id}${command}`), "met")).toBeNull();
  }
});

test("ordinary files are no artifacts", () => {
  const found = ordinaryFiles().filter(([, content]) => worst(Buffer.from(content), "met") !== null);
  expect(found.map(([path]) => path)).toEqual([]);
});

describe("what a loader decodes and nobody here does", () => {
  const packed = Buffer.from("\xfd7zXZ\0\0\x04\xe6\xd6\xb4F\x03\x01", "latin1");
  const lineOf = (bytes: Uint8Array) => runGuest(bytes, "scan", { way: "met" }).report;

  test("is told, in archives too", () => {
    const unread = [
      readFileSync(join(import.meta.dirname, "unread/delta.xz")),
      readFileSync(join(import.meta.dirname, "unread/reserved.gz")),
      ...[12, 14, 93].map((method) => zip([{ name: "a.txt", data: Buffer.from(packed), method }])),
      zip([{ name: "in.zip", data: zip([{ name: "a", data: Buffer.from(packed), method: 14 }]) }]),
    ];
    expect(
      unread.map((bytes) =>
        lineOf(bytes)
          .artifacts.flatMap(({ findings }) => findings.map(({ code }) => code))
          .includes("container.unsupported"),
      ),
    ).toEqual(unread.map(() => true));
  });

  test("what no loader decodes is not", () => {
    const unread = [Buffer.from("x was here\n"), zip([{ name: "a.txt", data: Buffer.from(packed), method: 9 }])];
    expect(unread.map((bytes) => lineOf(bytes).skipped)).toEqual(["text", "archive"]);
  });
});
