// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ligature {

struct ExpressionSpelling;

/// A file of a language's folder in core/export/, as it is embedded.
struct CodeFile {
    std::string_view path; ///< without its ending: "layers/dense"
    std::string_view text;
};

/// How a language that shares another's files says it, where it says it otherwise: "ops.mean(" is "tf.reduce_mean(".
struct CodePhrase {
    std::string_view theirs;
    std::string_view own;
};

/// A function that exported code calls: one file in the target language, in layers/, views/ or schedules/ under the
/// type's name, or in support/. Its parameters say what it is given: see plan.h. Its first lines may be comments that
/// are not exported: the licence, and "needs: support/strides, layers/softmax", what it calls.
struct CodeFunction {
    std::string path;                    ///< "layers/dense"
    std::string name;                    ///< as the file defines it: "dense"
    std::vector<std::string> parameters; ///< "input", "weight", "bias"
    std::vector<std::string> needs;
    std::string text; ///< without the head
};

/// What a language's folder holds: which layers and views can be taken there is which files it has.
class FunctionLibrary {
public:
    /// @param spelling where it is given, layers that are one expression and have no file have a function too
    /// @param phrases are put for those of the language whose files it shares, one after the other
    explicit FunctionLibrary(std::span<const CodeFile> files, const ExpressionSpelling* spelling = nullptr,
                             std::span<const CodePhrase> phrases = {});

    [[nodiscard]] const CodeFunction* layer(std::string_view type) const { return find("layers/" + std::string(type)); }
    [[nodiscard]] const CodeFunction* view(std::string_view type) const { return find("views/" + std::string(type)); }
    [[nodiscard]] const CodeFunction* schedule(std::string_view type) const
    {
        return find("schedules/" + std::string(type));
    }
    /// Of any path, "support/strides"; null where there is none.
    [[nodiscard]] const CodeFunction* find(const std::string& path) const;
    [[nodiscard]] const std::map<std::string, CodeFunction>& functions() const { return m_functions; }

    /// These and all that they need, each once and after what it needs.
    /// @throw std::logic_error where one needs a file that is not there
    [[nodiscard]] std::vector<const CodeFunction*> withNeeds(std::span<const CodeFunction* const> wanted) const;

private:
    void add(const CodeFile& file);

    std::map<std::string, CodeFunction> m_functions;
};

/// The functions' texts, one after the other with an empty line between.
[[nodiscard]] std::string textOf(std::span<const CodeFunction* const> functions);

} // namespace ligature
