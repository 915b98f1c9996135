# SPDX-License-Identifier: 0BSD
def circulant_view(parameter, input_shape):
    place = np.arange(input_shape[0])
    return tf.gather(parameter, (place[:, None] - place) % input_shape[0])
