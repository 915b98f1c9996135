# SPDX-License-Identifier: 0BSD
def read_tensors(path, expected):
    """The file's tensors by name, checked to be those that the code is for."""
    tensors = safetensors.numpy.load_file(path)
    if tensors.keys() != expected.keys():
        wrong = ", ".join(sorted(tensors.keys() ^ expected.keys()))
        raise ValueError(f"{path} does not hold the tensors of this model: {wrong}")
    for name, shape in expected.items():
        if tensors[name].shape != shape or tensors[name].dtype != np.float32:
            found = f"{tensors[name].dtype} of {tensors[name].shape}"
            raise ValueError(f"{path}: {name} is {found}, and should be float32 of {shape}")
    return tensors
