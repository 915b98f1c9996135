#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py FOLDER: compiles the C++ exports of all cases with g++ and clang++ as strictly as they can, runs them, and
holds them against Ligature; see ../README.md."""

import array
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
COMPILERS = ("g++", "clang++")
FLAGS = ["-std=c++17", "-O1", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wsign-conversion",
         "-Wold-style-cast", "-Werror"]
# Files that do not hold what the model expects, and what is said of them.
DAMAGES = (
    (lambda whole, length: b"", "ends before"),
    (lambda whole, length: whole[:8 + length // 2], "ends before"),
    (lambda whole, length: changed(whole, length, r"^\{", "["), "header is damaged"),
    (lambda whole, length: changed(whole, length, r"$", "x"), "header is damaged"),
    (lambda whole, length: whole[:-4], "says wrongly where"),
    (lambda whole, length: changed(whole, length, '"F32"', '"F64"'), "as F64"),
    (lambda whole, length: changed(whole, length, r'"shape":\[', '"shape":[1,'), "in another shape"),
    (lambda whole, length: changed(whole, length, r'"([^"]*)":\{"dtype"', r'"\1?":{"dtype"'), "has no tensor"),
)


def changed(whole, length, pattern, replacement):
    header = re.sub(pattern, replacement, whole[8:8 + length].decode().rstrip(), count=1).encode()
    return struct.pack("<Q", len(header)) + header + whole[8 + length:]


def prepare(folder, case):
    """What the program reads of a case."""
    for name in ("features", "targets"):
        (folder / f"{name}.bin").write_bytes(array.array("f", case[name]).tobytes())
    whole = (folder / "model.safetensors").read_bytes()
    length, = struct.unpack("<Q", whole[:8])
    for i, (damage, _) in enumerate(DAMAGES if case["parameter_count"] else ()):
        (folder / f"damaged{i}.safetensors").write_bytes(damage(whole, length))


def program(cases):
    """All cases in one translation unit, each header in its own namespace; their calls in functions of their own."""
    lines, calls = [f'#include "{HERE / "driver.hpp"}"'], []
    for folder, case in cases:
        header = folder / case["file"]
        lines.append(f'#include "{header}"')
        namespace = re.search(r"^namespace (\w+) \{$", header.read_text(encoding="utf-8"), re.MULTILINE).group(1)
        names = [f"output{i}" for i in range(len(case["outputs"]))]
        count = len(DAMAGES) if case["parameter_count"] else 0
        values = ", ".join(f"{name}.values()" for name in names)
        calls.append(f'    run<{namespace}::Model>("{folder}", {case["batch"]}, {count}, [](const auto& outputs) {{\n'
                     f'        const auto& [{", ".join(names)}] = outputs;\n'
                     f'        return std::vector<Numbers>{{{values}}};\n    }});')
    return "\n".join([*lines, "", "int main()", "{", *calls, "}", ""])


def difference(what, values, expected):
    """The place where values are farther apart than 1e-5 of the largest, told; or nothing."""
    if len(values) != len(expected):
        return f"{what} has {len(values)} numbers, not {len(expected)}"
    largest = max([1.0, *map(abs, expected)])
    for i, (value, wanted) in enumerate(zip(values, expected)):
        if not abs(value - wanted) <= 1e-5 * largest:  # So written that NaN is wrong.
            return f"{what}[{i}] is {value}, not {wanted}"
    return None


def wrong(folder, case):
    """What is wrong with what the program wrote; or nothing."""
    told = (folder / "result.txt").read_text(encoding="utf-8").splitlines()
    if len(told) != 3:
        return "; ".join(told)
    values = array.array("f", (folder / "result.bin").read_bytes())
    expected = [value for output in case["outputs"] for value in output["values"]]
    apart = difference("what it predicts", values, expected) or difference("the loss", [float(told[0])], [case["loss"]])
    if apart:
        return apart
    if int(told[1]) != case["parameter_count"]:
        return f"it has {told[1]} parameters, not {case['parameter_count']}"
    if int(told[2]) > 1:
        return f"its parameters have {told[2]} buffers"
    refusals = (folder / "refusals.txt").read_text(encoding="utf-8").splitlines()
    for refusal, (_, reason) in zip(refusals, DAMAGES):
        if reason not in refusal:
            return f'a damaged file gives "{refusal}", not "{reason}"'
    return None


def main():
    compilers = [compiler for compiler in COMPILERS if shutil.which(compiler)]
    for missing in sorted({*COMPILERS} - {*compilers}):
        print(f"SKIPPED: there is no {missing} here; ./dev test installs it")
        if os.environ.get("CI"):
            return 1
    if not compilers:
        return 77
    root = pathlib.Path(sys.argv[1]).resolve()
    cases = [(folder, json.loads((folder / "case.json").read_text(encoding="utf-8")))
             for folder in sorted(root.iterdir(), key=lambda folder: folder.name.zfill(9)) if folder.is_dir()]
    cases = [(folder, case) for folder, case in cases if "refused" not in case]
    for folder, case in cases:
        prepare(folder, case)
    source = root / "main.cpp"
    source.write_text(program(cases), encoding="utf-8")
    compilations = {compiler: subprocess.Popen([compiler, *FLAGS, str(source), "-o", str(root / f"main-{compiler}")],
                                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                    for compiler in compilers}
    passed = failed = 0
    for compiler, compilation in compilations.items():
        output, _ = compilation.communicate()
        if compilation.returncode:
            print(f"{compiler}: {output[:4000]}")
            failed += len(cases)
            continue
        for folder, _ in cases:
            for name in ("result.txt", "result.bin", "refusals.txt"):
                (folder / name).unlink(missing_ok=True)
        status = subprocess.run([str(root / f"main-{compiler}")], check=False).returncode
        if status:
            print(f"{compiler}: the program ends with {status}")
        for folder, case in cases:
            fault = wrong(folder, case) if (folder / "result.txt").exists() else "it does not run"
            if fault:
                print(f"{compiler}, {case['name']} ({folder.name}): {fault}")
            passed += not fault
            failed += bool(fault)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
