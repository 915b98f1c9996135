# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses a file of Python and prints as JSON: its documentation, its classes, the attributes that __init__ sets in the
last class, and TENSORS."""
import ast
import json
import sys

module = ast.parse(open(sys.argv[1], encoding="utf-8").read())
classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
start = next(node for node in classes[-1].body if isinstance(node, ast.FunctionDef) and node.name == "__init__")
targets = [target for node in start.body if isinstance(node, ast.Assign) for target in node.targets]
tensors = next(node for node in module.body if isinstance(node, ast.Assign) and node.targets[0].id == "TENSORS")
print(json.dumps({
    "documentation": ast.get_docstring(module, clean=False),
    "classes": [node.name for node in classes],
    "attributes": [target.attr for target in targets if isinstance(target, ast.Attribute)],
    "tensors": {name: list(shape) for name, shape in ast.literal_eval(tensors.value).items()},
}))
