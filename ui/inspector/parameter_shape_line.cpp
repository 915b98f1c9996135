// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/parameter_shape_line.h"

#include "ui/dialogs/attribute_field.h"
#include "ui/document/document.h"
#include "ui/document/view_edits.h"

namespace ligature {

ParameterShapeLine::ParameterShapeLine(Document* document, const QString& label, QWidget* parent)
    : NameLine(
          label, tr("Such as 32 x 64. Empty: it follows its first use."),
          [this](const QString& text) { return take(text); }, parent),
      m_document(document)
{
}

Result<void> ParameterShapeLine::take(const QString& text)
{
    std::optional<Shape> shape;
    if (!text.trimmed().isEmpty()) {
        const auto value = parseAttribute(AttributeKind::Shape, text);
        if (!value)
            return tl::unexpected(value.error());
        shape = std::get<Shape>(*value);
        for (const std::int64_t extent : shape->extents()) {
            if (extent < 1)
                return fail({}, "an extent is below 1", "give whole numbers of 1 or more");
        }
        if (shape->elementCount() > largestTensor)
            return fail({}, "that is larger than any memory", "make it smaller");
    }
    return setParameterShape(*m_document, m_parameter, shape);
}

void ParameterShapeLine::refresh(ParameterId parameter)
{
    const auto found = m_document->network().parameters.find(parameter);
    if (found == m_document->network().parameters.end())
        return;
    m_parameter = parameter;
    setName(found->second.shape ? QString::fromStdString(found->second.shape->toString()) : QString());
    const auto inferred = m_document->analysis().parameters.find(parameter);
    setPlaceholder(inferred == m_document->analysis().parameters.end()
                       ? tr("follows its first use")
                       : tr("%1, from its first use").arg(QString::fromStdString(inferred->second.shape.toString())));
}

} // namespace ligature
