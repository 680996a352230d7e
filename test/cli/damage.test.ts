/** Damage met in real files, as a user meets it: what happened, how much is missing, and what to do about it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cornichon, ROOT, withFolder } from "../support/cli.js";

const SEED = join(ROOT, "fixtures", "seed", "1.9.1");
const seed = (name: string): Buffer => readFileSync(join(SEED, name));
const POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32\nsize 12345\n";
const PROTOCOL_0 = "(dp0\nVa\np1\n(lp2\nI1\naF2.5\nasVb\np3\nVtext\np4\ns.";
/** A joblib 0.9 dump of one array, its companion not beside it. */
const LONELY = `\x80\x02cjoblib.numpy_pickle\nNDArrayWrapper\nq\x00)\x81q\x01}q\x02(U\x08filenameq\x03U\x0cm.pkl_01.npyq\x04U\x08subclassq\x05cnumpy\nndarray\nq\x06ub.`;
const family = (module: string, name: string): string => `\x80\x02c${module}\n${name}\n)\x81.`;

const FILES: Readonly<Record<string, { readonly bytes: Buffer; readonly verdict: string; readonly message: RegExp }>> = {
  "cut.pkl": { bytes: seed("ridge.pkl").subarray(0, 300), verdict: "malformed", message: /at least \d+ bytes are missing/ },
  "cut.joblib.gz": { bytes: seed("ridge.joblib.gz").subarray(0, 300), verdict: "malformed", message: /at least \d+ bytes are missing/ },
  "cut-string.pkl": {
    bytes: Buffer.from("\x80\x03X\xe8\x03\x00\x00abc", "latin1"),
    verdict: "malformed",
    message: /at least 997 bytes are missing/,
  },
  "pointer.pkl": { bytes: Buffer.from(POINTER), verdict: "malformed", message: /git LFS pointer.*git lfs pull/ },
  "crlf.pkl": { bytes: Buffer.from(PROTOCOL_0.replaceAll("\n", "\r\n")), verdict: "malformed", message: /--repair crlf/ },
  "lonely.pkl": { bytes: Buffer.from(LONELY, "latin1"), verdict: "malformed", message: /companion file m\.pkl_01\.npy is not beside it/ },
  "empty.pkl": { bytes: Buffer.alloc(0), verdict: "malformed", message: /The file is empty/ },
  "three.pkl": { bytes: Buffer.from("]K\x01a.}.Vc\n."), verdict: "safe", message: /3 pickles; --index or --all/ },
  "catboost.pkl": {
    bytes: Buffer.from(family("catboost.core", "Pool"), "latin1"),
    verdict: "unlisted",
    message: /belongs to catboost.*save the model alone/,
  },
  "main.pkl": {
    bytes: Buffer.from(family("__main__", "Tokenizer"), "latin1"),
    verdict: "unlisted",
    message: /__main__\.Tokenizer belongs to __main__.*the script.*--placeholders/,
  },
  "statsmodels.pkl": {
    bytes: Buffer.from(family("statsmodels.iolib.smpickle", "Thing"), "latin1"),
    verdict: "unlisted",
    message: /belongs to statsmodels.*--placeholders/,
  },
};

interface Line {
  readonly path: string;
  readonly verdict: string;
  readonly findings: readonly { readonly message: string }[];
}

test("is told with what is missing and what to do", () =>
  withFolder((folder) => {
    const paths = Object.entries(FILES).map(([name, { bytes }]) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    });
    const lines = cornichon(["scan", "--format", "ndjson", ...paths])
      .out.trim()
      .split("\n")
      .map((line): Line => JSON.parse(line)); // our own report
    for (const [i, [name, { verdict, message }]] of Object.entries(FILES).entries()) {
      expect(lines[i]?.verdict, name).toBe(verdict);
      expect(lines[i]?.findings.map((f) => f.message).join("\n"), name).toMatch(message);
    }
  }));

const rootOf = (out: string): unknown => JSON.parse(out).root;

test("CRLF is repaired on request", () =>
  withFolder((folder) => {
    const path = join(folder, "crlf.pkl");
    writeFileSync(path, PROTOCOL_0.replaceAll("\n", "\r\n"));
    expect(cornichon(["convert", path]).code).toBe(2);
    const { out, code } = cornichon(["convert", "--repair", "crlf", path]);
    expect(code).toBe(0);
    expect(rootOf(out)).toEqual({ a: [1, 2.5], b: "text" });
  }));

test("several pickles are chosen by number or read all", () =>
  withFolder((folder) => {
    const path = join(folder, "three.pkl");
    writeFileSync(path, "]K\x01a.}.Vc\n.");
    expect(rootOf(cornichon(["convert", "--index", "2", path]).out)).toBe("c");
    expect(rootOf(cornichon(["convert", "--all", path]).out)).toEqual([[1], {}, "c"]);
    const { code, err } = cornichon(["convert", "--index", "3", path]);
    expect(code).toBe(2);
    expect(err).toMatch(/holds 3 pickles and --index counts from 0/);
  }));

test("an array is inspected without taking its header for opcodes", () =>
  withFolder((folder) => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }".padEnd(117);
    const path = join(folder, "a.npy");
    writeFileSync(path, Buffer.concat([Buffer.from("\x93NUMPY\x01\x00v\x00", "latin1"), Buffer.from(`${header}\n`), Buffer.alloc(16)]));
    const { code, out } = cornichon(["inspect", path]);
    expect(code).toBe(0);
    expect(out).not.toContain("STACK_GLOBAL");
  }));
