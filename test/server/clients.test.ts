/**
 * The clients that people have, run for real where `npm run python-clients` (or CORNICHON_CLIENTS_PYTHON) has them: tritonclient,
 * kserve's InferenceRESTClient, MLflow's scoring client, and curl. What they sent stands in fixtures/served/requests.json
 * (`CORNICHON_RECORD=1` writes it anew) and is sent again in every run.
 */
import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import * as z from "zod";
import { load } from "../../src/index.js";
import { ROOT } from "../support/cli.js";
import { inFolder, startIn } from "../support/service.js";

const PYTHON = process.env["CORNICHON_CLIENTS_PYTHON"] ?? join(ROOT, ".python-clients", "bin", "python");
const SERVED = join(ROOT, "fixtures", "served");
const RECORDED = join(SERVED, "requests.json");
const MODEL = join(ROOT, "fixtures", "seed", "model_v1.0.0_2024-01-15.joblib.gz");
const ROWS = [
  [0.4, -0.6, 2.9],
  [1.5, 0.25, -3],
];

const EXCHANGE = z.object({
  service: z.enum(["all", "one"]),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  status: z.int(),
  answer: z.string(),
});
type Exchange = z.infer<typeof EXCHANGE>;

/** Headers that a protocol reads. */
const TELLING = ["content-type", "content-encoding", "inference-header-content-length", "accept-encoding"];

/** `one` serves a model alone, as MLflow's client wants it; `all` has those that take and give texts beside it. */
async function withServed<T>(service: Exchange["service"], work: (address: string) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const models = join(folder, "models");
    mkdirSync(models);
    copyFileSync(MODEL, join(models, "model.joblib.gz"));
    if (service === "all") for (const name of ["labels.joblib", "texts.joblib"]) copyFileSync(join(SERVED, name), join(models, name));
    const { address, stop } = await startIn(folder, { models });
    try {
      return await work(address);
    } finally {
      await stop();
    }
  });
}

const asked = async (address: string, { method, path, headers, body }: Omit<Exchange, "service" | "status" | "answer">) => {
  const response = await fetch(address + path, { method, headers, ...(body === "" ? {} : { body: Buffer.from(body, "base64") }) });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
};

/** Keeps what goes through on its way to a service. */
async function recording(service: Exchange["service"], target: string, kept: Exchange[], work: (address: string) => Promise<void>) {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(Buffer.from(piece));
    const headers = Object.fromEntries(
      TELLING.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]])),
    );
    const sent = { method: request.method ?? "", path: request.url ?? "", headers, body: Buffer.concat(pieces).toString("base64") };
    const { response: answer, bytes } = await asked(target, sent);
    kept.push({ service, ...sent, status: answer.status, answer: bytes.toString("base64") });
    for (const name of TELLING) if (answer.headers.has(name)) response.setHeader(name, answer.headers.get(name) ?? "");
    response.writeHead(answer.status).end(bytes);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  try {
    await work(typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "");
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function clients(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(PYTHON, ["-B", join(ROOT, "test", "server", "clients.py"), ...args]);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
}

/** Answers of the library itself. */
async function expected(): Promise<number[]> {
  const { model } = await load(MODEL);
  return Array.from(model?.predict?.(ROWS).data ?? [], Number);
}

const hasClients = existsSync(PYTHON);
test.skipIf(!hasClients)(
  "tritonclient, kserve's and MLflow's clients read our answers",
  async () => {
    const kept: Exchange[] = [];
    const told: Record<string, unknown> = {};
    for (const [service, args] of [
      ["all", []],
      ["one", ["mlflow"]],
    ] as const)
      await withServed(service, (address) =>
        recording(service, address, kept, async (proxy) => void Object.assign(told, await clients(proxy, ...args))),
      );
    const values = await expected();
    const column = values.map((value) => [value]);
    for (const binary of ["True", "False"]) {
      for (const packed of ["None", "gzip", "deflate"]) expect(told[`triton ${binary} ${packed}`]).toEqual(column);
      expect(told[`kserve ${binary}`]).toEqual(column);
      expect(told[`triton labels ${binary}`]).toEqual(["up ↑", "down"]);
      expect(told[`triton texts ${binary}`]).toEqual([[1], [0]]);
    }
    for (const name of ["frame", "array", "list"]) expect(told[`mlflow ${name}`]).toEqual(values);
    expect(told["triton none"]).toEqual(["404", true]);
    expect(told["triton index"]).toEqual(["labels", "model", "texts"]);
    if (process.env["CORNICHON_RECORD"] !== undefined) writeFileSync(RECORDED, `${JSON.stringify(kept, null, 1)}\n`);
  },
  120_000,
);

test.each(["all", "one"] as const)("what those clients sent once is answered as it was then (%s)", async (service) => {
  const recorded = z.array(EXCHANGE).parse(JSON.parse(readFileSync(RECORDED, "utf8")));
  await withServed(service, async (address) => {
    const own = recorded.filter((one) => one.service === service);
    expect(own.length).toBeGreaterThan(3);
    for (const exchange of own) {
      const { response, bytes } = await asked(address, exchange);
      const where = `${exchange.method} ${exchange.path}`;
      expect([where, response.status, bytes.toString("latin1")]).toEqual([
        where,
        exchange.status,
        exchange.path === "/version" ? expect.anything() : Buffer.from(exchange.answer, "base64").toString("latin1"),
      ]);
    }
  });
});

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

test.skipIf(!hasCurl)("curl: a file, a form, and a question", async () => {
  await withServed("one", async (address) => {
    const curl = async (...args: readonly string[]): Promise<string> =>
      (await promisify(execFile)("curl", ["--silent", "--show-error", "--fail", ...args])).stdout;
    expect(JSON.parse(await curl("--data-binary", `@${MODEL}`, `${address}/v1/scan?name=m`))).toMatchObject({ summary: { safe: 1 } });
    expect(JSON.parse(await curl("-F", `file=@${MODEL}`, "-F", `file=@${MODEL}`, `${address}/v1/scan`))).toMatchObject({
      summary: { safe: 2 },
    });
    const question = JSON.stringify({ instances: ROWS });
    const answer = await curl(`${address}/invocations`, "-H", "content-type: application/json", "-d", question);
    expect(JSON.parse(answer)).toEqual({ predictions: await expected() });
  });
});
