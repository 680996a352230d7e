/**
 * Makes the guest's V8 snapshot, run by the very Node that will run the child: `make-snapshot.cjs <guest.js> <folder>`.
 * Prints the name of the file. The guest is run once here, so a bundle without its door fails the build.
 */
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const ivm = require("isolated-vm");

const [guest, folder] = process.argv.slice(2);
const code = readFileSync(guest, "utf8");
const snapshot = ivm.Isolate.createSnapshot([{ code, filename: "cornichon:guest" }]);

const isolate = new ivm.Isolate({ snapshot });
const door = isolate.createContextSync().evalSync("typeof cornichonGuest");
if (door !== "function") throw new Error("sandbox/main.ts sets no cornichonGuest");

const name = `guest-${process.platform}-${process.arch}-node-${process.versions.node}.snapshot`;
writeFileSync(join(folder, name), Buffer.from(snapshot.copy()));
process.stdout.write(name);
isolate.dispose();
