/** A folder of many models takes a while to judge: the service listens before, and says that it is not ready. */
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SERVE_DEFAULTS, type ServeOptions } from "../../src/server/options.js";
import { type Serving, serve } from "../../src/server/serve.js";
import { ROOT } from "../support/cli.js";
import { inFolder } from "../support/service.js";

const RIDGE = join(ROOT, "fixtures/seed/1.9.1/ridge.pkl");
const COUNT = 400;

const optionsIn = (folder: string): ServeOptions => ({
  ...SERVE_DEFAULTS,
  port: 0,
  models: join(folder, "models"),
  database: `sqlite:${join(folder, "service.sqlite")}`,
  spool: join(folder, "spool"),
  keys: null,
  reading: {},
  jobs: 1,
  log: "silent",
});

async function withMany(work: (serving: Serving) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, "models"));
    for (let i = 0; i < COUNT; i++) copyFileSync(RIDGE, join(folder, "models", `m${i}_v1.pkl`));
    await work(await serve(optionsIn(folder)));
  });
}

test("it lives and judges uploads meanwhile, is not ready, and tells who asks a model to come again", { timeout: 120_000 }, async () => {
  await withMany(async ({ address, ready, stop }) => {
    try {
      const status = async (path: string, init?: RequestInit): Promise<number> => (await fetch(address + path, init)).status;
      const post = (body: string): RequestInit => ({ method: "POST", body });
      for (const path of ["/health/ready", "/v2/health/ready", "/ping", "/v2/models/m1", "/v2/models/m1/ready"])
        expect([path, await status(path)]).toEqual([path, 503]);
      const infer = await fetch(`${address}/v2/models/m1/infer`, post("{}"));
      expect([infer.status, infer.headers.get("retry-after"), await infer.json()]).toMatchObject([503, "1", { code: "service.busy" }]);
      for (const path of ["/v2/repository/index", "/invocations"]) expect([path, await status(path, post("{}"))]).toEqual([path, 503]);
      expect([await status("/health/live"), await status("/v2/health/live"), await status("/v1/scan", post("N."))]).toEqual([
        200, 200, 200,
      ]);
      await ready;
      for (const path of ["/health/ready", "/v2/health/ready", "/ping", "/v2/models/m1"])
        expect([path, await status(path)]).toEqual([path, 200]);
    } finally {
      await stop();
    }
  });
});

test("it ends when it is told to meanwhile, and a folder that is none is told", { timeout: 120_000 }, async () => {
  await withMany(async ({ ready, stop }) => {
    await stop();
    await expect(ready).rejects.toThrow("The service ends.");
  });
  await inFolder(async (folder) => {
    const { ready, stop } = await serve(optionsIn(folder));
    await expect(ready).rejects.toMatchObject({ code: "usage" });
    await stop();
    expect(existsSync(join(folder, "models"))).toBe(false);
  });
});
