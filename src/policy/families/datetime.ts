/**
 * Dates, exact numbers, UUIDs and pure paths of the standard library. Each is made by a call with plain arguments and
 * kept as it was written. Concrete paths are listed too: making one opens nothing. `ZoneInfo` reads the system's zone
 * database when it is made: only `_unpickle` of it is listed, with a name of that database.
 */
import { called, type Family } from "../rows.js";

const PATHS = ["PurePath", "PurePosixPath", "PureWindowsPath", "Path", "PosixPath", "WindowsPath"];

export const DATETIME: Family = {
  family: "datetime",
  doc: "Dates, times, time zones (pytz's too), Decimal, Fraction, UUID and paths as data.",
  classes: [
    called("datetime.date", "datetime", "date"),
    called("datetime.datetime", "datetime", "datetime"),
    called("datetime.time", "datetime", "time"),
    called("datetime.timedelta", "datetime", "timedelta"),
    called("datetime.timezone", "datetime", "timezone"),
    called("decimal.Decimal", "decimal _decimal _pydecimal", "decimal"),
    called("fractions.Fraction", "fractions", "fraction"),
    { path: "zoneinfo.ZoneInfo", at: "zoneinfo", form: "call", state: "none", noReference: true, narrow: true },
    { path: "uuid.UUID", at: "uuid", state: "uuid" },
    ...PATHS.map((name) => called(`pathlib.${name}`, "pathlib pathlib._local", "path")),
  ],
  calls: [
    {
      path: "zoneinfo.ZoneInfo._unpickle",
      at: "zoneinfo",
      name: "ZoneInfo._unpickle",
      check: "zone",
      args: { state: ["none"] },
      narrow: true,
    },
    // What pytz pickles of its zones: they are looked up in the files of its own package, by names that it lists itself.
    { path: "pytz._UTC", at: "pytz", check: "pytz-utc" },
    { path: "pytz._p", at: "pytz", check: "pytz-zone" },
    { path: "pytz.FixedOffset", at: "pytz", check: "pytz-offset" },
  ],
};
