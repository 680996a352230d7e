/** Clients that are slow, broken, gone or hostile: each gets an answer or its end, the service stays up, nothing is left in the spool. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { reportSchema } from "../../src/report/schema.js";
import { inFolder, jsonOf, startIn, type TestService, withService } from "../support/service.js";
import { FIXTURES } from "../support/shared.js";
import { answerTo, head, last, open, problemIn, received, until } from "../support/socket.js";

const NAME = "model_v1.0.0_2024-01-15.joblib.gz";
const MODEL = readFileSync(join(FIXTURES, "seed", NAME));
const EVIL = Buffer.from("cos\nsystem\n(S'echo'\ntR.", "latin1");
const FORM = "content-type: multipart/form-data; boundary=b";
const part = (name: string, content = "N.", more = ""): string =>
  `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n${more}\r\n${content}\r\n`;

/** It lives, and holds nothing of what was sent. */
async function expectSound({ ask, spooled }: TestService): Promise<void> {
  await until(() => spooled().length === 0);
  const report = reportSchema.parse(await jsonOf(ask("/v1/scan", { method: "POST", body: EVIL })));
  expect(report.artifacts[0]?.verdict).toBe("dangerous");
  expect(spooled()).toEqual([]);
}

test.each([
  ["a raw body", head("POST", "/v1/scan", "content-length: 1000000"), "N".repeat(1000)],
  ["a chunked body", head("POST", "/v1/scan", "transfer-encoding: chunked"), `400\r\n${"N".repeat(1024)}\r\n`],
  ["a form", head("POST", "/v1/scan", FORM, "content-length: 1000000"), part("a.pkl", "N".repeat(1000))],
  ["a form that waits", head("POST", "/v1/scan", FORM, "prefer: respond-async", "content-length: 1000000"), part("a.pkl") + part("b.pkl")],
])("a client that goes away in the middle of %s leaves nothing", async (_what, start, body) => {
  await withService({}, async (service) => {
    const socket = await open(service.address);
    socket.write(start + body);
    await until(() => service.spooled().length > 0);
    socket.destroy();
    await expectSound(service);
  });
});

const SLOW = { idleTimeout: 1, jobs: 1 };

test.concurrent.each([
  ["headers", "POST /v1/scan HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: "],
  ["a raw body", `${head("POST", "/v1/scan", "content-length: 100")}N`],
  ["a form", head("POST", "/v1/scan", FORM, "content-length: 9000") + part("a.pkl")],
  ["a form's own lines", `${head("POST", "/v1/scan", FORM, "content-length: 9000")}--b\r\ncontent-disp`],
  ["a question", `${head("POST", "/invocations", "content-type: application/json", "content-length: 100")}{`],
])("%s of which nothing comes any more is given up with a word, and holds nobody's place meanwhile", async (_what, bytes) => {
  await withService(SLOW, async (service) => {
    const socket = await open(service.address);
    const answer = received(socket);
    socket.write(bytes);
    await expectSound({ ...service, spooled: () => [] });
    expect(problemIn(await answer)).toEqual({ status: 408, code: "request.timeout" });
    await expectSound(service);
  });
});

test.concurrent.each([
  ["a raw body", `${head("POST", "/v1/scan", "content-length: 100000")}`],
  ["a form", head("POST", "/v1/scan", FORM, "content-length: 100000") + part("a.pkl")],
  ["a question", head("POST", "/invocations", "content-type: application/json", "content-length: 100000")],
])("%s that comes a byte at a time is given up", async (_what, bytes) => {
  await withService(SLOW, async (service) => {
    let answer = "";
    for (let tries = 0; answer === "" && tries < 5; tries++) answer = await answerToDrops(service.address, bytes);
    expect(problemIn(answer)).toEqual({ status: 408, code: "request.timeout" });
    await expectSound(service);
  });
});

/** The answer to bytes and to ever more of them; none where a byte that came too late reset the connection before it was read. */
async function answerToDrops(address: string, bytes: string): Promise<string> {
  const socket = await open(address);
  const answer = received(socket).catch(() => "");
  socket.write(bytes);
  const drop = setInterval(() => socket.write("N"), 50);
  try {
    return await answer;
  } finally {
    clearInterval(drop);
  }
}

const CHUNKED = last("POST", "/v1/scan", "transfer-encoding: chunked");

