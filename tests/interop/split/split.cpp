// SPDX-License-Identifier: GPL-3.0-or-later
// ligature-split: reads one JSON object a line from standard input ({"classes": [...], "groups": [...], "split",
// "folds", "fold", "validation_fraction", "test_fraction", "training_fraction", "seed"}), and writes the parts of each.
// For scripts that split the same samples otherwise.
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "core/training/split.h"

int main()
{
    using namespace ligature;
    std::string line;
    while (std::getline(std::cin, line)) {
        const auto asked = nlohmann::json::parse(line);
        const auto classes = asked["classes"].get<std::vector<float>>();
        const auto groups = asked["groups"].get<std::vector<std::int32_t>>();
        SampleFacts facts(std::ssize(classes));
        facts.classes = classes;
        facts.groups = groups;
        TrainingSettings settings;
        settings.split = asked["split"];
        settings.folds = asked["folds"];
        settings.fold = asked["fold"];
        settings.validation_fraction = asked["validation_fraction"];
        settings.test_fraction = asked["test_fraction"];
        settings.training_fraction = asked["training_fraction"];
        settings.seed = asked["seed"];
        const Split split = splitOf(facts, settings);
        std::cout << nlohmann::json{{"training", split.training},
                                    {"validation", split.validation},
                                    {"test", split.test}}
                  << '\n';
    }
    return 0;
}
