// SPDX-License-Identifier: Apache-2.0
#include "core/design/codec.h"
#include "core/design/elements.h"
#include "core/design/fields.h"

namespace catenary::design {

namespace {

/// Writes the members of the top-level object, one element of a list on each line.
class Writer {
public:
    void member(std::string_view key, const OrderedJson& value) {
        m_text += m_text.empty() ? "{\n  " : ",\n  ";
        writeCompact(OrderedJson(std::string(key)), m_text);
        m_text += ": ";
        if (value.is_array() && !value.empty() && (value.front().is_structured() || value.front().is_string()))
            lines(value, "  ");
        else if (key == "teaching")
            teaching(value);
        else
            writeCompact(value, m_text);
    }
    [[nodiscard]] std::string take() { return std::move(m_text += "\n}\n"); }

private:
    void lines(const OrderedJson& list, const std::string& indent) {
        const char* separator = "[\n";
        for (const auto& element : list) {
            m_text += separator + indent + "  ";
            writeCompact(element, m_text);
            separator = ",\n";
        }
        m_text += "\n" + indent + "]";
    }
    void teaching(const OrderedJson& value) {
        const char* separator = "{\n    ";
        for (const auto& [key, item] : value.items()) {
            m_text += separator;
            writeCompact(OrderedJson(key), m_text);
            m_text += ": ";
            if (item.is_array() && !item.empty())
                lines(item, "    ");
            else
                writeCompact(item, m_text);
            separator = ",\n    ";
        }
        m_text += "\n  }";
    }

    std::string m_text;
};

template <class List, class Write> OrderedJson listOf(const List& items, Write write) {
    OrderedJson list = OrderedJson::array();
    for (const auto& item : items) list.push_back(write(item));
    return list;
}

} // namespace

std::string encode(const Design& design) {
    OrderedJson known = OrderedJson::object();
    const auto put = [&](const char* key, OrderedJson value) {
        if (!value.empty()) known.push_back({key, std::move(value)});
    };
    const auto putText = [&](const char* key, const std::string& text) {
        if (!text.empty()) known.push_back({key, text});
    };
    known.push_back({"format", "catenary-design"});
    known.push_back({"version", formatVersion});
    putText("title", design.title);
    putText("summary", design.summary);
    put("components", listOf(design.components, [](const auto& part) { return encodeComponent(*part); }));
    put("connections", listOf(design.connections, [](const auto& part) { return encodeConnection(*part); }));
    put("groups", listOf(design.groups, [](const auto& part) { return writeGroup(*part); }));
    put("notes", listOf(design.notes, [](const auto& part) { return writeNote(*part); }));
    put("workloads", listOf(design.workloads, [](const auto& part) { return encodeWorkload(*part); }));
    put("objectives", listOf(design.objectives, writeObjective));
    put("assumptions", OrderedJson(design.assumptions));
    put("sources", listOf(design.sources, writeSource));
    put("teaching", writeTeaching(design.teaching));
    put("variants", listOf(design.variants, writeVariant));
    Writer writer;
    const OrderedJson all = arranged(std::move(known), design.extra, fields::design);
    for (const auto& [key, value] : all.items()) writer.member(key, value);
    return writer.take();
}

} // namespace catenary::design
