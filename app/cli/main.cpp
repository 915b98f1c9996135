// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "app/cli/verb.h"

namespace {

using namespace ligature;
using namespace ligature::cli;

int report(std::string message, int code)
{
    std::replace(message.begin(), message.end(), '\n', ' ');
    std::cout.flush();
    std::cerr << "ligature-cli: " << message << std::endl;
    return code;
}

/// What is left for going back and for a message where there is no more memory: destructors of JSON values need some.
void* g_reserve = nullptr;
constexpr std::size_t reserveBytes = 256 << 10;

void giveReserve()
{
    if (g_reserve == nullptr)
        throw std::bad_alloc();
    std::free(std::exchange(g_reserve, nullptr));
}

/// Without a string, for which there may not be the memory either.
int reportNoMemory()
{
    std::cout.flush();
    std::cerr << "ligature-cli: there is not enough memory" << std::endl;
    return exitWorkFailed;
}

/// No option means anything by an empty value, least of all the folder that the call is made in.
void refuseEmptyValues(CLI::App& command)
{
    const CLI::Validator filled(
        [](const std::string& value) { return value.empty() ? "its value is empty" : std::string(); }, "");
    for (CLI::Option* const option : command.get_options()) {
        if (option->get_items_expected_max() > 0)
            option->check(filled);
    }
}

int run(const Verb& verb)
{
    const Result<int> code = verb.run();
    if (!code)
        return report(code.error().oneLine(), code.error().kind == ErrorKind::Input ? exitInputWrong : exitWorkFailed);
    if (!std::cout.flush())
        return report("standard output: it could not be written to in whole", exitWorkFailed);
    return *code;
}

std::string parseMessage(const CLI::App& program, const CLI::ParseError& error, int argc, char** argv)
{
    const auto chosen = program.get_subcommands();
    if (!chosen.empty())
        return std::string(error.what()) + "; ligature-cli " + chosen.front()->get_name() + " --help tells the options";
    const std::string what = argc > 1 ? std::string(argv[1]) + ": there is no such verb" : "a verb is missing";
    return what + "; ligature-cli --help tells them";
}

int runProgram(int argc, char** argv)
{
    CLI::App program("Ligature without a display: trains networks with shared weights beside their untied twins.",
                     "ligature-cli");
    program.set_version_flag("--version", "ligature-cli " LIGATURE_VERSION);
    program.require_subcommand(1);
    program.get_formatter()->label("SUBCOMMAND", "VERB ...");
    program.footer("ligature-cli VERB --help tells a verb's options. Exit codes: 0 done, 1 the work failed, 2 the call "
                   "or the input is wrong.");
    const std::vector<Verb> verbs = {addInfo(program),     addTrain(program),   addCompare(program),
                                     addEvaluate(program), addPredict(program), addExport(program),
                                     addImport(program),   addCheck(program),   addExamples(program)};
    for (const Verb& verb : verbs) {
        verb.command->group("Verbs");
        refuseEmptyValues(*verb.command);
    }
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0)
            return program.exit(error);
        return report(parseMessage(program, error, argc, argv), exitInputWrong);
    }
    const auto chosen =
        std::find_if(verbs.begin(), verbs.end(), [](const Verb& verb) { return verb.command->parsed(); });
    return run(*chosen);
}

} // namespace

int main(int argc, char** argv)
{
    g_reserve = std::malloc(reserveBytes);
    std::set_new_handler(giveReserve);
    try {
        return runProgram(argc, argv);
    } catch (const std::bad_alloc&) {
        return reportNoMemory();
    } catch (const std::length_error&) {
        return reportNoMemory();
    } catch (const std::exception& error) {
        return report(std::string("a fault of the program: ") + error.what(), exitWorkFailed);
    }
}
