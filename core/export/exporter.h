// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/error/result.h"
#include "core/network/network.h"
#include "core/program/weights.h"
#include "core/training/training_settings.h"

namespace ligature {

/// What is exported: a variant's network (the twin, for the untied one) and its trained values.
struct ExportRequest {
    std::string project_name;
    Variant variant = Variant::Tied;
    Network network;
    Weights weights;
};

/// A target: one file of core/export/ and one line in its list; the dialog and the command line build themselves from
/// the list.
class Exporter {
public:
    virtual ~Exporter() = default;
    [[nodiscard]] virtual std::string name() const = 0;      ///< on the command line: "safetensors"
    [[nodiscard]] virtual std::string title() const = 0;     ///< "safetensors"
    [[nodiscard]] virtual std::string extension() const = 0; ///< ".safetensors"
    [[nodiscard]] virtual std::string help() const = 0;      ///< one sentence: what reads it and how the tie is kept
    /// The file's bytes.
    [[nodiscard]] virtual Result<std::string> write(const ExportRequest& request) const = 0;
    /// What the file will hold, for the dialog's preview: a header or the code's text.
    [[nodiscard]] virtual std::string preview(const ExportRequest& request) const = 0;
};

[[nodiscard]] std::span<const Exporter* const> exporters();
[[nodiscard]] const Exporter* findExporter(std::string_view name);

} // namespace ligature
