// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace ligature {

/// Who has to act: the caller (exit code 2 of ligature-cli) or the machine (exit code 1).
enum class ErrorKind {
    Input, ///< the call, the file or the network is wrong
    Work,  ///< the work failed: a full disk, no memory, a loss that is not finite
};

/// What went wrong, where, and how to mend it. Errors are values; exceptions are for programming errors.
struct Error {
    std::string where; ///< the file and the place in it ("data.csv, line 3, column 2"), or the layer's name
    std::string what;  ///< one sentence without its full stop: what is wrong
    std::string mend;  ///< one sentence without its full stop: what the user can do; may be empty
    ErrorKind kind = ErrorKind::Input;

    /// "where: what; mend", on one line, as ligature-cli prints it and a dialog shows it.
    [[nodiscard]] std::string oneLine() const;

    bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning an error out of a function that gives a Result.
[[nodiscard]] inline tl::unexpected<Error> fail(std::string where, std::string what, std::string mend = {},
                                                ErrorKind kind = ErrorKind::Input)
{
    return tl::unexpected<Error>(Error{std::move(where), std::move(what), std::move(mend), kind});
}

} // namespace ligature
