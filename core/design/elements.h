// SPDX-License-Identifier: Apache-2.0
// One element of a design from and to JSON. Internal to core/design; the public way is codec.h.
#pragma once

#include "core/design/design.h"
#include "core/design/reader.h"

#include <span>

namespace catenary::design {

/// Each reads an object; failures go to `failure` with their place.
Component readComponent(const OrderedJson& json, const Where& where, Failure& failure);
Connection readConnection(const OrderedJson& json, const Where& where, Failure& failure);
Group readGroup(const OrderedJson& json, const Where& where, Failure& failure);
Note readNote(const OrderedJson& json, const Where& where, Failure& failure);
Workload readWorkload(const OrderedJson& json, const Where& where, Failure& failure);
Objective readObjective(const OrderedJson& json, const Where& where, Failure& failure);
Source readSource(const OrderedJson& json, const Where& where, Failure& failure);
Teaching readTeaching(const OrderedJson& json, const Where& where, Failure& failure);
Variant readVariant(const OrderedJson& json, const Where& where, Failure& failure);

OrderedJson writeGroup(const Group& group);
OrderedJson writeNote(const Note& note);
OrderedJson writeObjective(const Objective& objective);
OrderedJson writeSource(const Source& source);
OrderedJson writeTeaching(const Teaching& teaching);
OrderedJson writeVariant(const Variant& variant);

/// A free-form value with the keys of nested objects in the order people expect (`distribution` first).
OrderedJson ordered(const Json& value);

/// JSON as the file format writes it: `{"id": "a", "at": [1, 2]}`, numbers in their shortest form.
void writeCompact(const OrderedJson& value, std::string& out);

/// The lists and objects of the file, keys in the order of `order`, unknown ones of `extra` last and sorted.
OrderedJson arranged(OrderedJson known, const Json& extra, std::span<const std::string_view> order);

} // namespace catenary::design