test.each<readonly [string, string, number]>([
  ["a body longer than it says", `${last("POST", "/v1/scan", "content-length: 2")}N.NNNNN\r\n\r\n`, 400],
  ["no size of a chunk", `${CHUNKED}zz\r\nN.\r\n0\r\n\r\n`, 400],
  ["a chunk longer than it says", `${CHUNKED}1\r\nN.N.\r\n0\r\n\r\n`, 400],
  ["a chunk of a size beyond all", `${CHUNKED}ffffffffffffffffff\r\nN.`, 400],
  ["both lengths", `${last("POST", "/v1/scan", "content-length: 2", "transfer-encoding: chunked")}2\r\nN.\r\n0\r\n\r\n`, 400],
  ["two lengths", `${last("POST", "/v1/scan", "content-length: 2", "content-length: 3")}N.`, 400],
  ["a length that is no number", `${last("POST", "/v1/scan", "content-length: -2")}N.`, 400],
  ["no method", "HELO 127.0.0.1\r\n\r\n", 400],
  ["no host", "GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n", 403],
  ["a name of a header with a space", last("GET", "/health/live", "a b: c"), 400],
  ["TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", 400],
  ["headers without end", last("GET", "/health/live", `x-a: ${"a".repeat(100_000)}`), 413],
  ["many headers", last("GET", "/health/live", ...Array.from({ length: 5000 }, (_, i) => `x-${i}: a`)), 413],
  ["an address that is none", last("GET", "/%"), 400],
  [
    "a form with a boundary that is too long for one",
    `${last("POST", "/v1/scan", `content-type: multipart/form-data; boundary=${"b".repeat(300)}`, "content-length: 2")}N.`,
    400,
  ],
  ["a form without a boundary", `${last("POST", "/v1/scan", "content-type: multipart/form-data", "content-length: 2")}N.`, 400],
  ["a form that does not end", `${last("POST", "/v1/scan", FORM, "content-length: 60")}${part("a.pkl").slice(0, 60)}`, 400],
])("%s is answered", async (_what, bytes, status) => {
  await withService({}, async (service) => {
    const answer = await answerTo(service.address, Buffer.from(bytes, "latin1"));
    expect([answer.slice(0, 200), problemIn(answer).status]).toEqual([answer.slice(0, 200), status]);
    expect(answer.toLowerCase()).toContain("content-type: application/problem+json");
    expect(answer.toLowerCase()).toContain("x-request-id: ");
    await expectSound(service);
  });
});

test("requests that come before the last one was answered are answered in their order", async () => {
  await withService({}, async (service) => {
    const scan = (name: string): string => `${head("POST", `/v1/scan?name=${name}`, "content-length: 2")}N.`;
    const end = last("GET", "/health/live");
    const answer = await answerTo(service.address, scan("one") + scan("two") + head("GET", "/v1/none") + end);
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(["200", "200", "404", "200"]);
    expect(answer.indexOf('"path":"one"')).toBeLessThan(answer.indexOf('"path":"two"'));
    await expectSound(service);
  });
});

test("an upload of unknown length that gets too long is told so", async () => {
  await withService({ reading: { limits: { maxBytes: 1000 } } }, async (service) => {
    const chunk = `400\r\n${"N".repeat(1024)}\r\n`;
    expect(problemIn(await answerTo(service.address, CHUNKED, chunk, chunk, "0\r\n\r\n"))).toEqual({
      status: 413,
      code: "request.too-large",
    });
    const socket = await open(service.address);
    const answer = received(socket);
    socket.write(head("POST", "/v1/scan", FORM, "content-length: 1000000") + part("a.pkl") + part("b.pkl", "N".repeat(2000)));
    await until(() => socket.bytesRead > 0);
    socket.destroySoon();
    expect(problemIn(await answer)).toEqual({ status: 413, code: "request.too-large" });
    await expectSound(service);
  });
});

const field = (name: string, value = "v"): string => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const form = (...parts: readonly string[]): RequestInit => ({
  method: "POST",
  headers: { "content-type": "multipart/form-data; boundary=b" },
  body: `${parts.join("")}--b--\r\n`,
});
const many = (count: number, made: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => made(i));

