/**
 * The page on the neutral format holds: it shows each `$type` that the schema has, and its reader in Python reads the documents of
 * all fixtures to what we read in them, array by array, bit for bit. (That this is what Python wrote: test/fixtures.) Without a Python that has numpy the latter is skipped, loudly.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { close, convert } from "../../src/index.js";
import { envsFolder } from "../genuine/pythons.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { FIXTURES } from "../support/shared.js";
import { canonOf } from "./canon.js";
import { blocksIn, textOf } from "./pages.js";

const PAGE = "docs/format.md";
const folder = mkdtempSync(join(tmpdir(), "cornichon-format-"));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await close();
});

/** From 2 on, whose arrays may have 64 axes as ours. */
const hasNumpy = (python: string): boolean =>
  spawnSync(python, ["-c", "import numpy; assert int(numpy.__version__.split('.')[0]) >= 2"]).status === 0;
const environments = existsSync(envsFolder()) ? readdirSync(envsFolder()).sort() : [];
const python = [
  process.env["CORNICHON_PYTHON"] ?? "python3",
  ...environments.map((name) => join(envsFolder(), name, "bin", "python")),
].find(hasNumpy);
if (python === undefined)
  process.stderr.write("\n*** no Python with numpy 2 (CORNICHON_PYTHON names one): the page's reader is SKIPPED ***\n\n");

/** Documents that the page's reader does not read as we do, and why. */
const KNOWN: Readonly<Record<string, string>> = {
  "safe--tuple-cycle.pkl": "Python makes no tuple that holds itself but through its own unpickler",
  "unlisted--late-array-objects.pkl": "an array whose items are more than its shape, kept as a placeholder: the reader refuses it",
  "unlisted--mersenne-position-twice-p2.pkl": "a text and a scalar of numpy's are one key in Python",
  "unlisted--mersenne-position-twice-p4.pkl": "a text and a scalar of numpy's are one key in Python",
};

/** A document around a root's text, as far as a reader looks at it. */
const documentOf = (root: string): string => `{"format":"cornichon","formatVersion":1,"source":{},"metadata":{},"root":${root}}\n`;

function* filesIn(path: string): Generator<string> {
  for (const name of readdirSync(path).sort()) {
    const inner = join(path, name);
    if (statSync(inner).isDirectory()) yield* filesIn(inner);
    else yield inner;
  }
}

interface Example {
  readonly name: string;
  readonly pickle: string;
}

const examples: readonly Example[] = JSON.parse(readFileSync(join(FIXTURES, "format", "examples.json"), "utf8"));
const pickleOf = ({ pickle }: Example): Buffer => Buffer.from(pickle, "base64");

