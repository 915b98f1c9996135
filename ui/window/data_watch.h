// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/dialogs/data_reader.h"

namespace ligature {

class Document;

/// Reads the document's data in the background once they are chosen, so that what does not fit them is told at once and
/// not only when the training starts. Large files wait for the training.
class DataWatch : public QObject {
    Q_OBJECT

public:
    explicit DataWatch(Document* document, QObject* parent = nullptr);

private:
    void read();

    Document* m_document;
    DataReader m_reader;
};

} // namespace ligature
