// SPDX-License-Identifier: 0BSD
// needs: support/header_reader, support/parameter_info
/// The numbers of all parameters, one after the other, out of a safetensors file.
/// @throw std::runtime_error where there is no such file, where it is damaged, or does not hold what is expected
inline std::vector<float> read_safetensors(const std::string& path, const std::vector<ParameterInfo>& expected)
{
    const auto wrong = [&](const std::string& what) { return std::runtime_error(path + ": " + what); };
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw wrong("cannot be opened");
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const auto byte = [&](std::size_t place) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[place])); };
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 8 && bytes.size() >= 8; ++i)
        length |= static_cast<std::uint64_t>(byte(i)) << (8 * i);
    if (bytes.size() < 8 || length > bytes.size() - 8)
        throw wrong("ends before its header does");
    const std::size_t begin = 8 + static_cast<std::size_t>(length);
    const auto size = static_cast<Size>(bytes.size() - begin);
    std::map<std::string, HeaderReader::Entry> entries;
    try {
        entries = HeaderReader::read(bytes.substr(8, begin - 8));
    } catch (const std::runtime_error& error) {
        throw wrong(error.what());
    }

    std::vector<float> numbers;
    for (const ParameterInfo& parameter : expected) {
        const auto found = entries.find(parameter.name);
        if (found == entries.end())
            throw wrong("has no tensor \"" + parameter.name + "\"");
        const HeaderReader::Entry& entry = found->second;
        if (entry.type != "F32")
            throw wrong("holds \"" + parameter.name + "\" as " + entry.type + ", and F32 is expected");
        if (entry.shape != parameter.shape)
            throw wrong("holds \"" + parameter.name + "\" in another shape than is expected");
        if (entry.end > size || entry.end - entry.begin != 4 * parameter.shape.count())
            throw wrong("says wrongly where \"" + parameter.name + "\" is");
        for (Size from = entry.begin; from < entry.end; from += 4) {
            const std::size_t place = begin + static_cast<std::size_t>(from);
            const std::uint32_t bits =
                byte(place) | byte(place + 1) << 8 | byte(place + 2) << 16 | byte(place + 3) << 24;
            float number = 0;
            std::memcpy(&number, &bits, sizeof number);
            numbers.push_back(number);
        }
    }
    return numbers;
}
