/** Stores that answer what none should: longer than they were asked, another range, never to the end, or nothing that can be. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressOf } from "../../src/objects/address.js";
import { Bucket } from "../../src/objects/bucket.js";
import { ListedNames } from "../../src/objects/listed-names.js";
import { openObject } from "../../src/objects/object.js";

const MIB = 1024 * 1024;
const ETAG = '"x"';

/** What is answered to the key of each name. */
const ANSWERS: Readonly<Record<string, (response: ServerResponse, range: string) => void>> = {
  // As a store does that knows no ranges: gigabytes, of which nobody may wait for the end.
  whole: (response) => {
    response.writeHead(200, { etag: ETAG, "content-length": 5 * 1024 * MIB });
    response.write(Buffer.alloc(MIB));
  },
  // The same without a word on how long it is.
  endless: (response) => {
    response.writeHead(206, { etag: ETAG, "content-range": `bytes 0-99/${MIB}` });
    const more = (): void => void (response.destroyed || response.write(Buffer.alloc(MIB), () => setImmediate(more)));
    more();
  },
  elsewhere: (response) => {
    response.writeHead(206, { etag: ETAG, "content-range": "bytes 5-14/100", "content-length": 10 });
    response.end(Buffer.alloc(10));
  },
  dripping: (response) => {
    response.writeHead(206, { etag: ETAG, "content-range": "bytes 0-99/100", "content-length": 100 });
    const timer = setInterval(() => response.write("x"), 20);
    response.once("close", () => clearInterval(timer));
  },
  // Its length is a lie: behind the first range there is nothing.
  short: (response, range) => {
    if (!range.startsWith("bytes=0-")) response.writeHead(416).end();
    else
      response
        .writeHead(206, { etag: ETAG, "content-range": `bytes 0-99/${5 * 1024 * MIB}`, "content-length": 100 })
        .end(Buffer.alloc(100));
  },
  small: (response) => response.writeHead(200, { etag: ETAG, "content-length": 3 }).end("abc"),
};

describe("odd stores", { timeout: 30_000 }, () => {
  const server = createServer((request, response) => {
    const name = (request.url ?? "").replace(/^\/odd\/([a-z]+).*$/, "$1");
    const answer = Object.hasOwn(ANSWERS, name) ? ANSWERS[name] : undefined;
    if (answer === undefined) response.writeHead(404).end();
    else answer(response, request.headers.range ?? "");
  });
  let bucket: Bucket;
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("A server has a port.");
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "us-east-1",
    });
    bucket = await Bucket.open("odd");
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ["whole", "does not give the range"],
    ["elsewhere", "does not give the range"],
    ["endless", "could not be asked"],
  ])("%s: is told, and no more than was asked for is kept", async (key, why) => {
    const before = process.memoryUsage().arrayBuffers;
    await expect(bucket.read(key, 0, MIB)).rejects.toMatchObject({ code: "input.unreadable", message: expect.stringContaining(why) });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MIB);
  });

  test("a body that comes too slowly is given up", async () => {
    await expect(bucket.read("dripping", 0, 100, undefined, 300)).rejects.toMatchObject({ message: expect.stringContaining("in time") });
  });

  test("an object that is shorter than its length has changed", async () => {
    const object = await openObject(bucket, { key: "short", size: 5 * 1024 * MIB, named: true }, new ListedNames());
    expect(object.size).toBe(5 * 1024 * MIB);
    expect(await object.read(4 * MIB, 100)).toHaveLength(0);
    expect(object.changed()).toBe(true);
  });

  test("an object that comes whole is good where it is short", async () => {
    const piece = await bucket.read("small", 0, 100);
    expect([Buffer.from(piece?.bytes ?? []).toString(), piece?.size]).toEqual(["abc", 3]);
    await expect(bucket.read("small", 1, 100)).rejects.toMatchObject({ code: "input.unreadable" });
  });

  test("a name that would lead elsewhere is no bucket's", () => {
    for (const text of ["s3://..", "s3://../x", "s3://./x", "s3://-x/y", "s3://a b", "s3://a%2e", "s3:///x"])
      expect(() => addressOf(text)).toThrow("is no address of a bucket");
    expect(addressOf("s3://a..b/../c")).toEqual({ bucket: "a..b", key: "../c" });
  });
});
