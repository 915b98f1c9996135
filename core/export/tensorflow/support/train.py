# SPDX-License-Identifier: 0BSD
# needs: support/train_step
def train(model, optimizer, features, targets=None, batch_size=32, epochs=1):
    """Goes through the samples in another order each time, and prints the mean loss."""
    step = tf.function(train_step)
    for epoch in range(epochs):
        order = np.random.permutation(len(features))
        losses = []
        for begin in range(0, len(order), batch_size):
            rows = order[begin : begin + batch_size]
            losses.append(float(step(model, optimizer, features[rows], None if targets is None else targets[rows])))
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.6g}")
