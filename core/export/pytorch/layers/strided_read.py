# SPDX-License-Identifier: 0BSD
def layer_strided_read(input, shape, strides, offset):
    """A sample's elements, read in steps."""
    places = torch.tensor(offset, device=input.device)
    for extent, stride in zip(shape, strides):
        places = places.unsqueeze(-1) + stride * torch.arange(extent, device=input.device)
    return input.reshape(input.shape[0], -1)[:, places]
