// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <CLI/App.hpp>

#include "core/error/result.h"

/// The exit codes are a contract with scripts: 0 done, 1 the work failed, 2 the call or the input is wrong. A training
/// that a signal stopped gives 128 and the signal's number, as shells do.
namespace ligature::cli {

inline constexpr int exitDone = 0;
inline constexpr int exitWorkFailed = 1;
inline constexpr int exitInputWrong = 2;

/// A verb of ligature-cli: its command with its options, and what it does once they are read. It prints what was asked
/// for on standard output; the exit code, or the error, is its result.
struct Verb {
    CLI::App* command = nullptr;
    std::function<Result<int>()> run;
};

/// Of an error in a network the file that the network is in, too.
[[nodiscard]] inline Error inFile(Error error, const std::string& file)
{
    error.where = error.where.empty() ? file : file + ", " + error.where;
    return error;
}

// Each adds its command to the program; one file a verb.
Verb addInfo(CLI::App& program);
Verb addTrain(CLI::App& program);
Verb addCompare(CLI::App& program);
Verb addEvaluate(CLI::App& program);
Verb addPredict(CLI::App& program);
Verb addExport(CLI::App& program);
Verb addImport(CLI::App& program);
Verb addCheck(CLI::App& program);
Verb addExamples(CLI::App& program);

} // namespace ligature::cli
