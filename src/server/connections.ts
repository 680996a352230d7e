/**
 * What Node's server says of connections, beside requests. A connection is ended where nothing moves on it for a while,
 * but not while its client waits for us: a verdict takes as long as it takes, and a queue is longer than that. A client
 * that asks whether it may send its body (`expect: 100-continue`) is told to when somebody reads it, and not where it is
 * refused without it.
 */
import type { FastifyReply, FastifyRequest, RawServerDefault } from "fastify";

/** A request, its answer and its connection as Node has them. */
type Raw = FastifyRequest["raw"];
type Answer = FastifyReply["raw"];

/** Answers that are being made, by their connection. */
const answering = new WeakMap<Raw["socket"], Answer>();
/** Requests whose client waits for a word before it sends the body. */
const asking = new WeakMap<Raw, Answer>();

/** Watches a server's connections. */
export function watchConnections(server: RawServerDefault, idleMs: number): void {
  server.setTimeout(idleMs);
  server.on("timeout", (socket) => {
    const answer = answering.get(socket);
    const isWaiting = answer?.req.complete === true && !answer.headersSent && !answer.destroyed;
    if (!isWaiting) socket.destroy();
  });
  server.on("request", (request, answer) => void answering.set(request.socket, answer));
  // What else a client expects is passed over, as RFC 9110 allows: Node's own answer to it would be none of ours.
  server.on("checkExpectation", (request, answer) => void server.emit("request", request, answer));
  server.on("checkContinue", (request, answer) => {
    asking.set(request, answer);
    server.emit("request", request, answer);
  });
}

/** Tells a client that its body is wanted. */
export function askFor(request: Raw): void {
  asking.get(request)?.writeContinue();
  asking.delete(request);
}

/** True where the client was never told to send its body: what it sends next is that, or another request, and nobody knows which. */
export const wasNeverAskedFor = (request: Raw): boolean => asking.has(request);
