/** The gate of docs/gate.md, as it stands there: it keeps what is safe, and nothing else, whatever is sent to it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import ts from "typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../../scripts/docs/stage.mjs";
import { FIXTURES } from "../support/shared.js";
import { blocksIn } from "./pages.js";

const [block] = blocksIn(["docs/gate.md"], ["ts"]);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

let stage: Stage;
let gate: ChildProcess;
let port: number;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One request; a body may be sent without its length. */
function send(
  method: string,
  body: Uint8Array,
  headers: Record<string, string | number> = { "content-length": body.length },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, method, path: "/", headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString() }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function untilUp(): Promise<void> {
  for (let i = 0; i < 200; i++) {
    try {
      await send("GET", new Uint8Array(0));
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error("the gate does not listen");
}

beforeAll(async () => {
  stage = openStage();
  port = await freePort();
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  writeFileSync(join(stage.folder, "gate.mjs"), ts.transpileModule(block?.code ?? "", { compilerOptions: options }).outputText);
  gate = spawn(process.execPath, ["gate.mjs"], { cwd: stage.folder, env: { ...stage.env, PORT: String(port) }, stdio: "ignore" });
  await untilUp();
});
afterAll(async () => {
  const ended = once(gate, "exit");
  gate.kill();
  await ended;
  stage.close();
});

const kept = (): readonly string[] => readdirSync(stage.folder).filter((name) => name.endsWith(".model"));
const fileOf = (name: string): Buffer => readFileSync(join(stage.folder, name));

test("has thirty lines", () => {
  expect(block?.code.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(35);
});

test("keeps exactly the bytes of what is safe, under their hash", async () => {
  const bytes = fileOf("model.joblib");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(await send("PUT", bytes)).toEqual({ status: 201, body: JSON.stringify({ sha256 }) });
  expect(kept()).toEqual([`${sha256}.model`]);
  expect(fileOf(`${sha256}.model`).equals(bytes)).toBe(true);
});

test("refuses everything else with its findings", { timeout: 60_000 }, async () => {
  const before = kept();
  const evil = await send("PUT", fileOf("evil.pkl"));
  expect(evil.status).toBe(422);
  expect(JSON.parse(evil.body)).toMatchObject({ verdict: "dangerous", findings: [{ code: "global.dangerous" }] });
  const cut = fileOf("model.pkl").subarray(0, 300);
  const alone = fileOf("several/scaler.joblib");
  for (const bytes of [cut, alone, new Uint8Array(0), Buffer.from("<!DOCTYPE html>"), Buffer.from("\u001b[31m\n::set-output name=x::y")])
    expect((await send("PUT", bytes)).status).toBe(422);
  const hostile = readdirSync(join(FIXTURES, "hostile")).filter((name) => name.startsWith("dangerous--"));
  for (const name of hostile.filter((_, i) => i % 40 === 0)) {
    const answer = await send("PUT", readFileSync(join(FIXTURES, "hostile", name)));
    expect({ name, status: answer.status }).toEqual({ name, status: 422 });
    expect([...answer.body].every((c) => c >= " ")).toBe(true);
  }
  expect(kept()).toEqual(before);
});

test("takes no other method, nothing too long, nothing of no known length", async () => {
  expect((await send("GET", new Uint8Array(0))).status).toBe(405);
  expect((await send("PUT", Buffer.from("x"), { "transfer-encoding": "chunked" })).status).toBe(413);
  expect((await send("PUT", new Uint8Array(0), { "content-length": 50 * 1024 * 1024 + 1 })).status).toBe(413);
});

test("answers 503 beyond four at once, and is free again after", { timeout: 60_000 }, async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => send("PUT", fileOf("model.joblib"))));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([]);
  expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(1);
  expect((await send("PUT", fileOf("model.joblib"))).status).toBe(201);
});

test("goes on when a client goes away", { timeout: 30_000 }, async () => {
  const sent = request({ port, method: "PUT", headers: { "content-length": 1000 } });
  sent.on("error", () => undefined);
  sent.write("half");
  await sleep(200);
  sent.destroy();
  await sleep(200);
  expect((await send("PUT", fileOf("model.joblib"))).status).toBe(201);
  expect(existsSync(join(stage.folder, "undefined.model"))).toBe(false);
});
