// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>

#include "core/data/data_format.h"

namespace ligature {

/// The first rows of some data, to look at. Of very many columns it shows the first.
class PreviewTable : public QTableWidget {
    Q_OBJECT

public:
    explicit PreviewTable(QWidget* parent = nullptr);

    void showPreview(const DataPreview& preview);
    void showNothing();
};

} // namespace ligature
