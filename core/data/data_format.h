// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/data/dataset.h"
#include "core/data/identity.h"
#include "core/data/load_context.h"
#include "core/error/result.h"

namespace ligature {

/// Where a project's data comes from, as the project file holds it: a format's name and its options, and what is done
/// to the values.
struct DataSource {
    std::string format = "digits";
    Attributes options = {};
    std::string scaling = "none"; ///< "none", "standardize" or "unit_range"; see scaling.h
    bool operator==(const DataSource&) const = default;
};

/// A class and how many samples are of it.
struct PreviewClass {
    std::string name;
    std::uint64_t count = 0;
};

/// A sample that is a picture: grey levels row by row from 0 (the least of all shown) to 255.
struct PreviewImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> levels;
    std::string label; ///< its class; may be empty
};

/// The first rows as text, for a preview before anything is loaded.
struct DataPreview {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::string note;                       ///< "1,797 samples of 8 × 8, 10 classes"
    std::vector<ColumnRole> roles = {};     ///< of each column of a table whose columns can be assigned, else empty
    std::vector<std::string> names = {};    ///< of those, as their options name them
    std::vector<PreviewClass> classes = {}; ///< how often each comes, where that is known
    std::vector<PreviewImage> images = {};  ///< of samples that are pictures, the first ones
};

/// A kind of data: one file of core/data/ and one line in its list. Loading checks every size that a file claims
/// against what the file holds before it allocates. Thread-safe.
class DataFormat {
public:
    virtual ~DataFormat() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< "csv"
    [[nodiscard]] virtual std::string title() const = 0; ///< "CSV file"
    [[nodiscard]] virtual std::string help() const = 0;  ///< for an embedded one with source and licence
    [[nodiscard]] virtual std::vector<AttributeSpec> options() const { return {}; }
    /// Whether a file is of this format, by its name; never for an embedded one.
    [[nodiscard]] virtual bool matches(const std::filesystem::path& file) const;
    /// Whether it can read a file that another format claims by its name: a text may be a .txt. For a project whose
    /// data are already of this format.
    [[nodiscard]] virtual bool accepts(const std::filesystem::path& file) const { return matches(file); }
    /// The options that read this file, all else by default; for a file that matches.
    [[nodiscard]] virtual Attributes optionsFor(const std::filesystem::path& file) const;
    /// For a file dialog: "CSV (*.csv *.tsv)"; empty for an embedded one.
    [[nodiscard]] virtual std::string fileFilter() const { return {}; }
    /// @param options complete and valid
    [[nodiscard]] virtual Result<Dataset> load(const Attributes& options, const LoadContext& context) const = 0;
    /// The options with which a column of a table has that role.
    /// @param names of all columns, as a preview gives them
    [[nodiscard]] virtual Attributes withRole(const Attributes& options, const std::vector<std::string>& names,
                                              std::size_t column, ColumnRole role) const;
    /// The options that ignore a feature column, too; of a table alone, by its name as Dataset::feature_columns has it.
    [[nodiscard]] virtual Attributes without(const Attributes& options, const std::string& column) const;
    /// The options that read the same features without targets, for predictions; the same where it cannot.
    [[nodiscard]] virtual Attributes withoutTargets(const Attributes& options) const;
    /// At most `rows` of them. The default loads and shows the first.
    [[nodiscard]] virtual Result<DataPreview> preview(const Attributes& options, const LoadContext& context,
                                                      int rows) const;
};

/// All of them, in the order in which people read them.
[[nodiscard]] std::span<const DataFormat* const> dataFormats();
[[nodiscard]] const DataFormat* findDataFormat(std::string_view name);

/// Loads and scales. An error names the file and the place in it. A relative path starts from the
/// context's folder.
[[nodiscard]] Result<Dataset> loadDataset(const DataSource& source, const LoadContext& context);

/// Loads data for a network that was trained on others, which may be of another file: made alike (see conform.h) and
/// scaled by what was found of those, so that a value means the same. Where that is not known, by what is found of
/// these, with a remark.
[[nodiscard]] Result<Dataset> loadDatasetLike(const DataIdentity& trained, const DataSource& source,
                                              const LoadContext& context);

/// The source that reads a file given by path alone: its format by the file's name, all else by default (an IDX images
/// file finds its labels file beside it). A relative path starts from the working directory and is made absolute.
[[nodiscard]] Result<DataSource> dataSourceFor(const std::filesystem::path& file);

} // namespace ligature
