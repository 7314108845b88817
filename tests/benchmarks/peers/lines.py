"""Every line of a journal read as JSON, and nothing done with it: `lines.py FILE` prints the seconds."""

import json
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    began = time.perf_counter()
    for line in Path(sys.argv[1]).read_bytes().splitlines():
        json.loads(line)
    print(time.perf_counter() - began)
