/** The log on standard output: a line of JSON a request, with nothing of what was in it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import * as z from "zod";
import { CLI } from "../support/cli.js";
import { lacking, startRedis } from "../support/parts.js";
import { inFolder } from "../support/service.js";
import { until } from "../support/socket.js";

const LINE = z.looseObject({
  msg: z.string(),
  reqId: z.string().optional(),
  tenant: z.string().optional(),
  req: z.looseObject({ method: z.string(), url: z.string() }).optional(),
  res: z.looseObject({ statusCode: z.int() }).optional(),
});

test("each request has one line, when it was answered, and those of the last moment are there as well", async () => {
  await inFolder(async (folder) => {
    const args = ["serve", "--port", "0", "--spool", join(folder, "spool"), "--database", `sqlite:${join(folder, "db.sqlite")}`];
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const pieces: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
    const [said] = z.tuple([z.string()]).parse(await once(createInterface(child.stderr), "line"));
    const address = said.replace("listening on ", "");
    const headers = { "x-request-id": "one" };
    await Promise.all([
      fetch(`${address}/v1/scan?name=a%0ab.pkl`, { method: "POST", body: "secret", headers }),
      fetch(`${address}/v1/nothing`),
      fetch(`${address}/health/live`),
    ]);
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
    const text = Buffer.concat(pieces).toString();
    expect(text).not.toContain("secret");
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => LINE.parse(JSON.parse(line)));
    const requests = lines.flatMap(({ req, res, tenant, reqId }) => (req === undefined ? [] : [[req.url, res?.statusCode, tenant, reqId]]));
    expect(requests).toHaveLength(3);
    expect(requests).toContainEqual(["/v1/scan?name=a%0ab.pkl", 200, "local", "one"]);
    expect(requests).toContainEqual(["/v1/nothing", 404, "local", expect.any(String)]);
  });
});

test.skipIf(lacking("redis") !== "")(
  "a password that the queue does not take any more is not in the log",
  { timeout: 60_000 },
  async () => {
    await inFolder(async (folder) => {
      const redis = await startRedis(folder);
      const admin = new Redis(redis.url);
      await admin.config("SET", "requirepass", "hunter2");
      const args = ["serve", "--port", "0", "--spool", join(folder, "spool"), "--database", `sqlite:${join(folder, "db.sqlite")}`];
      const queue = redis.url.replace("redis://", "redis://:hunter2@");
      const child = spawn(process.execPath, [CLI, ...args, "--queue", queue, "--log", "trace"], { stdio: ["ignore", "pipe", "pipe"] });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => (text += piece.toString()));
      try {
        await until(() => text.includes("listening on"));
        await admin.config("SET", "requirepass", "another");
        await admin.call("CLIENT", "KILL", "TYPE", "normal");
        await until(() => text.includes("WRONGPASS"));
        expect(text).not.toContain("hunter2");
      } finally {
        const closed = once(child, "close");
        child.kill("SIGTERM");
        await closed;
        admin.disconnect();
        await redis.stop();
      }
      expect(text).not.toContain("hunter2");
    });
  },
);
