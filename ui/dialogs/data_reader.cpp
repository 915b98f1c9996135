// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/data_reader.h"

#include <cstdint>
#include <new>
#include <string>
#include <system_error>
#include <utility>

#include "core/network/remedies.h"
#include "core/training/trainer.h"

namespace ligature {

namespace {

constexpr int previewRows = 20;
/// Files together; reading as much takes about a second.
constexpr std::uintmax_t largestRead = 32'000'000;

Result<DataPreview> previewOf(const DataSource& source, const LoadContext& context)
{
    const DataFormat* const format = findDataFormat(source.format);
    if (format == nullptr)
        return fail("data", "there is no data format \"" + source.format + "\"", "choose another one");
    const std::vector<AttributeSpec> specs = format->options();
    if (const auto valid = validate(specs, source.options, format->title()); !valid)
        return tl::unexpected(valid.error());
    try {
        return format->preview(withDefaults(specs, source.options), context, previewRows);
    } catch (const std::bad_alloc&) {
        return fail("data", "there is not enough memory to read it", "close other programs", ErrorKind::Work);
    }
}

/// Of all files in it, as far as that matters.
std::uintmax_t folderBytes(const std::filesystem::path& folder)
{
    std::uintmax_t bytes = 0;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator entry(folder, error), last;
         !error && entry != last && bytes <= largestRead; entry.increment(error)) {
        std::error_code no_file;
        const std::uintmax_t size = entry->file_size(no_file);
        bytes += no_file ? 0 : size;
    }
    return bytes;
}

std::uintmax_t fileBytes(const DataSource& source, const std::filesystem::path& base)
{
    std::uintmax_t bytes = 0;
    for (const AttributeSpec& spec : findDataFormat(source.format)->options()) {
        if (spec.kind != AttributeKind::Path || !source.options.contains(spec.name))
            continue;
        std::error_code error;
        const std::filesystem::path path = base / source.options.get<std::string>(spec.name);
        if (spec.is_folder) {
            bytes += folderBytes(path);
            continue;
        }
        const std::uintmax_t size = std::filesystem::file_size(path, error);
        bytes += error ? 0 : size;
    }
    return bytes;
}

} // namespace

DataReader::DataReader(QObject* parent) : QObject(parent), m_worker([this](const std::stop_token& stop) { work(stop); })
{
}

DataReader::~DataReader()
{
    cancel();
}

void DataReader::read(Project project, std::filesystem::path base, bool previews)
{
    m_is_reading = true;
    {
        const std::lock_guard lock(m_mutex);
        m_reading.request_stop();
        m_reading = std::stop_source();
        m_request = Request{++m_newest, std::move(project), std::move(base), previews, m_reading.get_token()};
    }
    m_wake.notify_one();
}

void DataReader::cancel()
{
    m_is_reading = false;
    const std::lock_guard lock(m_mutex);
    ++m_newest;
    m_reading.request_stop();
    m_request.reset();
}

bool DataReader::isNewest(int number)
{
    const std::lock_guard lock(m_mutex);
    return number == m_newest;
}

void DataReader::work(const std::stop_token& stop)
{
    while (true) {
        Request request;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_request.has_value(); }))
                return;
            request = std::move(*m_request);
            m_request.reset();
        }
        answer(request);
    }
}

void DataReader::answer(const Request& request)
{
    if (!request.previews) {
        check(request);
        return;
    }
    Result<DataPreview> preview = previewOf(request.project.data, {request.base, request.stop});
    if (!preview) {
        tell(request, true, [this, error = preview.error()] { emit failed(error); });
        return;
    }
    tell(request, false, [this, shown = std::move(*preview)] { emit previewed(shown); });
    if (!request.stop.stop_requested() && isNewest(request.number))
        check(request);
}

void DataReader::check(const Request& request)
{
    if (fileBytes(request.project.data, request.base) > largestRead) {
        tell(request, true, [this] { emit postponed(); });
    } else if (const auto dataset = loadDataset(request.project.data, {request.base, request.stop}); dataset) {
        std::vector<Diagnostic> obstacles = trainingObstacles(request.project, &*dataset);
        addRemedies(request.project.network, obstacles);
        tell(request, true,
             [this, obstacles = std::move(obstacles), facts = factsOf(*dataset)] { emit checked(obstacles, facts); });
    } else {
        tell(request, true, [this, error = dataset.error()] { emit failed(error); });
    }
}

void DataReader::tell(const Request& request, bool is_last, std::function<void()> what)
{
    // The reader waits for its thread before it goes, and what is queued then goes with it.
    QMetaObject::invokeMethod(this, [this, number = request.number, is_last, told = std::move(what)] {
        if (!isNewest(number))
            return;
        m_is_reading = !is_last;
        told();
    });
}

} // namespace ligature