/** What the page's reader says to documents: texts, or paths of files. */
function readByPage(documents: readonly (string | { readonly path: string })[]): readonly unknown[] {
  const [block] = blocksIn([PAGE], ["python"]);
  writeFileSync(join(folder, "reader.py"), block?.code ?? "");
  writeFileSync(join(folder, "documents.ndjson"), documents.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const script = join(ROOT, "test", "docs", "canon.py");
  const done = spawnSync(python ?? "", ["-B", script, join(folder, "documents.ndjson"), folder], { encoding: "utf8", maxBuffer: 2 ** 30 });
  const lines = done.stdout.split("\n").filter((line) => line !== "");
  if (lines.length !== documents.length) throw new Error(`the reader ended early: ${done.stderr.slice(-1000)}`);
  return lines.map((line) => JSON.parse(line));
}

const short = (value: unknown): string => JSON.stringify(value).slice(0, 300);
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

describe("the page on the neutral format", () => {
  test("shows every $type", () => {
    const types = readFileSync(join(ROOT, "src", "neutral", "schema.ts"), "utf8").matchAll(/\$type: z\.literal\("(\w+)"\)/g);
    const shown = textOf(PAGE);
    const missing = Array.from(types, ([, type]) => type).filter((type) => !shown.includes(`{"$type":"${type}"`));
    expect(missing).toEqual([]);
  });

  test("has a reader of a page's length", () => {
    const lines =
      blocksIn([PAGE], ["python"])[0]
        ?.code.split("\n")
        .filter((line) => line.trim() !== "") ?? [];
    expect(lines.length).toBeLessThan(100);
    expect(lines.length).toBeGreaterThan(40);
  });
});

describe.skipIf(python === undefined)("the page's reader in Python", () => {
  test("reads the documents of all fixtures as we do", { timeout: 400_000 }, () => {
    const roots = new Map<string, string>();
    for (const file of filesIn(FIXTURES)) {
      if (/\.(?:json|csv|py|tsv|txt|md|jsonl)$|README$/.test(file) || statSync(file).size > 2 ** 20) continue;
      const { text } = runGuest(readFileSync(file), "convert", { placeholders: true });
      if (text !== "") roots.set(file, text);
    }
    expect(roots.size).toBeGreaterThan(2000);
    const read = readByPage([...roots.values()].map(documentOf));
    const wrong = [...roots].flatMap(([file, text], i) => {
      const ours = canonOf(text);
      return isSame(ours, read[i]) ? [] : [{ name: basename(file), said: `${short(read[i])} is not ${short(ours)}` }];
    });
    expect(wrong.filter(({ name }) => !Object.hasOwn(KNOWN, name))).toEqual([]);
    expect(wrong.map(({ name }) => name).sort()).toEqual(Object.keys(KNOWN));
  });

  test("reads the examples in every form of arrays, from a sidecar too", { timeout: 60_000 }, async () => {
    const documents: (string | { path: string })[] = [];
    const wanted: unknown[] = [];
    for (const example of examples) {
      const whole = canonOf(runGuest(pickleOf(example), "convert", { placeholders: true }).text);
      for (const arrays of ["inline", "base64"] as const) {
        // A NaN's bits have no spelling as a number.
        if (arrays === "inline" && example.name === "oddnan") continue;
        documents.push(documentOf(runGuest(pickleOf(example), "convert", { placeholders: true, arrays }).text));
        wanted.push(whole);
      }
      const name = `${example.name}.safetensors`;
      const { document, sidecar } = await convert(pickleOf(example), { placeholders: true, arrays: "sidecar", sidecar: name });
      writeFileSync(join(folder, `${example.name}.json`), document ?? "");
      if (sidecar !== null) writeFileSync(join(folder, name), sidecar);
      documents.push({ path: join(folder, `${example.name}.json`) });
      wanted.push(whole);
    }
    const read = readByPage(documents);
    expect(
      wanted.flatMap((one, i) => (isSame(one, read[i]) ? [] : [`${short(documents[i])}: ${short(read[i])} is not ${short(one)}`])),
    ).toEqual([]);
  });

  test("refuses what the page says that a reader must refuse", () => {
    const array = (rest: string, dtype = '"float64"'): string => documentOf(`{"$type":"ndarray","dtype":${dtype},${rest}}`);
    const bad = [
      '{"format":"cornichon","formatVersion":2,"source":{},"metadata":{},"root":1}',
      '{"format":"pickle","formatVersion":1,"source":{},"metadata":{},"root":1}',
      documentOf('{"$type":"lambda","code":"1"}'),
      documentOf('{"$type":"ref","id":7}'),
      documentOf('{"$type":"tuple","$id":1,"items":[{"$type":"ref","id":1}]}'),
      array('"shape":[2],"data":[1.0]'),
      array('"shape":[-1],"data":[1.0]'),
      array('"shape":[1099511627776],"data":[]', '"object"'),
      array('"shape":[2],"base64":"AAAAAAAA8D8="'),
      array('"shape":[1],"base64":"AAAA!AAAA8D8="'),
      array('"shape":[1],"base64":"AQAAAAAAAAA="', '"object"'),
      array('"shape":[1],"base64":"AQAAAAAAAAA="', '{"names":["a"],"formats":["object"],"offsets":[0],"itemsize":8}'),
      array('"shape":[1],"data":[1]', '"float64,float64"'),
      array('"shape":[1],"base64":"AAAAAAAA8D8="', '{"names":["a"],"formats":["float64"],"offsets":[4],"itemsize":8}'),
      array('"shape":[1],"file":"../reader.py","tensor":"0"'),
      array('"shape":[1],"file":"..","tensor":"0"'),
      array('"shape":[1],"file":"nowhere.safetensors","tensor":"0"'),
    ];
    expect(readByPage(bad).filter((said) => typeof said !== "string")).toEqual([]);
  });
});
