// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>
#include <QWidget>

#include "core/data/data_format.h"

namespace ligature {

/// Samples that are pictures, each with its class below it.
class PreviewPictures : public QListWidget {
    Q_OBJECT

public:
    explicit PreviewPictures(QWidget* parent = nullptr);
    void showImages(const std::vector<PreviewImage>& images);
};

/// How many samples are of each class, as bars; of very many classes the most frequent ones.
class ClassBalance : public QWidget {
    Q_OBJECT

public:
    explicit ClassBalance(QWidget* parent = nullptr);
    void showClasses(std::vector<PreviewClass> classes);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;

    std::vector<PreviewClass> m_classes; ///< those that are shown
    std::size_t m_more = 0;              ///< how many are not
    std::uint64_t m_total = 0;
};

} // namespace ligature
