// SPDX-License-Identifier: 0BSD
// needs: support/shape
/// Reads the header of a safetensors file: JSON, as far as such headers use it.
class HeaderReader {
public:
    struct Entry {
        std::string type;
        Shape shape;
        Size begin = 0;
        Size end = 0;
    };

    /// The tensors by name.
    /// @throw std::runtime_error where it is no such header
    static std::map<std::string, Entry> read(const std::string& text)
    {
        HeaderReader reader(text);
        std::map<std::string, Entry> entries;
        reader.object([&](const std::string& name) {
            if (name == "__metadata__")
                reader.object([&](const std::string&) { reader.string(); });
            else
                entries[name] = reader.entry();
        });
        reader.space();
        reader.expect(reader.m_place == text.size());
        return entries;
    }

private:
    explicit HeaderReader(const std::string& text) : m_text(text) {}

    static void expect(bool holds)
    {
        if (!holds)
            throw std::runtime_error("its header is damaged");
    }
    char peek() const { return m_place < m_text.size() ? m_text[m_place] : '\0'; }
    char next()
    {
        expect(m_place < m_text.size());
        return m_text[m_place++];
    }
    void space()
    {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')
            ++m_place;
    }
    /// Takes the character where it comes next, behind any space.
    bool take(char wanted)
    {
        space();
        const bool comes = peek() == wanted;
        m_place += comes ? 1 : 0;
        return comes;
    }
    template <typename Member>
    void object(Member member)
    {
        expect(take('{'));
        if (take('}'))
            return;
        do {
            const std::string name = string();
            expect(take(':'));
            member(name);
        } while (take(','));
        expect(take('}'));
    }
    Entry entry()
    {
        Entry read;
        Shape range;
        object([&](const std::string& key) {
            if (key == "dtype")
                read.type = string();
            else if (key == "shape")
                read.shape = numbers();
            else if (key == "data_offsets")
                range = numbers();
            else
                expect(false);
        });
        expect(range.rank() == 2);
        read.begin = range[0];
        read.end = range[1];
        return read;
    }
    Shape numbers()
    {
        expect(take('['));
        std::vector<Size> found;
        if (take(']'))
            return Shape();
        do {
            space();
            expect(peek() >= '0' && peek() <= '9');
            Size number = 0;
            for (; peek() >= '0' && peek() <= '9'; ++m_place) {
                expect(number < std::numeric_limits<Size>::max() / 16);
                number = number * 10 + (peek() - '0');
            }
            found.push_back(number);
        } while (take(','));
        expect(take(']'));
        return Shape(found.begin(), found.end());
    }
    std::string string()
    {
        expect(take('"'));
        std::string read;
        for (char c = next(); c != '"'; c = next()) {
            if (c != '\\') {
                read += c;
                continue;
            }
            static const std::string names = "bfnrt";
            const char escape = next();
            const std::size_t known = names.find(escape);
            if (escape == 'u')
                append(read, code_point());
            else
                read += known == std::string::npos ? escape : "\b\f\n\r\t"[known];
        }
        return read;
    }
    std::uint32_t four_digits()
    {
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i) {
            static const std::string digits = "0123456789abcdefABCDEF";
            const std::size_t digit = digits.find(next());
            expect(digit != std::string::npos);
            value = value * 16 + static_cast<std::uint32_t>(digit < 16 ? digit : digit - 6);
        }
        return value;
    }
    std::uint32_t code_point()
    {
        const std::uint32_t first = four_digits();
        if (first < 0xd800 || first > 0xdbff)
            return first;
        expect(next() == '\\' && next() == 'u');
        const std::uint32_t second = four_digits();
        expect(second >= 0xdc00 && second <= 0xdfff);
        return 0x10000 + (first - 0xd800) * 0x400 + (second - 0xdc00);
    }
    /// In UTF-8.
    static void append(std::string& text, std::uint32_t code)
    {
        const auto add = [&](std::uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
        if (code < 0x80) {
            add(code);
        } else if (code < 0x800) {
            add(0xc0 | code >> 6);
            add(0x80 | (code & 0x3f));
        } else {
            if (code < 0x10000) {
                add(0xe0 | code >> 12);
            } else {
                add(0xf0 | code >> 18);
                add(0x80 | (code >> 12 & 0x3f));
            }
            add(0x80 | (code >> 6 & 0x3f));
            add(0x80 | (code & 0x3f));
        }
    }

    const std::string& m_text;
    std::size_t m_place = 0;
};
