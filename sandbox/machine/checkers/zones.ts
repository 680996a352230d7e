/**
 * Time zones by name. Python looks a name up in a database of its own: `zoneinfo` in the system's, pytz in the files of its
 * package, of which it opens none but those of names that it lists itself. So a name is one that such a database may have,
 * and never a path to anything else.
 */
import { strText } from "../../numpy/text.js";
import { FALSE, type Handle, KIND, TAG, TRUE, tagOf } from "../../tape/handle.js";
import { argumentsOf, isStr } from "../../tape/read.js";
import type { Machine } from "../machine.js";
import { type Checker, no } from "./answer.js";
import { built } from "./built.js";
import { isInteger } from "./exact.js";

/** First parts of the names in the zone database: continents, oceans, countries, and the files of older names. */
const AREAS = new Set(
  (
    "Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US CET CST6CDT " +
    "Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica " +
    "Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal " +
    "W-SU WET Zulu"
  ).split(" "),
);

/** Up to three parts of letters, digits, `_`, `+` and `-`: no dots, no empty part, so that no name leads out of the database. */
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]{0,31}(?:\/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}$/;

const isZoneName = (text: string | null): boolean => text !== null && ZONE.test(text) && AREAS.has(text.split("/")[0] ?? "");

/** Classes of time zones that the checkers here and `datetime.timezone` make. */
export const ZONE_CLASSES = ["datetime.timezone", "zoneinfo.ZoneInfo", "pytz.UTC", "pytz.timezone", "pytz.FixedOffset"] as const;

/** `ZoneInfo._unpickle(key, from_cache)`. */
export const zone: Checker = (input) => {
  const { machine, tape, args } = input;
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 2) return no("zone.arguments");
  const [name, cached] = [tape.tupleItem(args, 0), tape.tupleItem(args, 1)];
  const text = tagOf(name) === TAG.STR ? strText(machine, name, 100) : null;
  if (!isZoneName(text)) return no("zone.name");
  const isFlag = cached === TRUE || cached === FALSE || isInteger(tape, cached, 0, 1);
  return isFlag ? built(input, "zoneinfo.ZoneInfo", args) : no("zone.arguments");
};

/** `pytz._UTC()`. */
export const pytzUtc: Checker = (input) => (argumentsOf(input).length === 0 ? built(input, "pytz.UTC", input.args) : no("zone.arguments"));

const DAY = 86_400;
/** What a zone calls its times: `CEST`, `+0330`. */
const ABBREVIATION = /^[A-Za-z0-9+-]{1,10}$/;

const isAbbreviation = (machine: Machine, handle: Handle): boolean =>
  isStr(machine.tape, handle) && ABBREVIATION.test(strText(machine, handle, 16) ?? "");

/** `pytz._p(zone)`, or of one of its times: `(zone, seconds from UTC, of them summer time, abbreviation)`. */
export const pytzZone: Checker = (input) => {
  const { machine, tape } = input;
  const [name, offset, summer, abbreviation, ...more] = argumentsOf(input);
  if (name === undefined || !isStr(tape, name) || !isZoneName(strText(machine, name, 100))) return no("zone.name");
  if (offset === undefined) return built(input, "pytz.timezone", input.args);
  const fits =
    summer !== undefined &&
    abbreviation !== undefined &&
    more.length === 0 &&
    isInteger(tape, offset, 1 - DAY, DAY - 1) &&
    isInteger(tape, summer, 1 - DAY, DAY - 1) &&
    isAbbreviation(machine, abbreviation);
  return fits ? built(input, "pytz.timezone", input.args) : no("zone.arguments");
};

/** `pytz.FixedOffset(minutes)`. */
export const pytzOffset: Checker = (input) => {
  const [minutes, ...more] = argumentsOf(input);
  const fits = minutes !== undefined && more.length === 0 && isInteger(input.tape, minutes, -1439, 1439);
  return fits ? built(input, "pytz.FixedOffset", input.args) : no("zone.arguments");
};
