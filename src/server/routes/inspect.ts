/** `POST /v1/inspect`: the opcodes as NDJSON, a line each, and the artifact's own line last. */
import { Readable } from "node:stream";
import * as z from "zod";
import { CornichonError, sentence } from "../../errors.js";
import { Spool } from "../../output/spool.js";
import { type App, type Context, leaving, tenantOf } from "../context.js";
import { withUploads } from "../uploads.js";

/** What waits goes when it was sent, or when nobody wants it any more. */
function* linesOf(spool: Spool): Generator<Uint8Array> {
  try {
    // A piece is good until the next one is asked for, which is before it is sent.
    for (const piece of spool.pieces()) yield Buffer.from(piece);
  } finally {
    spool.close();
  }
}

const QUERY = z.object({ name: z.string().optional().describe("The file's name, where the body is the file.") });

export function inspectRoutes(app: App, context: Context): void {
  const { service, taking } = context;
  app.post(
    "/v1/inspect",
    {
      schema: {
        summary: "List an artifact's opcodes",
        description:
          "A line of JSON an instruction (`offset`, `opcode`, `argument`), then one with the artifact's report under `artifact`.",
        tags: ["artifacts"],
        querystring: QUERY,
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const signal = leaving(reply);
      // The upload is gone before the answer goes out.
      const lines = await withUploads(request, request.query.name, taking, async ([one, other]) => {
        if (one === undefined || other !== undefined)
          throw new CornichonError("request.malformed", sentence`One file is inspected at a time: send one part of the name "file".`);
        const waiting = new Spool();
        try {
          const onInstruction = (instruction: object): void => waiting.write(`${JSON.stringify(instruction)}\n`);
          const { artifact } = await service.inspect({ ...one, tenant }, { onInstruction }, signal);
          waiting.write(`${JSON.stringify({ artifact })}\n`);
        } catch (error) {
          waiting.close();
          throw error;
        }
        return waiting;
      });
      return reply.type("application/x-ndjson").send(Readable.from(linesOf(lines)));
    },
  );
}
