/** Requests as bytes, for what no client would send. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection to a service. */
export async function open(address: string): Promise<Socket> {
  const { hostname, port } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port) });
  // What is cut by the other side is what the tests look at.
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** All that comes until the connection is closed. */
export async function received(socket: Socket): Promise<string> {
  const pieces: Buffer[] = [];
  socket.on("data", (piece: Buffer) => pieces.push(piece));
  await once(socket, "close");
  return Buffer.concat(pieces).toString();
}

/** What a service answers to bytes, until it closes the connection. */
export async function answerTo(address: string, ...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = await open(address);
  const answer = received(socket);
  for (const piece of pieces) socket.write(piece);
  return answer;
}

/** The head of a request, with what it says about its body. */
export const head = (method: string, path: string, ...headers: readonly string[]): string =>
  `${[`${method} ${path} HTTP/1.1`, "host: 127.0.0.1", ...headers].join("\r\n")}\r\n\r\n`;

/** The same of a connection's last request. */
export const last = (method: string, path: string, ...headers: readonly string[]): string =>
  head(method, path, "connection: close", ...headers);

/** The status of an answer's first line, and the code of its problem. */
export function problemIn(answer: string): { readonly status: number; readonly code: string | undefined } {
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]), code: /"code":"([\w.-]+)"/.exec(answer)?.[1] };
}

/** Waits for what is so in the end, without a pause: whoever runs the tests has a limit of time. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
