"""One peer over a list of files: prints {"file", "answer"} a line, answer = passed | refused | unread | crashed.

usage: python peers.py PEER < list-of-files      (picklescan, picklescan-strict, modelscan, fickling, hayward)

Only the peers' static scans are called; nothing here loads a pickle. The last line is {"seconds", "rss"} of the scans alone:
imports are not counted. Answers follow each tool's own exit code: what it would let through a gate is "passed".
"""
import json
import os
import resource
import subprocess
import sys
import time


def picklescan(strict):
    from picklescan.scanner import SafetyLevel, scan_file_path

    def answer(path):
        result = scan_file_path(path)
        if result.infected_files > 0:
            return "refused"
        if strict and any(g.safety != SafetyLevel.Innocuous for g in result.globals):
            return "refused"
        return "unread" if result.scan_err else "passed"
    return answer


def modelscan():
    from modelscan.modelscan import ModelScan

    def answer(path):
        found = ModelScan().scan(path)
        if found["summary"]["total_issues"] > 0:
            return "refused"
        return "unread" if found["errors"] or found["summary"]["scanned"]["total_scanned"] == 0 else "passed"
    return answer


def fickling():
    from fickling.analysis import Severity, check_safety
    from fickling.fickle import StackedPickle

    def answer(path):
        with open(path, "rb") as file:
            parts = list(StackedPickle.load(file))
        if not parts:
            return "unread"
        return "passed" if all(check_safety(part).severity <= Severity.LIKELY_SAFE for part in parts) else "refused"
    return answer


def hayward(paths):
    """One run over all files: its report lists what it found and what it could not read, by file."""
    command = os.path.join(os.path.dirname(sys.executable), "hayward")
    done = subprocess.run([command, "scan", "-f", "json"] + paths, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    report = json.loads(done.stdout.decode("utf-8"))
    bad = set(f["file"] for f in report["findings"] if f["severity"] in ("critical", "high"))
    gaps = [gap if isinstance(gap, str) else json.dumps(gap) for gap in report["coverage_gaps"]]
    unread = set(path for path in paths if any(path in gap for gap in gaps))
    return lambda path: "refused" if path in bad else "unread" if path in unread else "passed"


PEERS = {"picklescan": lambda: picklescan(False), "picklescan-strict": lambda: picklescan(True), "modelscan": modelscan,
         "fickling": fickling}


def main():
    paths = [line.rstrip("\n") for line in sys.stdin]
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a tool prints is not our report
    answer = None if sys.argv[1] == "hayward" else PEERS[sys.argv[1]]()
    began = time.time()
    answer = answer or hayward(paths)
    for path in paths:
        try:
            said = answer(path)
        except KeyboardInterrupt:
            raise
        except BaseException:
            said = "crashed"
        out.write(json.dumps({"file": path, "answer": said}) + "\n")
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    out.write(json.dumps({"seconds": time.time() - began, "rss": most / 1024.0}) + "\n")
    out.close()


main()
