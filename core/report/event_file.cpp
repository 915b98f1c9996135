// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/event_file.h"

#include <bit>
#include <cmath>

#include <boost/crc.hpp>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace ligature {

namespace {

using google::protobuf::io::CodedOutputStream;
using google::protobuf::io::StringOutputStream;

// Fields by number and wire type (number << 3 | type: 0 a number, 1 eight bytes, 2 bytes with a length, 5 four bytes).
constexpr std::uint32_t wallTimeTag = (1U << 3U) | 1U;
constexpr std::uint32_t stepTag = 2U << 3U;
constexpr std::uint32_t fileVersionTag = (3U << 3U) | 2U;
constexpr std::uint32_t summaryTag = (5U << 3U) | 2U;
constexpr std::uint32_t valueTag = (1U << 3U) | 2U; ///< of a Summary
constexpr std::uint32_t nameTag = (1U << 3U) | 2U;  ///< of a Summary.Value
constexpr std::uint32_t simpleValueTag = (2U << 3U) | 5U;

template <typename Write>
std::string message(Write write)
{
    std::string bytes;
    {
        StringOutputStream stream(&bytes);
        CodedOutputStream out(&stream);
        write(out);
    }
    return bytes;
}

void writeBytes(CodedOutputStream& out, std::uint32_t tag, const std::string& bytes)
{
    out.WriteTag(tag);
    out.WriteVarint32(static_cast<std::uint32_t>(bytes.size()));
    out.WriteString(bytes);
}

std::uint32_t maskedCrc(const std::string& bytes)
{
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc; // Castagnoli's
    crc.process_bytes(bytes.data(), bytes.size());
    const auto sum = static_cast<std::uint32_t>(crc.checksum());
    return std::rotr(sum, 15) + 0xa282ead8U;
}

std::string littleEndian(std::uint64_t number, std::size_t size)
{
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i)
        bytes += static_cast<char>(number >> (8 * i));
    return bytes;
}

void appendRecord(std::string& file, const std::string& bytes)
{
    const std::string length = littleEndian(bytes.size(), 8);
    file += length + littleEndian(maskedCrc(length), 4) + bytes + littleEndian(maskedCrc(bytes), 4);
}

void appendScalar(std::string& file, const std::string& name, double value, const MetricEvent& event, double began)
{
    if (std::isnan(value))
        return;
    const std::string scalar = message([&](CodedOutputStream& out) {
        writeBytes(out, nameTag, name);
        out.WriteTag(simpleValueTag);
        out.WriteLittleEndian32(std::bit_cast<std::uint32_t>(static_cast<float>(value)));
    });
    const std::string summary = message([&](CodedOutputStream& out) { writeBytes(out, valueTag, scalar); });
    appendRecord(file, message([&](CodedOutputStream& out) {
                     out.WriteTag(wallTimeTag);
                     out.WriteLittleEndian64(std::bit_cast<std::uint64_t>(began + event.seconds));
                     out.WriteTag(stepTag);
                     out.WriteVarint64(static_cast<std::uint64_t>(event.step));
                     writeBytes(out, summaryTag, summary);
                 }));
}

} // namespace

std::string encodeEventFile(const std::vector<MetricEvent>& events, const std::string& metric, double began)
{
    std::string file;
    appendRecord(file, message([&](CodedOutputStream& out) {
                     out.WriteTag(wallTimeTag);
                     out.WriteLittleEndian64(std::bit_cast<std::uint64_t>(began));
                     writeBytes(out, fileVersionTag, "brain.Event:2");
                 }));
    for (const MetricEvent& event : events) {
        if (event.kind == MetricEvent::Kind::Step) {
            appendScalar(file, "loss/step", event.train_loss, event, began);
            continue;
        }
        appendScalar(file, "loss/train", event.train_loss, event, began);
        appendScalar(file, "loss/validation", event.val_loss, event, began);
        if (!metric.empty())
            appendScalar(file, "metric/" + metric, event.metric, event, began);
        appendScalar(file, "learning_rate", event.learning_rate, event, began);
    }
    return file;
}

} // namespace ligature
