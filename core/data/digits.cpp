// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/byte_source.h"
#include "core/data/csv/samples.h"
#include "core/data/data_format.h"
#include "core/data/gzip_source.h"
#include "core/data/summary.h"
#include "resources/embedded.h"

LIGATURE_EMBEDDED(digits)

namespace ligature {

namespace {

class DigitsFormat final : public DataFormat {
public:
    std::string name() const override { return "digits"; }
    std::string title() const override { return "Handwritten digits"; }
    std::string help() const override
    {
        return "1,797 handwritten digits of 8 × 8 pixels with values from 0 to 16, in 10 classes: the test set of "
               "E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning "
               "Repository, doi.org/10.24432/C50P49, licence CC BY 4.0.";
    }

    Result<Dataset> load(const Attributes& /*options*/, const LoadContext& /*context*/) const override
    {
        const std::string where = "the built-in digits";
        constexpr std::uint64_t limit = 1U << 20;
        const auto text = readAll(*gzipSource(memorySource(embedded_digits()), where), limit, where);
        if (!text)
            return tl::unexpected(text.error());
        CsvChoices choices;
        choices.header = "no";
        choices.delimiter = "comma";
        choices.targets = "65";
        choices.target_kind = "class";
        auto dataset = datasetFromCsv(*text, choices, where);
        if (!dataset)
            return dataset;
        dataset->name = title();
        dataset->feature_names.clear(); // pixels
        dataset->feature_columns.clear();
        dataset->target_names = {"digit"};
        return dataset;
    }

    Result<DataPreview> preview(const Attributes& options, const LoadContext& context, int rows) const override
    {
        const auto dataset = load(options, context);
        if (!dataset)
            return tl::unexpected(dataset.error());
        DataPreview preview = previewOf(*dataset, rows);
        preview.images = imagesOf(*dataset, Shape{8, 8}, rows);
        return preview;
    }
};

} // namespace

const DataFormat& digitsFormat()
{
    static const DigitsFormat format;
    return format;
}

} // namespace ligature
