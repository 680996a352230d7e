/**
 * How fast a body comes. A client that sends nothing for a while, or a byte now and then for hours, holds a connection and
 * a place among its requests: both are given up. What lies here unread is ours to take, and nobody's slowness.
 *
 * A request that is answered before its body came whole is read on for a moment, so that its client gets to read the
 * answer, and its connection is ended when the body goes on.
 */
import type { FastifyRequest } from "fastify";
import { CornichonError, sentence } from "../errors.js";

/** A request as Node has it. */
type Raw = FastifyRequest["raw"];

/** Bytes a second that a body has to come with in the long run. */
const LEAST_RATE = 1024;
/** How often a body is looked at until it is too late. */
const LOOKS = 4;
/** How long the rest of a body that nobody wants may take. */
const LINGER_MS = 5000;

const seconds = (ms: number): number => Math.round(ms / 1000);
const silentFor = (ms: number): CornichonError =>
  new CornichonError("request.timeout", sentence`Nothing came for ${seconds(ms)} seconds; the upload was given up.`);
const slowFor = (ms: number): CornichonError =>
  new CornichonError(
    "request.timeout",
    sentence`In ${seconds(ms)} seconds less than ${LEAST_RATE} bytes a second came; the upload was given up.`,
  );

/**
 * Looks at a body until it is told to stop. Time is counted in looks, so a service that was busy itself blames nobody.
 * @returns stops it
 */
export function watchPace(raw: Raw, idleMs: number, slow: (error: CornichonError) => void): () => void {
  const { socket } = raw;
  const every = Math.ceil(idleMs / LOOKS);
  const first = socket.bytesRead;
  let [seen, silent, waited] = [first, 0, 0];
  const timer = setInterval(() => {
    const now = socket.bytesRead;
    const isOurs = raw.readableLength > 0;
    silent = isOurs || now !== seen ? 0 : silent + every;
    waited += isOurs ? 0 : every;
    seen = now;
    if (silent < idleMs && now - first >= (LEAST_RATE * (waited - idleMs)) / 1000) return;
    clearInterval(timer);
    slow(silent >= idleMs ? silentFor(idleMs) : slowFor(waited));
  }, every);
  timer.unref();
  return () => clearInterval(timer);
}

/** Reads what is left of a body that was answered already, for a moment. */
export function readOn(raw: Raw): void {
  if (raw.complete || raw.destroyed) return;
  raw.unpipe();
  raw.resume();
  const timer = setTimeout(() => raw.destroy(), LINGER_MS);
  timer.unref();
  raw.once("close", () => clearTimeout(timer));
}
