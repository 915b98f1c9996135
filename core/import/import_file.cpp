// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/import_file.h"

#include <algorithm>
#include <cctype>

#include "core/files/atomic_file.h"
#include "core/memory/memory_limit.h"
#include "core/network/repeat.h"
#include "core/numpy/npz.h"
#include "core/program/lower.h"

namespace ligature {

namespace {

constexpr std::uintmax_t largestFile = std::uintmax_t{64} << 30;
/// The file's bytes, its tensors, and the values on their way to the network, of a model as its parser holds them too.
constexpr std::uintmax_t copiesHeld = 4;

} // namespace

std::string importFileFilter()
{
    return "Models and weights (*.onnx *.safetensors *.npz)";
}

Result<ImportFile> readImportFile(const std::filesystem::path& file)
{
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (ending == ".pt" || ending == ".pth" || ending == ".bin" || ending == ".ckpt" || ending == ".pkl")
        return fail(file.string(), "values that torch.save or pickle wrote can be read by Python alone",
                    "save them with safetensors.torch.save_file, or the model with torch.onnx.export");
    if (ending == ".h5" || ending == ".keras" || ending == ".npy")
        return fail(file.string(), "its name does not end as what can be imported",
                    "save the weights by their names with numpy.savez");
    if (ending != ".onnx" && ending != ".safetensors" && ending != ".npz")
        return fail(file.string(), "its name does not end as what can be imported",
                    "choose a .onnx, .safetensors or .npz file");
    // What cannot be read at all is told by reading it.
    std::error_code unknown;
    const std::uintmax_t size = std::filesystem::file_size(file, unknown);
    if (!unknown && size <= largestFile) {
        if (const auto enough = checkMemory(copiesHeld * size, file.string(), "close other programs"); !enough)
            return tl::unexpected(enough.error());
    }
    const Result<std::string> bytes = readFile(file, largestFile);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (ending == ".onnx")
        return importOnnx(*bytes, file.string()).map([](ImportedModel&& model) {
            return ImportFile(std::move(model));
        });
    Result<std::vector<NamedTensor>> tensors =
        ending == ".npz" ? decodeNpz(*bytes, file.string())
                         : decodeSafetensors(*bytes, file.string()).map([](SafetensorsFile&& read) {
                               return std::move(read.tensors);
                           });
    if (!tensors)
        return tl::unexpected(tensors.error());
    return ImportFile(WeightFile{std::move(*tensors)});
}

Result<WeightMapping> mapWeights(const Project& project, const WeightFile& file)
{
    const Network network = expand(project.network).network;
    const Result<OperationGraph> graph = lower(network);
    if (!graph)
        return tl::unexpected(graph.error());
    return mapWeights(network, *graph, file.tensors);
}

} // namespace ligature
