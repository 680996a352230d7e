/** The tarball that is published, installed and used as its users do: by every Node that is promised, compiler and bundler. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as attw from "@arethetypeswrong/core";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { build as viteBuild } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT, type Run } from "../support/cli.js";
import { canInstall, nodeOf } from "./support/nodes.js";
import { type Packed, run, Workshop } from "./support/project.js";

const FIXTURE = join(ROOT, "fixtures", "seed", "1.9.1", "ridge.joblib");
const ASK = `
  const { verdict } = await scan(file);
  const { model } = await load(file);
  const { shape } = model.predict([Object.fromEntries(model.featureNames.map((name) => [name, 1]))]);
  let code = "";
  try { await load(file + ".missing"); } catch (error) { code = error instanceof CornichonError ? error.code : String(error); }
  console.log(verdict, model.className, shape.join(), code);
`;
const ESM = `import { CornichonError, load, scan } from "cornichon";\nconst file = process.argv[2];\n${ASK}`;
const CJS = `const { CornichonError, load, scan } = require("cornichon");\nconst file = process.argv[2];\n(async () => {${ASK}})();`;
const ANSWER = "safe Ridge 1 input.unreadable\n";

/** One line, in words, without a stack. */
const ONE_SENTENCE = /^error: cornichon reads artifacts in a child process that needs Node 24 or 26, and this is Node [\d.]+: [^\n]*\.\n$/;

