// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <QTemporaryDir>

#include "tests/support/python.h"

/// Files of weights as other programs write them.
namespace ligature::testing {

/// As they stand in a file.
template <typename T>
std::string bytesOf(const std::vector<T>& values, bool big_endian = false)
{
    std::string bytes;
    for (const T& value : values) {
        std::string one(reinterpret_cast<const char*>(&value), sizeof value);
        if (big_endian)
            std::ranges::reverse(one);
        bytes += one;
    }
    return bytes;
}

/// A safetensors file of one tensor W of two values.
inline std::string safetensorsOf(const std::string& type, const std::string& data)
{
    const std::string header =
        "{\"W\":{\"dtype\":\"" + type + "\",\"shape\":[2],\"data_offsets\":[0," + std::to_string(data.size()) + "]}}";
    const std::uint64_t size = header.size();
    return std::string(reinterpret_cast<const char*>(&size), sizeof size) + header + data;
}

inline std::string npyOf(const std::string& type, const std::string& shape, const std::string& data,
                         const std::string& fortran = "False")
{
    const std::string header = "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header + data;
}

/// The folder that write_weights.py wrote into, once a test; empty where Python lacks what it takes.
inline QString writtenByPython()
{
    if (!missingPythonModule({"numpy", "torch", "safetensors"}).isEmpty())
        return {};
    static const QTemporaryDir folder;
    static const PythonResult python = runPython("core/import/write_weights.py", {folder.path()});
    if (python.exit_code != 0)
        qFatal("%s", python.errors.constData());
    return folder.path();
}

} // namespace ligature::testing
