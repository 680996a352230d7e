/**
 * The worker that holds a safe artifact's document: its card, its answers, and what it is written as. It never sees a byte of
 * the artifact, only the document, which was checked. Models come with the first document, targets when one is asked for.
 */
import { CornichonError } from "../../errors.js";
import { columnCount, findEstimators, type Model, modelFromDocument, pathText } from "../../model/all.js";
import { chooseEstimator } from "../../model/estimators.js";
import { own, type References, referencesOf } from "../../neutral/document.js";
import { joined } from "../../targets/deferred.js";
import { shapeOf } from "./answers.js";
import { Structure } from "./entries.js";
import { graphOf } from "./graph.js";
import type { Answered, Asked, Card, Conflict, Entries, Graph, Questions, Shape } from "./messages.js";
import { partOf } from "./parts.js";
import { compared, namedBy, type Side, sideOf, withBeside } from "./sides.js";
import { tensorsIn } from "./tensors.js";
import { valueText } from "./value-text.js";
import type { Whole } from "./whole.js";

const MOST_CONFLICTS = 100;

const DIFF = { tolerance: { rtol: 1e-9, atol: 1e-12 }, isDefault: true } as const;

const messageOf = (error: unknown): string => (error instanceof CornichonError ? error.message : "This failed; the page cannot say why.");

/** A document that is open. */
class Opened {
  readonly whole: Whole;
  readonly references: References;
  readonly structure: Structure;
  readonly choices: readonly string[];
  select: string | undefined;
  model: Model | null = null;
  failure: string | null = null;

  constructor(whole: Whole) {
    this.whole = whole;
    const { root } = this.whole.document;
    this.references = referencesOf(this.whole.document);
    this.structure = new Structure(root, this.references);
    this.choices = findEstimators(root, this.references).map(({ path }) => pathText(path));
    this.choose(this.choices.length > 1 ? this.choices[0] : undefined);
  }

  choose(select: string | undefined): void {
    this.select = select;
    try {
      this.model = modelFromDocument(this.whole.document, select);
      this.failure = null;
    } catch (error) {
      this.model = null;
      this.failure = messageOf(error);
    }
  }

  /** The estimator's value; the root where there is none. */
  get value(): unknown {
    const { document } = this.whole;
    try {
      return chooseEstimator(document, this.references, () => true, this.select).value;
    } catch {
      return document.root;
    }
  }

  card(): Card {
    const { model, whole, value } = this;
    const { metadata } = whole.document;
    return {
      choices: this.choices.length > 1 ? this.choices : [],
      select: this.select ?? null,
      failure: this.failure,
      className: model?.className ?? null,
      features: model?.featureNames ?? null,
      nFeatures: columnCount(whole.document, model?.nFeatures ?? null, this.select),
      takesTexts: model?.takesTexts ?? false,
      methods: model?.methods ?? [],
      classes: model?.classes?.map((output) => output.map(String)) ?? null,
      metadata: Object.entries(metadata)
        .filter(([key]) => key !== "conflicts")
        .map(([key, one]) => [key, metadataText(one)] as const),
      conflicts: conflictsIn(metadata["conflicts"]),
      part: own(value, "class") === undefined ? null : partOf(value, this.references),
      arrays: whole.arrays,
    };
  }

  predict(method: string, row: readonly unknown[]): Shape {
    const { model } = this;
    if (model === null) throw new Error("no model");
    if (model.takesTexts) return shapeOf(model.call(method, [String(row[0])]));
    const columns = model.featureNames ?? row.map((_, i) => `x${i}`);
    return shapeOf(model.call(method, model.featureNames === null ? [row as (number | string)[]] : { columns, rows: [row] })); // what the form's fields hold
  }
}

function metadataText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((one) => (typeof one === "string" ? one : valueText(one).text)).join(", ");
  return valueText(value).text;
}

/** What `convert` wrote of them; a document of strangers may have anything there. */
function conflictsIn(given: unknown): Conflict[] {
  const text = (one: unknown, key: string): string => metadataText(own(one, key) ?? null);
  if (!Array.isArray(given)) return [];
  return given.slice(0, MOST_CONFLICTS).map((one: unknown) => ({
    key: text(one, "key"),
    kept: text(one, "kept"),
    keptFrom: text(one, "keptFrom"),
    dropped: text(one, "dropped"),
    droppedFrom: text(one, "droppedFrom"),
  }));
}

let opened: Opened | null = null;
/** What is looked at, and what was read last. */
let [mine, last]: [Side | null, Side | null] = [null, null];

function side(one: Side | null): Side {
  if (one === null) throw new Error("nothing was read");
  return one;
}

function document(): Opened {
  if (opened === null) throw new Error("nothing is open");
  return opened;
}

async function written({ to, language }: Questions["write"]["given"]): Promise<Uint8Array<ArrayBuffer>> {
  const { targetOf, writeTarget } = await import("../../targets/index.js");
  const { whole, select } = document();
  const read = targetOf(to).isLossless === true ? whole.lossless() : whole.document;
  const { bytes } = await writeTarget(to, read, select, language === null ? {} : { language }, null);
  return new Uint8Array(bytes instanceof Uint8Array ? bytes : joined(bytes));
}

/** What each question is answered with. */
const ANSWERS: { readonly [Q in keyof Questions]: (given: Questions[Q]["given"]) => unknown } = {
  tensors: tensorsIn,
  read: (given) => {
    last = sideOf(given);
    return namedBy(last);
  },
  open: (beside): Card | Graph => {
    mine = withBeside(side(last), beside);
    opened = "onnx" in mine ? null : new Opened(mine.whole);
    return "onnx" in mine ? graphOf(mine.onnx) : document().card();
  },
  choose: (select): Card => {
    document().choose(select);
    return document().card();
  },
  coefficients: async () => (await import("../../model/coefficients.js")).coefficients(document().whole.document, document().select),
  importances: async () => (await import("../../model/trees.js")).importances(document().whole.document, document().select),
  tree: async () => (await import("../../model/trees.js")).drawnTree(document().whole.document, document().select),
  entries: (id): Entries => document().structure.entries(id),
  predict: ({ method, row }): Shape => document().predict(method, row),
  write: written,
  diff: async (beside) =>
    (await import("../../diff/index.js")).compare(compared(side(mine)), compared(withBeside(side(last), beside)), DIFF),
};

const post = postMessage as (answer: Answered) => void; // a worker's

// One after the other: a question may change what the next is about.
let work: Promise<void> = Promise.resolve();

addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  work = work.then(async () => {
    try {
      const answer: (given: never) => unknown = ANSWERS[data.question];
      post({ id: data.id, answer: await answer(data.given as never) }); // by the table, which the page's types go by too
    } catch (error) {
      const code = error instanceof CornichonError ? error.code : "service.failed";
      post({ id: data.id, failure: messageOf(error), code });
    }
  });
});
