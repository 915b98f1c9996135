// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_identity.h"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include <Eigen/Core>
#include <openssl/evp.h>

#include "core/data/identity.h"
#include "core/project/network_json.h"
#include "core/project/project_file.h"

namespace ligature {

namespace {

constexpr std::size_t keyDigits = 32;

class Sha256 {
public:
    Sha256() : m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free)
    {
        if (!m_context || EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) != 1)
            throw std::bad_alloc();
    }

    void add(const void* bytes, std::size_t size)
    {
        if (EVP_DigestUpdate(m_context.get(), bytes, size) != 1)
            throw std::runtime_error("SHA-256 failed");
    }
    /// With its length, so that no two lists of texts are alike.
    void add(std::string_view text)
    {
        add(static_cast<std::int64_t>(text.size()));
        add(text.data(), text.size());
    }
    void add(std::int64_t number) { add(&number, sizeof number); }
    void add(const std::vector<std::string>& texts)
    {
        add(static_cast<std::int64_t>(texts.size()));
        for (const std::string& text : texts)
            add(std::string_view(text));
    }

    [[nodiscard]] std::string hexadecimal()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        unsigned size = 0;
        if (EVP_DigestFinal_ex(m_context.get(), bytes.data(), &size) != 1)
            throw std::runtime_error("SHA-256 failed");
        constexpr std::string_view digits = "0123456789abcdef";
        std::string text;
        for (unsigned i = 0; i < size; ++i) {
            text += digits[bytes.at(i) >> 4U];
            text += digits[bytes.at(i) & 15U];
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> m_context;
};

} // namespace

std::string hashOf(const Dataset& dataset)
{
    Sha256 hash;
    const DataIdentity identity = identityOf(dataset);
    hash.add(identity.features);
    hash.add(identity.targets);
    hash.add(identity.classes);
    hash.add(std::string_view(identity.scaling));
    hash.add(dataset.sample_count);
    for (const Shape* const shape : {&dataset.feature_shape, &dataset.target_shape})
        hash.add(std::string_view(shape->toString()));
    hash.add(static_cast<std::int64_t>(dataset.target_kind));
    hash.add(dataset.features.data(), dataset.features.size() * sizeof(float));
    hash.add(dataset.targets.data(), dataset.targets.size() * sizeof(float));
    if (!dataset.groups.empty()) // Without them it is the hash of earlier versions.
        hash.add(dataset.groups.data(), dataset.groups.size() * sizeof(std::int32_t));
    return hash.hexadecimal();
}

ArmIdentity armIdentity(const CompiledArm& arm, const CompiledProject& project)
{
    Sha256 hash;
    Network trained = arm.made.network;
    trained.arms.clear();
    hash.add(std::string_view(networkToJson(trained).dump()));
    // Copies of one parameter are pulled together by what they are copies of; each starts from what its view reads of
    // that one's draw.
    Network sources;
    for (const GraphParameter& drawn : project.graph.parameters) {
        const bool is_read = std::ranges::any_of(
            arm.made.sources, [&drawn](const auto& source) { return source.second.parameter == drawn.id; });
        if (!is_read)
            continue;
        Parameter& parameter = sources.parameters[drawn.id];
        parameter.shape = drawn.shape;
        parameter.initializer = drawn.initializer;
        parameter.first_draw = drawn.first_draw;
        hash.add(drawn.fans.fan_in);
        hash.add(drawn.fans.fan_out);
    }
    for (const auto& [id, source] : arm.made.sources)
        sources.ties[Slot{LayerId{id.value}, {}}] = {source.parameter, source.view};
    hash.add(std::string_view(networkToJson(sources).dump()));
    hash.add(static_cast<std::int64_t>(arm.made.is_soft));
    return {hash.hexadecimal(), arm.made.is_soft};
}

std::string runKey(const ArmId& arm, const ArmIdentity& network, const TrainingSettings& settings,
                   std::string_view data_hash)
{
    Project bare;
    bare.training = settings;
    bare.training.arms = {arm};
    if (!network.is_soft)
        bare.training.soft_tie = TrainingSettings().soft_tie;
    Sha256 hash;
    hash.add(programVersion());
    hash.add(sourceHash());
    // Another compiler, or another processor's instructions, rounds otherwise.
    hash.add(std::string_view(__VERSION__));
    hash.add(std::string_view(Eigen::SimdInstructionSetsInUse()));
    hash.add(data_hash);
    hash.add(std::string_view(network.hash));
    hash.add(std::string_view(writeProject(bare)));
    return hash.hexadecimal().substr(0, keyDigits);
}

} // namespace ligature
