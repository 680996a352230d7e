/**
 * Folders that say which of their files is the model: MLflow's by `MLmodel`, a Hugging Face repository by skops'
 * `config.json` or the front matter of its card. The path that stands there is followed inside the folder alone, one name
 * at a time, through no link; one that is absolute, leads up or has a name that no file has is refused.
 */
import { notReadable } from "../artifact/failure.js";
import { Folder } from "../artifact/folder.js";
import { type OpenArtifact, openArtifact } from "../artifact/source.js";
import { sentence, showText } from "../errors.js";
import { type FolderFacts, hubConfig, mlmodel, modelCard } from "./declared.js";
import { textIn } from "./text-in.js";

/** Files that may say it, the surest first. */
const SAYING = [
  ["MLmodel", mlmodel],
  ["config.json", hubConfig],
  ["README.md", modelCard],
] as const;

function factsIn(folder: Folder): FolderFacts | null {
  for (const [name, read] of SAYING) {
    const facts = read(textIn(folder, name) ?? "");
    if (facts !== null) return facts;
  }
  return null;
}

/** What a folder says of its model; null for any other folder. @throws CornichonError `input.unreadable` */
export function modelFolderFacts(path: string): FolderFacts | null {
  const folder = Folder.open(path);
  try {
    return factsIn(folder);
  } finally {
    folder.letGo();
  }
}

const isName = (part: string): boolean => part !== "" && part !== "." && part !== ".." && !/[\\/\0:]/.test(part);

/** The model of a folder that says which file it is; null for any other folder. @throws CornichonError `input.unreadable` */
export function openModelOf(path: string): OpenArtifact | null {
  let folder = Folder.open(path.replace(/(?<=.)\/+$/, ""));
  try {
    const facts = factsIn(folder);
    if (facts === null) return null;
    const parts = facts.model.split("/");
    if (!parts.every(isName))
      throw notReadable(path, sentence`${showText(facts.from)} names a model outside its folder (${showText(facts.model)})`);
    for (const part of parts.slice(0, -1)) {
      const inner = folder.openFolder(part);
      folder.letGo();
      folder = inner;
    }
    const file = folder.openFile(parts.at(-1) ?? "");
    const holder = folder.hold();
    const beside = { open: (name: string) => holder.openFile(name), close: () => holder.letGo() };
    return openArtifact(file, `${holder.path}/${parts.at(-1) ?? ""}`, beside);
  } finally {
    folder.letGo();
  }
}
