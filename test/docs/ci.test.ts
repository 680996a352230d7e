/** What docs/ci.md tells pipelines to do: each part is one that there is, and what can be run without its system is run. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { VERSION } from "../../src/version.js";
import { ACTION, EVIL, fill, runAction } from "../kit/steps.js";
import { ROOT, withFolder } from "../support/cli.js";
import { blocksIn, textOf } from "./pages.js";

const PAGE = "docs/ci.md";
const [workflow, gitlab, hooks, local] = blocksIn([PAGE], ["yaml"]).map(({ code }) => parse(code));
const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");

/** Texts by name. */
const TEXTS = z.record(z.string(), z.string());

test("every version on the page is this one", () => {
  const told = Array.from(textOf(PAGE).matchAll(/cornichon@v?(\d[\w.-]*)|rev: v(\d[\w.-]*)/g), ([, a, b]) => a ?? b);
  expect(told.length).toBeGreaterThan(4);
  expect(new Set(told)).toEqual(new Set([VERSION]));
});

test("the workflow's step is the action's, and does what it says", () => {
  const step = workflow.jobs.models.steps.find(({ id }: { id?: string }) => id === "cornichon");
  const given = TEXTS.parse(step.with);
  expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
  const used = Array.from(JSON.stringify(workflow).matchAll(/steps\.cornichon\.outputs\.([\w-]+)/g), ([, name]) => name);
  expect(Object.keys(ACTION.outputs)).toEqual(expect.arrayContaining(used));
  withFolder((top) => {
    const folder = join(top, "workspace");
    fill(folder, {
      "models/a.pkl": null,
      "models/old/evil.pkl": EVIL,
      "notebooks/a.ipynb": "{}",
      ".github/cornichon-policy.json": '{ "version": 1 }',
    });
    expect(runAction(folder, { ...given, version: "local" })).toMatchObject({ code: 0, outputs: { artifacts: "1", verdict: "safe" } });
    fill(folder, { "notebooks/evil.txt": EVIL });
    expect(runAction(folder, { ...given, version: "local" })).toMatchObject({ code: 1, outputs: { dangerous: "1" } });
  });
});

test("GitLab's variables are the job's", () => {
  const job = parse(read("ci/gitlab.yml")).cornichon;
  expect(Object.keys(job.variables)).toEqual(expect.arrayContaining(Object.keys(gitlab.cornichon.variables)));
});

test("the hooks are those that there are, and the one from npm is the same as the repository's", () => {
  const ours: Record<string, unknown>[] = parse(read(".pre-commit-hooks.yaml"));
  expect(hooks.repos[0].hooks.map(({ id }: { id: string }) => id)).toEqual(ours.map(({ id }) => id));
  const { additional_dependencies: _, ...fromNpm } = local.repos[0].hooks[0];
  const { description: __, ...first } = ours[0] ?? {};
  expect(fromNpm).toEqual(first);
});

test("the image is run as its Dockerfile says", () => {
  const told = /docker run [\s\S]*?cornichon scan \./.exec(textOf(PAGE))?.[0].replace(/\\\n\s*/g, "");
  expect(read("Dockerfile").replace(/\\\n#\s*/g, "")).toContain(told);
});

test("Jenkins' step judges, and leaves what is kept", () => {
  const [, step = ""] = /^ *sh '(.*)'$/m.exec(textOf(PAGE)) ?? [];
  withFolder((top) => {
    const [folder, bin] = [join(top, "checkout"), join(top, "bin")];
    const cli = `exec "${process.execPath}" "${join(ROOT, "dist", "cli.js")}" "$@"`;
    fill(bin, { npx: `#!/bin/sh\n[ "$1 $2" = "--yes cornichon@${VERSION}" ] || exit 9\nshift 2\n${cli}\n` });
    chmodSync(join(bin, "npx"), 0o755);
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
    const run = (): number | null => spawnSync("sh", ["-xe", "-c", step], { cwd: folder, env }).status;
    fill(folder, { "a.pkl": null });
    expect(run()).toBe(0);
    fill(folder, { "evil.txt": EVIL });
    expect(run()).toBe(1);
    for (const name of ["cornichon.xml", "cornichon.sarif"]) expect(existsSync(join(folder, name))).toBe(true);
  });
});

test("every format that the page names is one", () => {
  const formats = Array.from(textOf(PAGE).matchAll(/^\| `(\w+)=FILE` \|/gm), ([, name]) => name);
  expect(formats).toHaveLength(7);
  withFolder((folder) => {
    fill(folder, { "a.pkl": null });
    const also = formats.flatMap((format) => ["--also", `${format}=${format}`]);
    const done = spawnSync(process.execPath, [join(ROOT, "dist", "cli.js"), "scan", "a.pkl", ...also], { cwd: folder });
    expect(done.status).toBe(0);
  });
});
