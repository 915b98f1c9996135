// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/examples.h"

#include <algorithm>
#include <array>

#include "core/project/project_file.h"
#include "resources/embedded.h"

LIGATURE_EMBEDDED(example_tied_autoencoder_digits)
LIGATURE_EMBEDDED(example_tied_autoencoder_fashion)
LIGATURE_EMBEDDED(example_tied_embedding_language_model)
LIGATURE_EMBEDDED(example_albert_style_encoder)
LIGATURE_EMBEDDED(example_unrolled_rnn)
LIGATURE_EMBEDDED(example_shared_dense)
LIGATURE_EMBEDDED(example_shared_scale)
LIGATURE_EMBEDDED(example_siamese_digits)
LIGATURE_EMBEDDED(example_multi_task_digits)
LIGATURE_EMBEDDED(example_cnn_shared_kernels)
LIGATURE_EMBEDDED(example_rotation_shared_kernels)
LIGATURE_EMBEDDED(example_digits_classifier)
LIGATURE_EMBEDDED(example_fashion_classifier)

namespace ligature {

std::span<const Example> examples()
{
    static const std::array all = {
        Example{"tied-autoencoder-digits", "Tied autoencoder on handwritten digits",
                "The decoder reads the encoder's weight transposed: 2,144 parameters instead of 4,192.",
                embedded_example_tied_autoencoder_digits()},
        Example{"tied-autoencoder-fashion", "Tied autoencoder on Fashion-MNIST",
                "The same tie at 784-256-784: 201,744 parameters instead of 402,448.",
                embedded_example_tied_autoencoder_fashion()},
        Example{"tied-embedding-language-model", "Tied-embedding language model",
                "The output layer reads the word embedding: 674,960 parameters instead of 1,314,960.",
                embedded_example_tied_embedding_language_model()},
        Example{"albert-style-encoder", "ALBERT-style encoder with shared layers",
                "Two transformer blocks with one set of parameters: 45,824 instead of 79,296.",
                embedded_example_albert_style_encoder()},
        Example{"unrolled-rnn", "Recurrent network, unrolled by hand",
                "Four uses of one cell beside the RNN layer, equal to it: 1,866 parameters instead of 7,316.",
                embedded_example_unrolled_rnn()},
        Example{"shared-dense", "Two Dense layers that share a weight",
                "Two layers of the same shape go through one matrix: 4,874 parameters instead of 8,970.",
                embedded_example_shared_dense()},
        Example{"shared-scale", "A vector that scales the input of two layers",
                "Four factors multiply what goes into two Dense layers: 39 parameters instead of 43.",
                embedded_example_shared_scale()},
        Example{"siamese-digits", "Siamese network on pairs of digits",
                "Two branches are one network twice: 5,200 parameters instead of 10,400, and d(a, b) = d(b, a).",
                embedded_example_siamese_digits()},
        Example{"multi-task-digits", "Two tasks on one trunk",
                "Naming a digit and drawing it share a trunk, with a weighted loss each: 6,746 parameters instead of "
                "9,866.",
                embedded_example_multi_task_digits()},
        Example{"cnn-shared-kernels", "Two convolutions that share their kernels",
                "The same 16 × 16 kernels before and after halving: 3,146 parameters instead of 5,450.",
                embedded_example_cnn_shared_kernels()},
        Example{"rotation-shared-kernels", "One kernel in four rotations",
                "K and its three quarter turns in four convolutions: 2,730 parameters instead of 3,210.",
                embedded_example_rotation_shared_kernels()},
        Example{"digits-classifier", "Classifier of handwritten digits",
                "A first network to change: 64-32-10, 2,410 parameters, nothing tied.",
                embedded_example_digits_classifier()},
        Example{"fashion-classifier", "Classifier of Fashion-MNIST",
                "A network to compare with: 784-128-10, 101,770 parameters, nothing tied.",
                embedded_example_fashion_classifier()},
    };
    return all;
}

const Example* findExample(std::string_view name)
{
    const auto found = std::ranges::find(examples(), name, &Example::name);
    return found == examples().end() ? nullptr : &*found;
}

Result<Project> loadExample(std::string_view name)
{
    if (const Example* const example = findExample(name))
        return readProject(example->json, std::string(name));
    std::string names;
    for (const Example& example : examples())
        names += (names.empty() ? "" : ", ") + std::string(example.name);
    return fail(std::string(name), "is no example", "choose one of " + names);
}

} // namespace ligature
