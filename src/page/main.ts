/** The page's first script: puts the workers' addresses, which the build names, to what uses them. */
import { Judges } from "./read/judges.js";
import { App } from "./ui/app.js";

/** File names of the workers beside this script, put in by the build. */
declare const CORNICHON_WORKERS: { readonly judge: string; readonly model: string };

const at = (name: string): URL => new URL(name, import.meta.url);

const place = document.getElementById("main");
if (place !== null) new App(place, new Judges(at(CORNICHON_WORKERS.judge)), at(CORNICHON_WORKERS.model));
