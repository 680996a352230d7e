/** Opens what a verb was given: an input as it is, or the model of a folder that says which of its files it is. */
import { isUnreadable } from "../artifact/failure.js";
import { type Input, openInput } from "../artifact/input.js";
import type { OpenArtifact } from "../artifact/source.js";
import { openModelOf } from "../beside/model-folder.js";
import { isFolder } from "./is-folder.js";

/** @throws CornichonError `input.unreadable`, `usage`; TypeError for what is no input */
export async function openGiven(input: Input, maxBytes: number, signal?: AbortSignal): Promise<OpenArtifact> {
  try {
    return await openInput(input, maxBytes, signal);
  } catch (error) {
    const model = isUnreadable(error) && typeof input === "string" && isFolder(input) ? openModelOf(input) : null;
    if (model === null) throw error;
    return model;
  }
}