test.each<readonly [string, RequestInit, number]>([
  ["1,001 files", form(...many(1001, (i) => part(`${i}.pkl`))), 413],
  ["101 fields", form(...many(101, (i) => field(`f${i}`)), part("a.pkl")), 413],
  ["10,000 fields of one name", form(...many(10_000, () => field("f"))), 413],
  ["a field of a prototype's name", form(field("__proto__"), part("a.pkl")), 400],
  ["a file of a prototype's name", form(part("a.pkl").replace('name="file"', 'name="constructor"')), 400],
  ["a field that says it is JSON", form(field("a", "{").replace("\r\n\r\n", "\r\ncontent-type: application/json\r\n\r\n")), 400],
  ["a field of a megabyte", form(field("a", "v".repeat(1_000_000)), part("a.pkl")), 200],
  ["a part with a thousand headers", form(part("a.pkl", "N.", many(1000, (i) => `x-${i}: a\r\n`).join("")), part("b.pkl")), 200],
  ["only files of other names", form(part("a.pkl").replace('name="file"', 'name="other"')), 400],
  ["a form in a form", form(part("a.pkl", `--c\r\n${part("b.pkl")}--c--`)), 200],
])("a form with %s", async (_what, init, status) => {
  await withService({}, async (service) => {
    const response = await service.ask("/v1/scan", init);
    expect([await response.text().then((text) => text.slice(0, 300)), response.status]).toEqual([expect.anything(), status]);
    await expectSound(service);
  });
});

test("no name of a file leads anywhere, and each is told as it came", async () => {
  await withService({}, async (service) => {
    const names = [
      "../../../etc/passwd",
      "/dev/null",
      "..\\..\\a.pkl",
      "CON",
      "a.pkl::$DATA",
      "-",
      "%00.pkl",
      "a;b",
      "~",
      "a".repeat(5000),
    ];
    for (const name of names) {
      const report = reportSchema.parse(
        await jsonOf(service.ask(`/v1/scan?name=${encodeURIComponent(name)}`, { method: "POST", body: EVIL })),
      );
      expect(report.artifacts.map(({ path }) => path)).toEqual([name.slice(0, 1024)]);
    }
    const made = await service.ask(`/v1/convert?name=${encodeURIComponent('a"\r\nset-cookie: b\u0000.pkl')}`, {
      method: "POST",
      body: MODEL,
    });
    expect([made.status, made.headers.get("set-cookie")]).toEqual([200, null]);
    await expectSound(service);
  });
});

test("the same file twenty times at once: twenty answers, the same ones, one report kept", async () => {
  await withService({}, async (service) => {
    const asked = Array.from({ length: 20 }, () => service.ask("/v1/scan", { method: "POST", body: MODEL }));
    const answers = await Promise.all(asked.map(async (one) => JSON.stringify(reportSchema.parse(await jsonOf(one)).artifacts)));
    expect(new Set(answers).size).toBe(1);
    expect((await (await service.ask("/v1/audit")).text()).trimEnd().split("\n")).toHaveLength(20);
    await expectSound(service);
  });
});

test("questions may be packed, as far as they are not too long unpacked; files may not", async () => {
  await inFolder(async (folder) => {
    const service = await startIn(folder, { models: join(FIXTURES, "seed", "1.9.1") });
    try {
      const ask = (path: string, body: Uint8Array<ArrayBuffer>, encoding: string): Promise<Response> =>
        service.ask(path, { method: "POST", body, headers: { "content-encoding": encoding, "content-type": "application/json" } });
      const question = Buffer.from(JSON.stringify({ instances: [[0.1, 0.2, 0.3]] }));
      const plain = await ask("/invocations?model=ridge", question, "identity");
      const expected = await plain.text();
      expect([plain.status, expected]).toEqual([200, expect.stringContaining("predictions")]);
      for (const [encoding, packed] of [
        ["gzip", gzipSync(question)],
        ["deflate", deflateSync(question)],
      ] as const)
        expect(await (await ask("/invocations?model=ridge", packed, encoding)).text()).toBe(expected);
      const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024));
      expect((await ask("/invocations?model=ridge", bomb, "gzip")).status).toBe(413);
      expect((await ask("/invocations?model=ridge", question, "gzip")).status).toBe(400);
      expect((await ask("/invocations?model=ridge", gzipSync(question).subarray(0, 20), "gzip")).status).toBe(400);
      expect((await ask("/invocations?model=ridge", question, "br")).status).toBe(415);
      for (const path of ["/v1/scan", "/v1/convert", "/v1/inspect"]) {
        const refused = await ask(path, gzipSync(MODEL), "gzip");
        expect([refused.status, refused.headers.get("content-type")]).toEqual([415, "application/problem+json; charset=utf-8"]);
      }
      await expectSound(service);
    } finally {
      await service.stop();
    }
  });
});
