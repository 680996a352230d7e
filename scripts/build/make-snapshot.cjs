/**
 * Makes the guest's V8 snapshot, run by the very Node that will run the child: `make-snapshot.cjs <guest.js> <folder>`.
 * Prints the name of the file. The guest is run once here, so a bundle without its door fails the build.
 */
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const ivm = require("isolated-vm");
const { warmUp } = require("./warm-up.cjs");

const [guest, folder] = process.argv.slice(2);
const code = readFileSync(guest, "utf8");
// Two scripts: the first leaves nothing behind but the table, so its long text does not stay in the snapshot.
const scripts = code.split("//# cornichon: the guest follows\n");
if (scripts.length !== 2) throw new Error("the bundle is not the policy and the guest");
const parts = scripts.map((part, i) => ({ code: part, filename: i === 0 ? "cornichon:policy" : "cornichon:guest" }));
const snapshot = ivm.Isolate.createSnapshot(parts, warmUp());

const isolate = new ivm.Isolate({ snapshot });
const door = isolate.createContextSync().evalSync("typeof cornichonGuest");
if (door !== "function") throw new Error("sandbox/main.ts sets no cornichonGuest");

const name = `guest-${process.platform}-${process.arch}-node-${process.versions.node}.snapshot`;
writeFileSync(join(folder, name), Buffer.from(snapshot.copy()));
process.stdout.write(name);
isolate.dispose();
