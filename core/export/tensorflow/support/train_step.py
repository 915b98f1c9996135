# SPDX-License-Identifier: 0BSD
def train_step(model, optimizer, features, targets=None):
    """Takes one step, and gives the loss before it."""
    with tf.GradientTape() as tape:
        loss = model.loss(features, targets, training=True)
    optimizer.apply(tape.gradient(loss, optimizer.parameters))
    return loss
