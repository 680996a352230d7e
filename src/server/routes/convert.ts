/** `POST /v1/convert`: an upload as neutral JSON or as a target; what has no form is a 422 with its findings. */
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import * as z from "zod";
import { CornichonError, sentence, showText } from "../../errors.js";
import { type ConvertResult, TARGETS } from "../../index.js";
import { Spool } from "../../output/spool.js";
import { CODE_LANGUAGES } from "../../targets/code/languages.js";
import { DTYPES, extensionOf } from "../../targets/index.js";
import { type App, type Context, leaving, tenantOf } from "../context.js";
import { withUploads } from "../uploads.js";
import type { ConvertAsked } from "../work/service.js";
import { piecesOf } from "./report-lines.js";

const WHOLE = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);

const QUERY = z.object({
  to: z.enum(TARGETS).default("json").describe("What is made of it."),
  select: z.string().optional().describe("Path of the estimator, where there are several."),
  outputs: z.string().optional().describe("onnx, code: methods with commas between them, or `all`."),
  opset: WHOLE.optional().describe("onnx: the version of its operators."),
  dtype: z.enum(DTYPES).optional().describe("onnx: float64 or float32."),
  language: z.enum(CODE_LANGUAGES).optional().describe("code: the language."),
  name: z.string().optional().describe("The file's name, where the body is the file."),
  code_name: z.string().optional().describe("code: the name that it goes by."),
  member: z.string().optional().describe("Which member of an archive."),
  index: WHOLE.optional().describe("Which pickle of the file."),
  arrays: z.enum(["inline", "base64"]).optional().describe("json: how arrays are written."),
  view: z.enum(["stored", "upgrade"]).optional().describe("json: as stored, or with today's names."),
});

type Asked = Omit<z.infer<typeof QUERY>, "outputs" | "name" | "code_name"> & {
  readonly outputs: readonly string[] | undefined;
  readonly name: string | undefined;
};

const TYPES: Readonly<Record<string, string>> = { json: "application/json", coefficients: "application/json" };

/** Why nothing was made, with what was found. */
class Refusal extends Error {
  readonly failure: CornichonError;
  readonly findings: readonly object[];

  constructor({ verdict, findings }: ConvertResult) {
    super("refused");
    const target = findings.find(({ code }) => code === "target.unsupported");
    const message =
      target === undefined
        ? sentence`The artifact is ${showText(verdict)}; nothing was made of it.`
        : sentence`${showText(target.message)}`;
    this.failure = new CornichonError(target === undefined ? "artifact.refused" : "target.unsupported", message, { args: { verdict } });
    this.findings = findings;
  }
}

export const isRefusal = (error: unknown): error is Refusal => error instanceof Refusal;

/** A file as it is downloaded. Its name is text from a client: it is told in the form that no header can be broken by. */
function sent(reply: FastifyReply, made: Spool, type: string, name: string): FastifyReply {
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return reply
    .type(type)
    .header("content-disposition", `attachment; filename*=UTF-8''${encoded}`)
    .send(Readable.from(piecesOf(made)));
}

/** Options that were given: one that is undefined is not one that was left out. */
function given({ to, select, outputs, opset, dtype, language, name, member, index, arrays, view }: Asked): ConvertAsked {
  return {
    to,
    ...(select === undefined ? {} : { select }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(opset === undefined ? {} : { opset }),
    ...(dtype === undefined ? {} : { dtype }),
    ...(language === undefined ? {} : { language }),
    ...(name === undefined ? {} : { name }),
    ...(member === undefined ? {} : { member }),
    ...(index === undefined ? {} : { index }),
    ...(arrays === undefined ? {} : { arrays }),
    ...(view === undefined ? {} : { view }),
  };
}

export function convertRoutes(app: App, context: Context): void {
  const { service, taking } = context;
  app.post(
    "/v1/convert",
    { schema: { summary: "Convert an artifact", tags: ["artifacts"], querystring: QUERY } },
    async (request, reply) => {
      const { outputs, name, code_name: codeName, ...query } = request.query;
      const signal = leaving(reply);
      const tenant = tenantOf(request);
      // The upload is gone before the answer goes out.
      const download = await withUploads(request, name, taking, async ([one, other]) => {
        if (one === undefined || other !== undefined)
          throw new CornichonError("request.malformed", sentence`One file is converted at a time: send one part of the name "file".`);
        const asked = given({ ...query, outputs: outputs?.split(","), name: codeName });
        const made = new Spool();
        try {
          const result = await service.convert({ ...one, tenant }, { ...asked, text: (piece) => made.write(piece) }, signal);
          if (result.verdict !== "safe") throw new Refusal(result);
        } catch (error) {
          made.close();
          throw error;
        }
        return { made, name: `${one.name === "-" ? "model" : one.name}.${extensionOf(query.to, asked)}` };
      });
      return sent(reply, download.made, TYPES[query.to] ?? "application/octet-stream", download.name);
    },
  );
}
