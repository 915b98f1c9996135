// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/clipboard.h"

#include <string_view>

#include <QClipboard>
#include <QMimeData>

namespace ligature {

bool copySelection(const Project& project, const SelectedItems& items, QClipboard& clipboard)
{
    if (items.layers.empty() && items.parameters.empty() && items.repeats.empty())
        return false;
    auto* const data = new QMimeData;
    data->setData(QLatin1String(fragmentMimeType), QByteArray::fromStdString(writeFragment(copyNodes(project, items))));
    clipboard.setMimeData(data);
    return true;
}

bool hasCopiedNodes(const QMimeData* data)
{
    return data != nullptr && data->hasFormat(QLatin1String(fragmentMimeType));
}

Result<CopiedNodes> copiedNodes(const QMimeData* data)
{
    if (!hasCopiedNodes(data))
        return fail("clipboard", "it holds no layers", "copy some layers first");
    const QByteArray bytes = data->data(QLatin1String(fragmentMimeType));
    return readFragment(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

} // namespace ligature
