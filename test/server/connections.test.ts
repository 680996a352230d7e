/** Connections: those that wait for an answer, those that nothing moves on, and clients that ask before they send. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { watchConnections } from "../../src/server/connections.js";
import { withService } from "../support/service.js";
import { answerTo, head, last, open, problemIn, received } from "../support/socket.js";

const EVIL = "cos\nsystem\n(S'echo'\ntR.";
const IDLE_MS = 100;

/** A server that answers when it is told to. */
async function withServer(work: (address: string, asked: Promise<ServerResponse>, idle: Promise<unknown>) => Promise<void>): Promise<void> {
  const server = createServer();
  watchConnections(server, IDLE_MS);
  const asked = once(server, "request").then(([, answer]: ServerResponse[]) => {
    if (answer === undefined) throw new Error("no answer to give");
    return answer;
  });
  const idle = once(server, "timeout");
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Its address is one of a network: it listens at a port.
  const { port } = server.address() as AddressInfo;
  try {
    await work(`http://127.0.0.1:${port}`, asked, idle);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("whoever waits for an answer is not cut off, however long nothing moves", async () => {
  await withServer(async (address, asked, idle) => {
    const socket = await open(address);
    const answer = received(socket);
    socket.write(last("GET", "/"));
    const response = await asked;
    await idle;
    response.end("late");
    expect(await answer).toContain("late");
  });
});

test("a client that sends only a part, and one that does not read on, are cut off", async () => {
  await withServer(async (address, asked) => {
    const socket = await open(address);
    const answer = received(socket);
    socket.write(last("POST", "/", "content-length: 10"));
    await asked;
    expect(await answer).toBe("");
  });
  await withServer(async (address, asked) => {
    const socket = await open(address);
    const answer = received(socket);
    socket.write(last("GET", "/"));
    (await asked).write("begun");
    expect(await answer).toContain("begun");
  });
});

test("a client that asks is told to send what somebody reads, and is refused without it", async () => {
  await withService({ reading: { limits: { maxBytes: 100 } } }, async ({ address }) => {
    const asking = (path: string, length: number): string => head("POST", path, "expect: 100-continue", `content-length: ${length}`);
    const taken = await answerTo(address, last("POST", "/v1/scan", "expect: 100-continue", `content-length: ${EVIL.length}`), EVIL);
    expect(taken).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    const question = '{"inputs":[]}';
    const asked = last("POST", "/v2/repository/index", "expect: 100-continue", `content-length: ${question.length}`);
    expect(await answerTo(address, asked, question)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    // What it would send next could be read as a body: the connection ends.
    for (const [path, length, status] of [["/v1/scan", 101, 413] as const, ["/v1/nothing", 5, 404] as const]) {
      const refused = await answerTo(address, asking(path, length));
      expect(problemIn(refused).status).toBe(status);
      expect(refused).toMatch(/^connection: close\r$/im);
    }
  });
});

test("a program of old that names no host is answered, one of today is not", async () => {
  await withService({}, async ({ address }) => {
    expect(problemIn(await answerTo(address, "GET /health/live HTTP/1.0\r\n\r\n")).status).toBe(200);
    const refused = await answerTo(address, "GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n");
    expect(problemIn(refused)).toEqual({ status: 403, code: "request.forbidden" });
    expect(problemIn(await answerTo(address, "GET /health/live HTTP/1.0\r\norigin: http://page.example\r\n\r\n")).status).toBe(403);
  });
});
