"""Runs a command in a terminal of 80 columns and prints what that shows as JSON: output, exit code, and the milliseconds
from the first key to the end. Keys are typed when the output holds a text."""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

told = json.loads(sys.argv[1])
pid, fd = pty.fork()
if pid == 0:
    os.chdir(told["folder"])
    time.sleep(0.1)
    os.execvpe(told["command"][0], told["command"], told["env"])
# A key that interrupts makes a terminal drop what is written and not yet read: what a command wrote is what is asked here.
modes = termios.tcgetattr(fd)
modes[3] |= termios.NOFLSH
termios.tcsetattr(fd, termios.TCSANOW, modes)
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, told["columns"], 0, 0))
out = b""
typed = None
keys = list(told["keys"])
end = time.time() + 60
while time.time() < end:
    if keys and keys[0][0].encode() in out:
        os.write(fd, keys.pop(0)[1].encode())
        typed = typed or time.time()
    if not select.select([fd], [], [], 0.005)[0]:
        continue
    try:
        piece = os.read(fd, 65536)
    except OSError:
        break
    if not piece:
        break
    out += piece
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
took = None if typed is None else round(1000 * (time.time() - typed))
print(json.dumps({"out": out.decode("utf8", "replace"), "code": code, "took": took}))
