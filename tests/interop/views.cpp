// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/edits.h"
#include "core/project/examples.h"
#include "tests/interop/interop_case.h"

namespace ligature::interop {

namespace {

/// How the two layers of the tied autoencoder (64, 32, 64) read a parameter of that shape.
struct ReadOtherwise {
    const char* name;
    Shape shape;
    View encoder;
    View decoder;
};

/// 0, 0, 1, 1, ...: each of sixteen rows twice.
Shape inPairs()
{
    std::vector<std::int64_t> positions;
    for (std::int64_t i = 0; i < 32; ++i)
        positions.push_back(i / 2);
    return Shape(std::move(positions));
}

std::vector<ReadOtherwise> allReads()
{
    const std::string upper = "upper";
    const std::string blocks = "blocks";
    return {
        {"rows that are gathered",
         Shape{16, 64},
         {{"gather", {{"positions", inPairs()}}}},
         {{"transpose"}, {"gather", {{"axis", std::int64_t{-1}}, {"positions", inPairs()}}}}},
        {"triangles",
         Shape{32, 64},
         {{"mask", {{"diagonal", std::int64_t{20}}}}},
         {{"mask", {{"pattern", upper}, {"diagonal", std::int64_t{-3}}}}, {"transpose"}}},
        {"blocks",
         Shape{32, 64},
         {{"mask", {{"pattern", blocks}, {"blocks", std::int64_t{8}}}}},
         {{"transpose"}, {"mask", {{"pattern", blocks}, {"blocks", std::int64_t{4}}}}}},
    };
}

} // namespace

Result<std::vector<Sample>> viewSamples()
{
    std::vector<Sample> samples;
    for (const ReadOtherwise& read : allReads()) {
        Result<Project> project = loadExample("tied-autoencoder-digits");
        if (!project)
            return tl::unexpected<Error>(project.error());
        project->name = read.name;
        Network& network = project->network;
        for (auto& [slot, tie] : network.ties) {
            if (slot.slot != "weight")
                continue;
            network.parameters.at(tie.parameter).shape = read.shape;
            tie.view = tie.view.empty() ? read.encoder : read.decoder;
        }
        Result<Sample> sample = sampleOf(read.name, *project, {});
        if (!sample)
            return tl::unexpected<Error>(sample.error());
        samples.push_back(std::move(*sample));
    }
    return samples;
}

} // namespace ligature::interop
