"""YAML files read by PyYAML's plain C loader, and nothing done with what they hold: `plain.py FILE…`."""

import sys
from pathlib import Path

import yaml

if __name__ == "__main__":
    for name in sys.argv[1:]:
        yaml.load(Path(name).read_bytes(), yaml.CSafeLoader)
