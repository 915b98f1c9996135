// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.h"
#include "ui/inspector/name_line.h"

namespace ligature {

class Document;

/// The line in which a parameter is given a shape of its own, or none: then it follows its first use.
class ParameterShapeLine : public NameLine {
    Q_OBJECT

public:
    ParameterShapeLine(Document* document, const QString& label, QWidget* parent = nullptr);

    /// Shows this parameter's.
    void refresh(ParameterId parameter);

private:
    Result<void> take(const QString& text);

    Document* m_document;
    ParameterId m_parameter;
};

} // namespace ligature
