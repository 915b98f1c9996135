// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/data_format.h"
#include "core/error/result.h"
#include "core/network/network.h"
#include "core/optimization/training_settings.h"
#include "core/program/weights.h"
#include "core/project/project.h"

namespace ligature {

class LayerType;
class ScheduleType;

/// What is exported: a variant's network (the twin, for the untied one) and its trained values; and how it is trained
/// and on what, for those systems that can go on training.
struct ExportRequest {
    std::string project_name;
    ArmId variant = tiedArm;
    Network network; ///< without repeats: each pass is spelled out
    Weights weights;
    TrainingSettings training = {};
    DataSource data = {};
    Attributes options = {}; ///< of the exporter; what is not listed has its default
    /// The project as it was drawn, where the network is its tied one: with its repeats, positions and description.
    std::optional<Project> drawn = {};
    std::filesystem::path data_folder = {}; ///< what relative paths of the data start from: the project's folder
};

/// One file of an export.
struct ExportedFile {
    std::string name; ///< "model.py"; in a folder it may have folders before it, with '/'
    std::string bytes;
};

/// A target: one file or folder of core/export/ and one line in its list; the dialog and the command line build
/// themselves from the list.
class Exporter {
public:
    virtual ~Exporter() = default;
    [[nodiscard]] virtual std::string name() const = 0;      ///< on the command line: "safetensors"
    [[nodiscard]] virtual std::string title() const = 0;     ///< "safetensors"
    [[nodiscard]] virtual std::string extension() const = 0; ///< ".safetensors"
    [[nodiscard]] virtual std::string help() const = 0;      ///< one sentence: what reads it and how the tie is kept
    [[nodiscard]] virtual std::vector<AttributeSpec> options() const { return {}; }
    /// The language of preview(), for its colours: "python", "javascript", "json", ...; empty: plain text.
    [[nodiscard]] virtual std::string language() const { return {}; }
    /// Whether the export is a folder of files where its path is named so.
    [[nodiscard]] virtual bool isFolder(const std::string& /*file_name*/) const { return false; }
    /// Whether a layer or view of that type can be taken there, for the table of what can.
    [[nodiscard]] virtual bool supportsLayer(const LayerType&) const { return true; }
    [[nodiscard]] virtual bool supportsView(const ViewType&) const { return true; }
    /// The same of a project's schedule; what does not train there takes all.
    [[nodiscard]] virtual bool supportsSchedule(const ScheduleType&) const { return true; }
    /// The export's files: first the one that is named as asked, then those that belong beside it ("model.safetensors"
    /// with "model.py"); for a folder, what it holds. An error names the layer or the tie that cannot be taken there.
    /// @param file_name without folders: "model.py"
    [[nodiscard]] virtual Result<std::vector<ExportedFile>> write(const ExportRequest& request,
                                                                  const std::string& file_name) const = 0;
    /// What the file will hold, for the dialog's preview: a header or the code's text. Fails as write() does.
    [[nodiscard]] virtual Result<std::string> preview(const ExportRequest& request) const = 0;
};

[[nodiscard]] std::span<const Exporter* const> exporters();
[[nodiscard]] const Exporter* findExporter(std::string_view name);

} // namespace ligature
