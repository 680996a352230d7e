/** Requests that are of HTTP and that nobody sends by mistake: each has an answer of ours, and none a way round who may ask. */
import { createHash } from "node:crypto";
import { METHODS } from "node:http";
import { expect, test } from "vitest";
import { withService } from "../support/service.js";
import { answerTo, last, problemIn } from "../support/socket.js";

const KEYS = { text: `one:${createHash("sha256").update("key").digest("hex")}\n`, from: "keys.txt" };
const lines = (...all: readonly string[]): string => `${all.join("\r\n")}\r\nconnection: close\r\n\r\n`;

test("every method of HTTP is told what an address takes, CONNECT that this is no proxy", async () => {
  await withService({}, async ({ address }) => {
    for (const method of METHODS.filter((one) => !["CONNECT", "GET", "HEAD", "POST"].includes(one))) {
      const answer = await answerTo(address, last(method, "/v1/scan"));
      expect([method, ...Object.values(problemIn(answer))]).toEqual([method, 405, "request.method"]);
      expect(answer).toMatch(/^allow: POST\r$/im);
    }
    const connect = await answerTo(address, "CONNECT 127.0.0.1:80 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
    expect(problemIn(connect)).toEqual({ status: 405, code: "request.method" });
    expect(connect).toContain("x-request-id");
  });
});

test("a target with a host of its own is asked of that one, and two hosts are none", async () => {
  await withService({}, async ({ address }) => {
    const ask = (...all: readonly string[]) => answerTo(address, lines(...all)).then(problemIn);
    expect((await ask("GET http://127.0.0.1:1/health/live HTTP/1.1", "host: rebound.example")).status).toBe(200);
    expect(await ask("GET http://rebound.example/v1/audit HTTP/1.1", "host: 127.0.0.1")).toEqual({
      status: 403,
      code: "request.forbidden",
    });
    for (const second of ["rebound.example", "127.0.0.1"])
      expect(await ask("GET /v1/audit HTTP/1.1", "host: 127.0.0.1", `host: ${second}`)).toEqual({ status: 400, code: "request.malformed" });
  });
  await withService({ keys: KEYS }, async ({ address }) => {
    const ask = (target: string) => answerTo(address, lines(`GET ${target} HTTP/1.1`, "host: models.example")).then(problemIn);
    expect((await ask("http://models.example/health/live")).status).toBe(200);
    for (const target of ["/v1/audit", "http://models.example/v1/audit", "//page/v1/audit"])
      expect([target, (await ask(target)).status]).toEqual([target, 401]);
  });
});

test("what a client expects beside a word to go on is passed over, and other protocols are not spoken", async () => {
  await withService({}, async ({ address }) => {
    const expected = await answerTo(address, last("POST", "/v1/scan", "expect: a-miracle", "content-length: 2"), "N.");
    expect(expected).toMatch(/^HTTP\/1\.1 200 [\s\S]*x-request-id[\s\S]*"verdict":"safe"/);
    for (const protocol of ["websocket", "h2c"]) {
      const plain = await answerTo(
        address,
        last("GET", "/health/live", `upgrade: ${protocol}`, "http2-settings: AAMAAABkAAQAoAAAAAIAAAAA"),
      );
      expect(problemIn(plain).status).toBe(200);
    }
    expect(problemIn(await answerTo(address, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))).toEqual({ status: 400, code: "request.malformed" });
    expect(problemIn(await answerTo(address, last("OPTIONS", "*"))).status).toBe(405);
  });
});

test("a time without a zone is UTC, wherever the service is, and what is none is refused", async () => {
  const zone = process.env["TZ"];
  process.env["TZ"] = "Pacific/Kiritimati";
  try {
    await withService({}, async ({ ask }) => {
      await ask("/v1/scan", { method: "POST", body: "N." });
      const now = Date.now();
      const linesSince = async (text: string): Promise<number> =>
        (await (await ask(`/v1/audit?since=${text}`)).text()).split("\n").length - 1;
      const iso = (ms: number): string => new Date(ms).toISOString();
      const [before, after] = [iso(now - 60_000), iso(now + 60_000)];
      for (const form of [(text: string) => text, (text: string) => text.slice(0, -1), (text: string) => text.replace("T", "%20")])
        expect([await linesSince(form(before)), await linesSince(form(after))]).toEqual([1, 0]);
      expect([await linesSince("2020-01-01"), await linesSince("2100-01-01")]).toEqual([1, 0]);
      // A plus that nobody wrote as %2B.
      const local = iso(now + 14 * 60 * 60_000 - 60_000).slice(0, -5);
      expect([await linesSince(`${local}+14:00`), await linesSince(`${local}%2B14:00`)]).toEqual([1, 1]);
      for (const none of ["yesterday 1", "1.2.2026", "2026-13-01", "2026-01-01T25:00:00Z", "Jan 31 2026"])
        expect([none, (await ask(`/v1/audit?since=${none}`)).status]).toEqual([none, 400]);
    });
  } finally {
    if (zone === undefined) Reflect.deleteProperty(process.env, "TZ");
    else process.env["TZ"] = zone;
  }
});
