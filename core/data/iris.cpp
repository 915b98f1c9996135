// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/samples.h"
#include "core/data/data_format.h"
#include "resources/embedded.h"

LIGATURE_EMBEDDED(iris)

namespace ligature {

namespace {

class IrisFormat final : public DataFormat {
public:
    std::string name() const override { return "iris"; }
    std::string title() const override { return "Fisher's iris"; }
    std::string help() const override
    {
        return "150 flowers of three species of iris, four lengths in centimetres each: R. A. Fisher (1936), The use "
               "of multiple measurements in taxonomic problems, Annals of Eugenics 7, 179-188; UCI Machine Learning "
               "Repository, doi.org/10.24432/C56C76, licence CC BY 4.0.";
    }

    Result<Dataset> load(const Attributes& /*options*/, const LoadContext& /*context*/) const override
    {
        CsvChoices choices;
        choices.header = "yes";
        choices.delimiter = "comma";
        choices.targets = "species";
        auto dataset = datasetFromCsv(embedded_iris(), choices, "the built-in iris");
        if (dataset)
            dataset->name = title();
        return dataset;
    }
};

} // namespace

const DataFormat& irisFormat()
{
    static const IrisFormat format;
    return format;
}

} // namespace ligature
