# SPDX-License-Identifier: GPL-3.0-or-later
# The examples that ship, in the order of the gallery. An example is NAME.ligature in this folder, whose name and
# description are its title and the paragraph that teaches, and one line here:
#   ligature_example(NAME SECTION section SUMMARY "one sentence" [ORIGINAL] [FINDING code])
# SECTION  Literature, Collection or Untied
# SUMMARY  what is shared and what that saves
# ORIGINAL originals/NAME.ligature has the network as the collection that Ligature began from wrote it
# FINDING  the code of the diagnostic that says what is wrong with that; none where it runs as it was written

ligature_example(tied-autoencoder-digits SECTION Literature
  SUMMARY "The decoder reads the encoder's weight transposed: 2,144 parameters instead of 4,192.")
ligature_example(deep-tied-autoencoder-digits SECTION Literature
  SUMMARY "Each of three decoder layers reads its encoder layer's weight transposed: 4,732 parameters instead of 9,244.")
ligature_example(tied-autoencoder-fashion SECTION Literature
  SUMMARY "The same tie at 784-256-784: 201,744 parameters instead of 402,448.")
ligature_example(tied-embedding-language-model SECTION Literature
  SUMMARY "The output layer reads the word embedding: 674,960 parameters instead of 1,314,960.")
ligature_example(albert-style-encoder SECTION Literature
  SUMMARY "One transformer block, drawn once and repeated four times: 45,824 parameters instead of 146,240.")
ligature_example(vera-digits SECTION Literature
  SUMMARY "Three layers read one frozen pair and train 288 numbers: 17,322 parameters instead of 25,514.")
ligature_example(hashed-net-digits SECTION Literature
  SUMMARY "A hash reads weights out of an eighth of their size: 1,322 parameters instead of 9,610.")
ligature_example(unrolled-rnn SECTION Literature
  SUMMARY "Four uses of one cell beside the RNN layer, equal to it: 1,866 parameters instead of 7,316.")
ligature_example(siamese-digits SECTION Literature
  SUMMARY "Two branches are one network twice: 5,200 parameters instead of 10,400, and d(a, b) = d(b, a).")
ligature_example(multi-task-digits SECTION Literature
  SUMMARY "Naming a digit and drawing it share a trunk, with a weighted loss each: 6,746 parameters instead of 9,866.")
ligature_example(cnn-shared-kernels SECTION Literature
  SUMMARY "The same 16 × 16 kernels before and after halving: 3,146 parameters instead of 5,450.")
ligature_example(rotation-shared-kernels SECTION Literature
  SUMMARY "K and its three quarter turns in four convolutions: 2,730 parameters instead of 3,210.")
ligature_example(shared-dense SECTION Literature
  SUMMARY "Two layers of the same shape go through one matrix: 4,874 parameters instead of 8,970.")
ligature_example(shared-scale SECTION Literature
  SUMMARY "Four factors multiply what goes into two Dense layers: 39 parameters instead of 43.")

ligature_example(seed-unnumbered-1-transposed-pair SECTION Collection ORIGINAL FINDING parameter-unused
  SUMMARY "A declared weight that nothing read becomes one matrix, read twice: 50 parameters instead of 100.")
ligature_example(seed-unnumbered-2-shared-vector SECTION Collection ORIGINAL
  SUMMARY "A vector that had one use gets a second where its length fits: 410 parameters instead of 420.")
ligature_example(seed-01-vector-and-transpose SECTION Collection ORIGINAL
  SUMMARY "A vector scales the input, and two layers read one matrix: 210 parameters instead of 410.")
ligature_example(seed-02-tiled-vector SECTION Collection ORIGINAL FINDING tie-shape
  SUMMARY "A vector of 10 met a layer of 20; tiled, it serves both widths: 410 parameters instead of 430.")
ligature_example(seed-03-tied-output SECTION Collection ORIGINAL FINDING tie-shape
  SUMMARY "A list of numbers in a matrix product becomes a matrix at both ends: 620 parameters instead of 820.")
ligature_example(seed-04-shared-kernel SECTION Collection ORIGINAL FINDING tie-shape
  SUMMARY "A kernel that lacked an axis gets it, and two convolutions read it: 2,011 parameters instead of 2,092.")
ligature_example(seed-05-two-heads SECTION Collection ORIGINAL
  SUMMARY "A chain with one task becomes one trunk under two: 640 parameters instead of 860.")
ligature_example(seed-06-frozen-layer SECTION Collection ORIGINAL
  SUMMARY "A frozen layer is read at both ends, and 430 are trained: 540 parameters instead of 650.")
ligature_example(seed-07-drawn-once SECTION Collection ORIGINAL
  SUMMARY "A weight that every call drew anew is drawn once: 100 parameters instead of 200.")
ligature_example(seed-08-two-numbers SECTION Collection ORIGINAL
  SUMMARY "Two layers read a place each of one vector: 3 parameters, where 2 would do untied.")
ligature_example(seed-09-sum-times-number SECTION Collection ORIGINAL
  SUMMARY "A sum, computed once, times two places of one vector, which are checked: 2 parameters, and 2 untied.")
ligature_example(seed-10-named-axis SECTION Collection ORIGINAL
  SUMMARY "A vector is broadcast along an axis that the tie names: 3 parameters instead of 6.")

ligature_example(digits-classifier SECTION Untied
  SUMMARY "A first network to change: 64-32-10, 2,410 parameters, nothing tied.")
ligature_example(fashion-classifier SECTION Untied
  SUMMARY "A network to compare with: 784-128-10, 101,770 parameters, nothing tied.")
