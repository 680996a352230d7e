/** Ordinary surroundings: pipes, devices, closed and full outputs, signals, standard input, several runs at once. */
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cornichon, ROOT, shell, withFolder } from "../support/cli.js";

const RIDGE = join(ROOT, "fixtures/seed/1.9.1/ridge.joblib");
const GOOD = Buffer.from("\x80\x04K\x01.", "latin1");
const CODE = Buffer.from("cos\nsystem\n(S'echo'\ntR.", "latin1");

/** Long enough for every pipe to be full of what is told of it. */
const LONG = Buffer.concat([Buffer.from("\x80\x04](", "latin1"), Buffer.alloc(400_000, "K\x01"), Buffer.from("e.")]);

const inFolder = (work: (folder: string, file: string) => void): void =>
  withFolder((folder) => {
    const file = join(folder, "m.pkl");
    writeFileSync(file, GOOD);
    work(folder, file);
  });

describe("inputs", () => {
  test.each([
    ["/dev/null", 2],
    ["/dev/zero", 2],
    ["empty", 2],
    ["pipe", 2],
  ])("%s", (name, code) => {
    inFolder((folder) => {
      for (const verb of ["scan", "inspect", "convert", "verify"])
        expect(shell(folder, `: > empty; mkfifo pipe; $CORNICHON ${verb} ${name}`).code, verb).toBe(code);
    });
  });

  test("standard input by each of its names, closed and empty", () => {
    inFolder((folder) => {
      expect(shell(folder, "$CORNICHON scan - < m.pkl").out).toContain("safe        -  ");
      expect(shell(folder, "cat m.pkl | $CORNICHON scan /dev/stdin").out).toContain("safe        /dev/stdin  ");
      expect(shell(folder, "$CORNICHON scan - <&-").code).toBe(2);
      expect(shell(folder, "$CORNICHON scan - < /dev/null").code).toBe(2);
      expect(shell(folder, `cat ${RIDGE} | $CORNICHON verify -`).code).toBe(0);
      expect(shell(folder, `$CORNICHON predict - --input - < ${RIDGE}`).code).toBe(2);
    });
  });

  test("files beside the artifact may be pipes, and are never endless", () => {
    inFolder((folder) => {
      expect(shell(folder, `$CORNICHON scan m.pkl --policy <(sleep 0.2; echo '{"version":1}')`).code).toBe(0);
      expect(shell(folder, "$CORNICHON scan m.pkl --policy /dev/zero").err).toContain("too long");
      expect(shell(folder, "mkfifo p; $CORNICHON scan m.pkl --policy p").code).toBe(2);
    });
  });
});

