// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/tie_previewer.h"

#include <utility>

#include <QMetaObject>

namespace ligature {

TiePreviewer::TiePreviewer(QObject* parent) : QObject(parent) {}

TiePreviewer::~TiePreviewer() = default;

void TiePreviewer::ask(Request request)
{
    m_next = std::move(request);
    if (!m_is_busy)
        begin();
}

void TiePreviewer::begin()
{
    if (!m_next)
        return;
    m_is_busy = true;
    Request next = std::move(*m_next);
    m_next.reset();
    m_worker = std::jthread([this, request = std::move(next)] {
        const auto after = request.edit(request.before);
        const auto answer = [this](auto&& tell) {
            QMetaObject::invokeMethod(
                this,
                [this, tell] {
                    m_is_busy = false;
                    if (m_next)
                        begin();
                    else
                        tell();
                },
                Qt::QueuedConnection);
        };
        if (!after) {
            answer([this, error = after.error()] { emit refused(error); });
            return;
        }
        answer([this, preview = previewEdit(request.project, request.before, *after, request.dataset)] {
            emit told(preview);
        });
    });
}

} // namespace ligature
