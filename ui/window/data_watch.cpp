// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/data_watch.h"

#include <filesystem>
#include <system_error>

#include "ui/document/document.h"

namespace ligature {

DataWatch::DataWatch(Document* document, QObject* parent) : QObject(parent), m_document(document)
{
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        if (change.everything || change.data)
            read();
    });
    connect(&m_reader, &DataReader::checked, this,
            [this](const std::vector<Diagnostic>&, const DataFacts& facts) { m_document->setDataFacts(facts); });
}

void DataWatch::read()
{
    if (m_document->dataFacts()) // Who chose them has read them.
        return m_reader.cancel();
    std::error_code gone;
    std::filesystem::path base = std::filesystem::current_path(gone);
    if (!m_document->filePath().isEmpty())
        base = std::filesystem::path(m_document->filePath().toStdU16String()).parent_path();
    m_reader.read(m_document->project(), base, false);
}

} // namespace ligature
