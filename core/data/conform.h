// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/data/identity.h"

namespace ligature {

/// Makes data that are not scaled yet like those that a network was trained on, by names: columns come into their
/// order, categories that none of these samples has become columns of zeros, and classes get their numbers. What cannot
/// be made alike (a column or a class that is new, or not there) stays as it is, for differenceOf() to tell. Texts are
/// read into the tokens of another from the beginning: LoadContext::vocabulary.
void conform(Dataset& dataset, const DataIdentity& trained);

} // namespace ligature
