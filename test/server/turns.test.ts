/** Whoever sends many keeps nobody waiting who sends few, and nobody fills the disk. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { Gate } from "../../src/server/work/gate.js";
import { lacking, startPostgres, startRedis } from "../support/parts.js";
import { inFolder, jsonOf, type TestService, withService } from "../support/service.js";

const EVIL = "cos\nsystem\n(S'echo'\ntR.";
const hash = (key: string): string => createHash("sha256").update(key).digest("hex");
const KEYS = { text: `many:${hash("many")}\nfew:${hash("few")}\n`, from: "keys.txt" };
const ID = z.object({ id: z.string() });
const JOB = z.looseObject({ status: z.string() });

test("those who wait at the gate are let in by turns, each one's in their order", async () => {
  const gate = new Gate(1, 100);
  const first = await gate.enter();
  const order: string[] = [];
  const leaving = new AbortController();
  const wait = async (whose: string, n: number, signal?: AbortSignal): Promise<void> => {
    const leave = await gate.enter(signal, whose);
    order.push(`${whose}${n}`);
    leave();
  };
  const all = [
    ...[1, 2, 3, 4].map((n) => wait("many", n)),
    wait("gone", 1, leaving.signal).catch(() => undefined),
    ...[1, 2].map((n) => wait("few", n)),
  ];
  leaving.abort(new Error("gone"));
  expect(gate.waiting).toBe(6);
  first();
  await Promise.all(all);
  expect(order).toEqual(["many1", "few1", "many2", "few2", "many3", "many4"]);
  expect([gate.waiting, gate.running]).toEqual([0, 0]);
});

const headers = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}`, prefer: "respond-async" });
/** It takes a while: all others wait behind it. */
const LONG = `(${"K\x01".repeat(30_000_000)}l.`;

async function expectTurns({ ask }: TestService): Promise<void> {
  const send = (key: string, body: string): Promise<Response> => ask("/v1/scan", { method: "POST", headers: headers(key), body });
  const statusOf = async (key: string, id: string): Promise<string> =>
    JOB.parse(await jsonOf(ask(`/v1/jobs/${id}`, { headers: headers(key) }))).status;
  const many = [ID.parse(await jsonOf(send("many", LONG))).id];
  for (let i = 0; i < 3; i++) many.push(ID.parse(await jsonOf(send("many", EVIL + i))).id);
  const over = await send("many", EVIL);
  expect([over.status, over.headers.get("retry-after"), await over.json()]).toMatchObject([503, "1", { code: "service.busy" }]);
  const few = ID.parse(await jsonOf(send("few", EVIL))).id;
  while ((await statusOf("few", few)) !== "done") await new Promise((resolve) => setImmediate(resolve));
  expect(await statusOf("many", many.at(-1) ?? "")).not.toBe("done");
  // A job of another is none.
  expect((await ask(`/v1/jobs/${few}`, { headers: headers("many") })).status).toBe(404);
  for (const id of many) while ((await statusOf("many", id)) !== "done") await new Promise((resolve) => setImmediate(resolve));
}

test("so are jobs, and no more wait than may", async () => {
  await withService({ keys: KEYS, jobs: 1, maxQueue: 4 }, expectTurns);
});

/** Starts the part of another maker's that is a queue. */
const QUEUES = { redis: startRedis, postgres: startPostgres } as const;

describe.each(["redis", "postgres"] as const)("with a queue in %s", (name) => {
  test.skipIf(lacking(name) !== "")("jobs take turns as well, and no more wait than may", { timeout: 120_000 }, async () => {
    await inFolder(async (folder) => {
      const part = await QUEUES[name](folder);
      try {
        await withService({ keys: KEYS, jobs: 1, maxQueue: 4, queue: part.url }, expectTurns);
      } finally {
        await part.stop();
      }
    });
  });
});

test("those that come at once see each other, and no more are taken than may wait", async () => {
  await withService({ keys: KEYS, jobs: 1, maxQueue: 4 }, async ({ ask, spooled }) => {
    const send = (body: string): Promise<Response> => ask("/v1/scan", { method: "POST", headers: headers("many"), body });
    await send(LONG);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => send(EVIL + i)));
    const taken = answers.filter(({ status }) => status === 202).length;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThanOrEqual(4);
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(40 - taken);
    while (spooled().length > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});
