# SPDX-License-Identifier: GPL-3.0-or-later
"""check_schema.py SCHEMA FILE...: prints for each file "valid" or what the schema finds wrong with it."""
import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        errors = sorted(validator.iter_errors(json.load(file)), key=str)
    print(errors[0].message.replace("\n", " ") if errors else "valid")
