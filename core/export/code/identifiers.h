// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace ligature {

/// Gives out names for exported code that people recognise: "encoder" stays, "Dense 1" becomes "dense_1", "2nd" becomes
/// "_2nd" or what the language asks for. No name is given twice, none is a reserved word.
class Identifiers {
public:
    /// @param reserved the language's words, and the names that the code defines itself
    /// @param before_digit what a name begins with that would begin with a digit or '_'
    /// @param longest how many characters a name may have
    explicit Identifiers(std::span<const std::string_view> reserved, std::string before_digit = "n",
                         std::size_t longest = 1000);

    /// A free name as near to the wish as the language lets it be: ASCII letters, digits and '_', small letters kept as
    /// they are.
    [[nodiscard]] std::string take(std::string_view wish);
    /// Keeps a name from being given out.
    void reserve(std::string_view name) { m_taken.insert(std::string(name)); }

private:
    std::string m_before_digit;
    std::size_t m_longest;
    std::set<std::string> m_taken;
};

/// The words of a name with a capital each, for a class: "Tied autoencoder on digits" -> "TiedAutoencoderOnDigits".
[[nodiscard]] std::string classIdentifier(std::string_view wish);

} // namespace ligature
