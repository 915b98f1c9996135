# SPDX-License-Identifier: 0BSD
def view_mask(parameter, pattern, diagonal, blocks):
    """Zeros in place of some entries: a triangle, or blocks along the diagonal."""
    if pattern == "lower":
        return torch.tril(parameter, diagonal)
    if pattern == "upper":
        return torch.triu(parameter, diagonal)
    rows, columns = parameter.shape[-2:]
    row = torch.arange(rows, device=parameter.device).unsqueeze(1) // (rows // blocks)
    column = torch.arange(columns, device=parameter.device) // (columns // blocks)
    return parameter * (row == column).to(parameter.dtype)
