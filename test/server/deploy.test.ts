/** The files of `deploy/` beside what they speak of: options of the command, metrics of the service, alerts of docs/operate.md. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import * as z from "zod";
import { programWith } from "../../src/cli/program.js";
import { ROOT } from "../support/cli.js";
import { withService } from "../support/service.js";

const DEPLOY = join(ROOT, "deploy");
const files = readdirSync(DEPLOY, { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name));
const textOf = (name: string): string => readFileSync(join(DEPLOY, name), "utf8");
const yaml = (name: string): readonly unknown[] =>
  parseAllDocuments(textOf(name), { merge: true }).map((document) => {
    expect([name, document.errors]).toEqual([name, []]);
    return document.toJS();
  });

const nobody = async (): Promise<void> => undefined;
const program = await programWith(nobody, nobody);
const optionsOf = (command: string): readonly string[] =>
  program.commands.find((one) => one.name() === command)?.options.map(({ long }) => long ?? "") ?? [];

/** Options on the lines that run a command. */
function* named(command: string): Generator<readonly [string, string]> {
  for (const name of files.filter((one) => /\.(?:ya?ml|service)$/.test(one)))
    for (const line of textOf(name).split("\n"))
      if (!line.startsWith("#") && new RegExp(`(?:cornichon |\\[)${command}[ ,]`).test(line))
        for (const [option] of line.matchAll(/--[a-z-]+/g)) yield [name, option];
}

const hasQueue = optionsOf("serve").includes("--queue");

test("every option that is named is the command's", () => {
  const seen = [...named("serve")].filter(([, option]) => hasQueue || option !== "--queue");
  expect(seen.length).toBeGreaterThan(10);
  for (const [name, option] of seen) expect([name, optionsOf("serve")]).toEqual([name, expect.arrayContaining([option])]);
});

test.skipIf(optionsOf("worker").length === 0)("every option of the worker's that is named is the command's", () => {
  const seen = [...named("worker")];
  expect(seen.length).toBeGreaterThan(5);
  for (const [name, option] of seen) expect([name, optionsOf("worker")]).toEqual([name, expect.arrayContaining([option])]);
});

test("YAML and JSON are that, and manifests have a kind", () => {
  for (const name of files.filter((one) => /\.ya?ml$/.test(one))) expect(yaml(name).length).toBeGreaterThan(0);
  for (const document of yaml("kubernetes/cornichon.yaml"))
    expect(document).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String), metadata: { name: expect.any(String) } });
  expect(JSON.parse(textOf("monitoring/dashboard.json"))).toMatchObject({ title: "cornichon" });
});

const SCHEMAS = join(ROOT, ".s3-env", "bin", "python");
const hasSchemas = spawnSync(SCHEMAS, ["-c", "import kubernetes_validate"]).status === 0;
if (!hasSchemas) process.stderr.write("skipped: kubernetes-validate is not installed (npm run python-env makes it)\n");

/** Why Kubernetes' own schemas refuse each document, empty where they take it; what they do not know is refused. */
function refusals(documents: readonly unknown[]): readonly string[] {
  const program = `import json, sys, kubernetes_validate as k
def why(one):
    try:
        k.validate(one, k.latest_version(), strict=True)
        return ""
    except Exception as error:
        return str(error)
print(json.dumps([why(one) for one in json.load(sys.stdin)]))`;
  const { stdout } = spawnSync(SCHEMAS, ["-c", program], { input: JSON.stringify(documents), encoding: "utf8" });
  return z.array(z.string()).parse(JSON.parse(stdout));
}

test.skipIf(!hasSchemas)("Kubernetes takes the manifests, and the job of docs/scale.md", { timeout: 60_000 }, () => {
  const [, job = ""] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs", "scale.md"), "utf8")) ?? [];
  const documents = [...yaml("kubernetes/cornichon.yaml"), ...parseAllDocuments(job).map((one) => one.toJS())];
  expect(documents.length).toBeGreaterThan(8);
  const wrong = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "x" }, spec: { template: {}, completion: 2 } };
  const [why, ...others] = refusals([wrong, ...documents]);
  expect(why).toContain("completion");
  expect(others).toEqual(documents.map(() => ""));
});

test("nothing runs as root, writes where it should not, or is of another version", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  const images = files.flatMap((name) => [...textOf(name).matchAll(/image: cornichon:(\S+)/g)].map(([, tag]) => tag));
  expect(new Set(images)).toEqual(new Set([version]));
  const kubernetes = textOf("kubernetes/cornichon.yaml");
  for (const word of ["readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false", "runAsNonRoot: true", "drop: [ALL]"])
    expect(kubernetes.split(word)).toHaveLength(3);
});

/** Names of ours and of the process, as far as they are measured here. */
const METRIC = /\b(?:cornichon|process|nodejs)_[a-z0-9_]+/g;

test("every metric of the dashboard and the alerts is one that the service has", async () => {
  await withService({}, async ({ ask }) => {
    await ask("/v1/scan", { method: "POST", body: Buffer.from("cos\nsystem\n(S'echo'\ntR.", "latin1") });
    const text = await (await ask("/metrics")).text();
    const known = new Set([...text.matchAll(/^([a-z0-9_]+)(?:\{| )/gm)].map(([, name]) => name));
    expect(text).toContain('cornichon_verdicts_total{verdict="dangerous"} 1');
    const wanted = ["monitoring/alerts.yml", "monitoring/dashboard.json"].flatMap((name) => textOf(name).match(METRIC) ?? []);
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((name) => !known.has(name))).toEqual([]);
  });
});

test("every alert is explained in docs/operate.md", () => {
  const text = readFileSync(join(ROOT, "docs", "operate.md"), "utf8");
  for (const [, alert] of textOf("monitoring/alerts.yml").matchAll(/alert: (\w+)/g)) expect(text).toContain(`| \`${alert}\` |`);
});

test.skipIf(spawnSync("systemd-analyze", ["--version"]).status !== 0)("systemd reads its unit", () => {
  const { stderr } = spawnSync("systemd-analyze", ["verify", join(DEPLOY, "cornichon.service")], { encoding: "utf8" });
  // That the command is not installed here is all that may be said of it.
  const said = stderr.split("\n").filter((line) => line.includes("cornichon.service") && !line.includes("is not executable"));
  expect(said).toEqual([]);
});
