# SPDX-License-Identifier: 0BSD
def sinusoids(input):
    """The positions of Vaswani et al. 2017 for the steps and features of what they are added to."""
    steps, width = input.shape[-2:]
    step = torch.arange(steps, device=input.device, dtype=torch.float64)[:, None]
    feature = torch.arange(width, device=input.device)
    angle = step / 10000 ** ((feature // 2 * 2).double() / width)
    return torch.where(feature % 2 == 0, angle.sin(), angle.cos()).to(input.dtype)
