/** Who is let in, with keys and without. */
import { createHash } from "node:crypto";
import { request } from "node:http";
import { expect, test } from "vitest";
import { withService } from "../support/service.js";

const EVIL = "cos\nsystem\n(S'echo'\ntR.";
const keyLine = (name: string, key: string): string => `${name}:${createHash("sha256").update(key).digest("hex")}`;
const KEYS = {
  text: `# who may\n${keyLine("one", "key-one")}\n${keyLine("one", "key-new")}\n${keyLine("two", "key-two")}\n`,
  from: "keys.txt",
};
const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

test("with keys nobody asks without one, and each tenant sees its own", async () => {
  await withService({ keys: KEYS }, async ({ ask }) => {
    const scan = (headers: Record<string, string>): Promise<Response> => ask("/v1/scan", { method: "POST", body: EVIL, headers });
    expect((await scan({})).status).toBe(401);
    expect((await scan(bearer("key-three"))).status).toBe(401);
    expect((await ask("/metrics")).status).toBe(401);
    expect((await ask("/health/live")).status).toBe(200);
    expect((await scan(bearer("key-one"))).status).toBe(200);
    const log = async (key: string): Promise<number> =>
      (await (await ask("/v1/audit", { headers: bearer(key) })).text()).split("\n").length - 1;
    expect([await log("key-one"), await log("key-new"), await log("key-two")]).toEqual([1, 1, 0]);
    const sha256 = createHash("sha256").update(EVIL).digest("hex");
    expect((await ask(`/v1/artifacts/${sha256}`, { headers: bearer("key-new") })).status).toBe(200);
    expect((await ask(`/v1/artifacts/${sha256}`, { headers: bearer("key-two") })).status).toBe(404);
  });
});

/** The status of a request with headers that fetch sets itself. */
const statusWith = (address: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    request(`${address}/health/live`, { headers }, (response) => resolve(response.resume().statusCode ?? 0))
      .on("error", reject)
      .end();
  });

test("without keys it listens at a loopback address, and answers no page of another origin", async () => {
  await withService({}, async ({ address }) => {
    const { host } = new URL(address);
    expect(await statusWith(address, { host })).toBe(200);
    expect(await statusWith(address, { host, origin: address })).toBe(200);
    expect(await statusWith(address, { host: "rebound.example" })).toBe(403);
    expect(await statusWith(address, { host, origin: "https://page.example" })).toBe(403);
    expect(await statusWith(address, { host, origin: "null" })).toBe(403);
  });
  await expect(withService({ host: "0.0.0.0" }, async () => undefined)).rejects.toMatchObject({ code: "usage" });
  await expect(withService({ keys: { text: "one:key\n", from: "keys.txt" } }, async () => undefined)).rejects.toThrow(/keys\.txt, line 1/);
});