describe("outputs", () => {
  test("over the input, by any name of it, are refused", () => {
    inFolder((folder, file) => {
      linkSync(file, join(folder, "hard.pkl"));
      symlinkSync("m.pkl", join(folder, "soft.pkl"));
      for (const command of ["scan", "inspect", "convert"])
        for (const output of ["m.pkl", "./m.pkl", "hard.pkl", "soft.pkl"])
          expect(shell(folder, `$CORNICHON ${command} m.pkl --output ${output}`).code, `${command} ${output}`).toBe(2);
      expect(readFileSync(file).equals(GOOD)).toBe(true);
    });
  });

  test("over another input of the same run are refused, the others are written", () => {
    inFolder((folder) => {
      writeFileSync(join(folder, "m.pkl.json"), CODE);
      writeFileSync(join(folder, "z.pkl"), GOOD);
      expect(shell(folder, "$CORNICHON convert m.pkl m.pkl.json z.pkl --output-dir .").code).toBe(1);
      expect(readFileSync(join(folder, "m.pkl.json")).equals(CODE)).toBe(true);
      expect(readdirSync(folder).sort()).toEqual(["m.pkl", "m.pkl.json", "z.pkl", "z.pkl.json"]);
    });
  });

  test("into a pipe or a device are given to it, and it stays what it is", () => {
    inFolder((folder) => {
      expect(shell(folder, "$CORNICHON scan m.pkl --quiet --output >(cat > got); sleep 0.3; cat got").out).toContain("safe");
      expect(shell(folder, "$CORNICHON convert m.pkl --output /dev/null && test -c /dev/null").code).toBe(0);
      expect(shell(folder, "$CORNICHON scan m.pkl --output /dev/full; test -c /dev/full").code).toBe(0);
      expect(shell(folder, "$CORNICHON scan m.pkl --output /dev/full").code).toBe(2);
      expect(shell(folder, "$CORNICHON scan m.pkl --quiet --output /dev/stdout > got; cat got").out).toContain("safe");
      expect(readdirSync(folder).sort()).toEqual(["got", "m.pkl"]);
    });
  });

  test("into a link that leads out, a folder, a missing folder are refused", () => {
    inFolder((folder) => {
      mkdirSync(join(folder, "d"));
      writeFileSync(join(folder, "theirs"), "theirs");
      mkdirSync(join(folder, "d", "in"));
      symlinkSync("../../theirs", join(folder, "d", "in", "link"));
      for (const output of ["d", "gone/x", "d/in/link", "m.pkl/x"])
        for (const command of ["scan", "convert"])
          expect(shell(folder, `$CORNICHON ${command} m.pkl --output ${output}`).code, output).toBe(2);
      expect(shell(folder, "$CORNICHON convert m.pkl --output-dir m.pkl").code).toBe(2);
      expect(readFileSync(join(folder, "theirs"), "utf8")).toBe("theirs");
      expect(readdirSync(folder).sort()).toEqual(["d", "m.pkl", "theirs"]);
      expect(readdirSync(join(folder, "d", "in"))).toEqual(["link"]);
    });
  });

  test("to a reader that went away end quietly, with the code that they would have", () => {
    inFolder((folder) => {
      writeFileSync(join(folder, "long.pkl"), LONG);
      writeFileSync(join(folder, "bad.pkl"), CODE);
      for (const [command, code] of [
        ["inspect long.pkl", 0],
        ["convert long.pkl", 0],
        ["scan bad.pkl long.pkl --format ndjson", 1],
        ["scan . --format json", 1],
        ["schema report", 0],
        ["scan --help", 0],
        ["--version", 0],
      ] as const)
        expect(
          shell(folder, `$CORNICHON ${command} 2> err | head -c 1; code=\${PIPESTATUS[0]}; grep -v ' artifacts: ' err; exit $code`),
          command,
        ).toEqual({
          code,
          out: expect.stringMatching(/^[\s\S]$/),
          err: "",
        });
    });
  });

  test("that are closed are no crash", () => {
    inFolder((folder) => {
      for (const closed of [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"]) {
        expect(shell(folder, `$CORNICHON scan m.pkl ${closed}`), closed).toMatchObject({ code: 0 });
        expect(shell(folder, `$CORNICHON scan gone ${closed}`), closed).toMatchObject({ code: 2 });
        expect(shell(folder, `$CORNICHON convert m.pkl --output got ${closed} && cat got`).out, closed).toContain("cornichon");
      }
    });
  });

  test("that are full are told", () => {
    inFolder((folder) => {
      const { code, err } = shell(folder, "$CORNICHON scan m.pkl > /dev/full");
      expect([code, err]).toEqual([2, "error: standard output could not be written: the disk is full (ENOSPC)\n"]);
      expect(shell(folder, "$CORNICHON scan m.pkl --output /dev/full").err).toBe(
        "error: /dev/full: the output could not be written: the disk is full (ENOSPC)\n",
      );
    });
  });

  test("of descriptors are written into them, and a sidecar is never put beside a device", () => {
    inFolder((folder) => {
      expect(shell(folder, "$CORNICHON scan m.pkl -q -o /dev/fd/3 3> got; cat got").out).toContain("safe");
      expect(shell(folder, "echo first > got; $CORNICHON scan m.pkl -q -o /dev/stdout >> got; cat got").out).toMatch(/^first\nsafe/);
      expect(shell(folder, "$CORNICHON scan m.pkl -q -o /dev/stderr").err).toMatch(/^safe/);
      expect(shell(folder, "$CORNICHON scan m.pkl -q -o /proc/self/fd/9").err).toMatch(/^error: .*no descriptor of that number/);
      const beside = shell(folder, `ln -s /dev/null null; $CORNICHON convert ${RIDGE} --arrays sidecar -o null`);
      expect([beside.code, beside.err]).toEqual([2, expect.stringContaining("no sidecar can stand beside it")]);
      expect(readdirSync(folder).sort()).toEqual(["got", "m.pkl", "null"]);
    });
  });

  test("of two runs at once into one folder are whole", () => {
    withFolder((folder) => {
      const convert = `$CORNICHON convert ${RIDGE} --output-dir out`;
      expect(shell(folder, `${convert} & first=$!; ${convert} & second=$!; wait $first && wait $second && ${convert}`).code).toBe(0);
      expect(readdirSync(join(folder, "out"))).toEqual(["ridge.joblib.json"]);
      expect(JSON.parse(readFileSync(join(folder, "out/ridge.joblib.json"), "utf8")).format).toBe("cornichon");
    });
  });
});

describe("limits and signals", () => {
  /** Takes no room on the disk, and minutes to hash. */
  const sparse = (folder: string): void => {
    writeFileSync(join(folder, "sparse.pkl"), GOOD);
    truncateSync(join(folder, "sparse.pkl"), 200 * 2 ** 30);
  };

  test.each(["scan", "inspect", "convert", "verify"])("%s looks at the length first", (command) => {
    inFolder((folder) => {
      sparse(folder);
      const { code, out, err } = shell(folder, `$CORNICHON ${command} sparse.pkl`);
      expect(code).toBe(2);
      expect(out + err).toContain("--max-bytes raises it");
      expect(shell(folder, `$CORNICHON ${command} --max-bytes 4 m.pkl`).code).toBe(2);
    });
  });

  test.each(["scan", "inspect"])("%s ends with --timeout while it hashes", (command) => {
    inFolder((folder) => {
      sparse(folder);
      const began = Date.now();
      const { code, out } = shell(folder, `$CORNICHON ${command} --max-bytes 1TiB --timeout 1 sparse.pkl`);
      expect(code).toBe(2);
      expect(out).toContain("limit.time");
      expect(Date.now() - began).toBeLessThan(15_000);
    });
  });

  const HELD = "--max-bytes 1TiB --timeout 1000 sparse.pkl";
  test.each([
    `scan ${HELD}`,
    `inspect ${HELD}`,
    `inspect ${HELD} --output got`,
    `convert ${HELD} --output got`,
    "scan -",
    "convert - --output got",
    "inspect -",
    "scan m.pkl --policy /dev/stdin",
    "predict -  --input m.pkl",
    `predict ${RIDGE} --input -`,
  ])("a signal ends at once: %s", (command) => {
    inFolder((folder) => {
      sparse(folder);
      for (const [signal, code] of [
        ["TERM", 143],
        ["INT", 130],
      ] as const) {
        const began = Date.now();
        // Standard input is open and silent.
        const script = `exec 9< <(exec sleep 20 2> /dev/null); timeout --preserve-status -k 8 -s ${signal} 1.5 $CORNICHON ${command} <&9`;
        const run = shell(folder, script);
        expect(Date.now() - began, signal).toBeLessThan(7000);
        expect(run.code, signal).toBe(code);
        expect(readdirSync(folder).sort(), signal).toEqual(["m.pkl", "sparse.pkl"]);
      }
    });
  });
});

test("the exit code of verify is the verdict's, not that of a name", () => {
  inFolder((folder) => {
    writeFileSync(join(folder, "x is dangerous.pkl"), "junk");
    writeFileSync(join(folder, "plain.pkl"), CODE);
    expect(cornichon(["verify", join(folder, "x is dangerous.pkl")]).code).toBe(2);
    expect(cornichon(["verify", join(folder, "plain.pkl")]).code).toBe(1);
  });
});
