/** The page's first script: puts the workers' addresses, which the build names, to what uses them. */
import { Chosen } from "./read/choice.js";
import { Hashes } from "./read/hashes.js";
import { Judges } from "./read/judges.js";
import { App } from "./ui/app.js";

/** File names of the workers beside this script, put in by the build. */
declare const CORNICHON_WORKERS: { readonly judge: string; readonly hash: string; readonly model: string };

const at = (name: string): URL => new URL(name, import.meta.url);

const place = document.getElementById("main");
const readers = { judges: new Judges(at(CORNICHON_WORKERS.judge)), hashes: new Hashes(at(CORNICHON_WORKERS.hash)), chosen: new Chosen() };
if (place !== null) new App(place, readers, at(CORNICHON_WORKERS.model));
