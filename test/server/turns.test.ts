/** Whoever sends many keeps nobody waiting who sends few, and nobody fills the disk. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import * as z from "zod";
import { Gate } from "../../src/server/work/gate.js";
import { jsonOf, withService } from "../support/service.js";

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

test("so are jobs, and no more wait than may", async () => {
  await withService({ keys: KEYS, jobs: 1, maxQueue: 4 }, async ({ ask }) => {
    const headers = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}`, prefer: "respond-async" });
    const send = (key: string, body: string): Promise<Response> => ask("/v1/scan", { method: "POST", headers: headers(key), body });
    const statusOf = async (key: string, id: string): Promise<string> =>
      JOB.parse(await jsonOf(ask(`/v1/jobs/${id}`, { headers: headers(key) }))).status;
    // It takes a while: all others wait behind it.
    const long = `(${"K\x01".repeat(8_000_000)}l.`;
    const many = [ID.parse(await jsonOf(send("many", long))).id];
    for (let i = 0; i < 3; i++) many.push(ID.parse(await jsonOf(send("many", EVIL + i))).id);
    const over = await send("many", EVIL);
    expect([over.status, over.headers.get("retry-after"), await over.json()]).toMatchObject([503, "1", { code: "service.busy" }]);
    const few = ID.parse(await jsonOf(send("few", EVIL))).id;
    while ((await statusOf("few", few)) !== "done") await new Promise((resolve) => setImmediate(resolve));
    expect(await statusOf("many", many.at(-1) ?? "")).not.toBe("done");
    // A job of another is none.
    expect((await ask(`/v1/jobs/${few}`, { headers: headers("many") })).status).toBe(404);
  });
});