describe.skipIf(!canInstall)("the package", { timeout: 60_000 }, () => {
  const workshop = new Workshop();
  let packed: Packed;
  let project = "";
  let said: Run;

  const write = (name: string, text: string): string => {
    const path = join(project, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };

  beforeAll(() => {
    packed = workshop.pack();
    [project, said] = workshop.install("consumer", packed.tarball, nodeOf("20.19.0"));
    write("use.mjs", ESM);
    write("use.cjs", CJS);
  }, 180_000);
  afterAll(() => workshop.close());

  test("is built by packing, with its declarations, its documents and the licences of what it contains", () => {
    expect(packed.files).toEqual(
      expect.arrayContaining([
        "dist/index.js",
        "dist/index.cjs",
        "dist/index.d.ts",
        "dist/index.d.cts",
        "dist/web.d.ts",
        "dist/LICENCES.txt",
      ]),
    );
    expect(packed.files).toEqual(expect.arrayContaining(["docs/estimators.md", "README.md", "SECURITY.md", "LICENSE"]));
    expect(packed.files.filter((name) => /^(src|sandbox|test|scripts|fixtures)\//.test(name))).toEqual([]);
    expect(packed.bytes).toBeLessThan(12 * 2 ** 20);
  });

  test("has a snapshot for each Node that a release is packed with", () => {
    for (const version of ["24.22.1", "26.12.1"])
      expect(packed.files).toContain(`dist/guest-${process.platform}-${process.arch}-node-${version}.snapshot`);
  });

  test("installs as one package, and npm has nothing to warn of, to compile or to run", () => {
    expect(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["cornichon"]);
    expect(said.out).toMatch(/^\s*added 1 package in /);
    expect(said.err).toBe("");
  });

  test.each(["24.22.1", "26.12.1"] as const)("Node %s imports and requires it", (version) => {
    expect(run(project, nodeOf(version), ["use.mjs", FIXTURE])).toEqual({ code: 0, out: ANSWER, err: "" });
    expect(run(project, nodeOf(version), ["use.cjs", FIXTURE])).toEqual({ code: 0, out: ANSWER, err: "" });
  });

  test.each(["24.22.1", "26.12.1"] as const)("Node %s runs the command by npx", (version) => {
    const env = { PATH: `${dirname(nodeOf(version))}:${process.env["PATH"] ?? ""}` };
    const done = run(project, "npx", ["--no-install", "cornichon", "scan", FIXTURE], env);
    expect(done.out).toContain("(joblib, protocol 4, sklearn.linear_model.Ridge, sklearn 1.9.1)");
    expect(done.code).toBe(0);
  });

  describe.each(["20.19.0", "22.12.0"] as const)("Node %s", (version) => {
    test("says one sentence", () => {
      const { code, out, err } = run(project, nodeOf(version), ["node_modules/cornichon/dist/cli.js", "scan", FIXTURE]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(ONE_SENTENCE);
    });

    test("gives a program the same as an error", () => {
      write("old.mjs", `import { scan } from "cornichon";\nawait scan(process.argv[2]).catch(({ code }) => console.log(code));\n`);
      write("old.cjs", `require("cornichon").scan(process.argv[2]).catch(({ code }) => console.log(code));\n`);
      const answer = { code: 0, out: "host.node-too-old\n", err: "" };
      expect(run(project, nodeOf(version), ["old.mjs", FIXTURE])).toEqual(answer);
      expect(run(project, nodeOf(version), ["old.cjs", FIXTURE])).toEqual(answer);
    });

    test("reads with the Node that was put beside, as the sentence says", () => {
      const folder = join(workshop.folder, `beside-${version}`);
      cpSync(project, folder, { recursive: true });
      const bare = dirname(dirname(nodeOf("26.12.1")));
      symlinkSync(bare, join(folder, "node_modules", bare.split("/").pop() ?? ""));
      const told = run(project, nodeOf(version), ["node_modules/cornichon/dist/cli.js", "scan", FIXTURE]).err;
      expect(told).toContain(`\`npm install ${bare.split("/").pop()}@26\``);
      expect(run(folder, nodeOf(version), ["use.mjs", FIXTURE])).toEqual({ code: 0, out: ANSWER, err: "" });
      expect(run(folder, nodeOf(version), ["use.cjs", FIXTURE])).toEqual({ code: 0, out: ANSWER, err: "" });
    });
  });

  describe("a project of the strictest TypeScript", () => {
    const NODE = `import { type ArtifactReport, CornichonError, type LoadResult, load, type NDArray, scan } from "cornichon";
      export async function ask(path: string): Promise<NDArray | undefined> {
        const judged = await scan(path);
        const reports: readonly ArtifactReport[] = judged.artifacts;
        const { model, verdict }: LoadResult = await load(path);
        if (model === null) throw new Error(verdict + reports.length);
        return model.predict?.([{ MKT: 0.4, SMB: -0.6, HML: 2.9 }]);
      }
      export const isOurs = (error: unknown): error is CornichonError => error instanceof CornichonError && error.code === "usage";
    `;
    const WEB = `import { createLoader, Ridge } from "cornichon/web";
      export const load = createLoader([Ridge]);
      export const shape = (text: string): readonly number[] => load(text).predict?.([[1]]).shape ?? [];
    `;
    const STRICT = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      skipLibCheck: false,
      noEmit: true,
      target: "es2023",
    };

    const compile = (name: string, options: object, files: readonly string[]): string => {
      write(`${name}.json`, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }));
      return run(project, process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", `${name}.json`]).out;
    };

    beforeAll(() => {
      for (const kind of ["mts", "cts"]) {
        write(`node.${kind}`, NODE);
        write(`web.${kind}`, WEB);
      }
    });

    const FILES = ["node.mts", "web.mts", "node.cts", "web.cts"];

    test.each(["nodenext", "node16"])("module %s, imported and required", (module) => {
      expect(compile(module, { module, lib: ["es2023", "dom"], types: [] }, FILES)).toBe("");
    });

    test("a bundler's resolution", () => {
      const options = { module: "esnext", moduleResolution: "bundler", lib: ["es2023", "dom"], types: [] };
      expect(compile("bundler", options, ["node.mts", "web.mts"])).toBe("");
    });

    test("Node's types alone, without a page's", () => {
      const types = [join(ROOT, "node_modules", "@types", "node")];
      expect(compile("types", { module: "nodenext", lib: ["es2023"], types }, FILES)).toBe("");
    });

    test("web without either", () => {
      expect(compile("bare", { module: "nodenext", lib: ["es2023"], types: [] }, ["web.mts"])).toBe("");
    });
  });

  describe("a bundle", () => {
    const PAGE = `import { createLoader, Ridge } from "cornichon/web";\nconsole.log(typeof createLoader([Ridge]));\n`;
    const MARK = "mark cornichon as external";
    const CAUGHT = `import { scan } from "cornichon";\nscan(process.argv[2]).catch(({ code, message }) => console.log(code, message));\n`;

    const viteTo = (entry: string, outDir: string, options: object): Promise<unknown> =>
      viteBuild({
        root: project,
        configFile: false,
        logLevel: "silent",
        build: { outDir, minify: false, rolldownOptions: { output: { entryFileNames: "out.mjs" } }, ...options },
        ssr: { noExternal: true },
        define: { entry: JSON.stringify(entry) },
      });

    test("of web, by esbuild and by vite, runs", async () => {
      const entry = write("page.mjs", PAGE);
      const outfile = join(project, "page-esbuild.mjs");
      await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", platform: "browser", logLevel: "silent" });
      await viteTo(entry, "page-vite", { lib: { entry, formats: ["es"], fileName: () => "out.mjs" } });
      for (const file of [outfile, join(project, "page-vite", "out.mjs")])
        expect(run(project, nodeOf("20.19.0"), [file])).toEqual({ code: 0, out: "function\n", err: "" });
    });

    test.each(["esm", "cjs"] as const)("of the Node library by esbuild (%s) says what to do", async (format) => {
      const outfile = join(project, "bundled", format === "esm" ? "node.mjs" : "node.cjs");
      const entry = write("bundle.mjs", CAUGHT);
      await build({ entryPoints: [entry], outfile, bundle: true, format, platform: "node", logLevel: "silent" });
      const { code, out, err } = run(project, nodeOf("26.12.1"), [outfile, FIXTURE]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toMatch(/^host\.bundle-changed [^\n]*\n$/);
      expect(out).toContain(MARK);
    });

    test("of the Node library by vite says what to do, and marked as external it works", async () => {
      const entry = write("bundle.mjs", CAUGHT);
      await viteTo(entry, "node-vite", { ssr: entry });
      expect(run(project, nodeOf("26.12.1"), ["node-vite/out.mjs", FIXTURE]).out).toContain(MARK);
      const outfile = join(project, "external.mjs");
      await build({
        entryPoints: [join(project, "use.mjs")],
        outfile,
        bundle: true,
        format: "esm",
        platform: "node",
        external: ["cornichon"],
        logLevel: "silent",
      });
      expect(run(project, nodeOf("26.12.1"), [outfile, FIXTURE]).out).toBe(ANSWER);
    });
  });

  test("publint has nothing to say", async () => {
    const tarball = readFileSync(packed.tarball);
    const { messages, pkg } = await publint({
      pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test("attw finds no problem, whoever resolves (but for web by TypeScript's old node10)", async () => {
    const found = await attw.checkPackage(attw.createPackageFromTarballData(readFileSync(packed.tarball)));
    expect(found.types).not.toBe(false);
    const problems = "problems" in found ? found.problems : [];
    const isOldWeb = (problem: attw.Problem): boolean =>
      "resolutionKind" in problem && problem.resolutionKind === "node10" && problem.entrypoint !== ".";
    expect(problems.filter((problem) => !isOldWeb(problem))).toEqual([]);
  });
});
