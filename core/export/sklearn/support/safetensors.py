# SPDX-License-Identifier: 0BSD
def read_safetensors(path, tensors):
    """The float32 tensors of a file, {key: array} for the {key: (name, shape)} that are asked for."""
    data = Path(path).read_bytes()
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > len(data) - 8:
        raise ValueError(f"{path} is no safetensors file")
    header, begin = json.loads(data[8 : 8 + length]), 8 + length
    arrays = {}
    for key, (name, shape) in tensors.items():
        if name not in header:
            raise ValueError(f"{path}: there is no {name!r} in it")
        kind, found, (first, end) = (header[name][field] for field in ("dtype", "shape", "data_offsets"))
        if kind != "F32" or tuple(found) != shape:
            raise ValueError(f"{path}: {name!r} is {kind} {tuple(found)}, and the network needs F32 {shape}")
        values = np.frombuffer(data[begin + first : begin + end], "<f4")
        if values.size != np.prod(shape):
            raise ValueError(f"{path}: the values of {name!r} are not where the header says")
        arrays[key] = values.reshape(shape)
    return arrays


def write_safetensors(path, arrays):
    """Each array of {name: array} once, as float32."""
    header, blocks, end = {}, [], 0
    for name, array in arrays.items():
        block = np.ascontiguousarray(array, "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [end, end + len(block)]}
        blocks.append(block)
        end += len(block)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(len(text).to_bytes(8, "little") + text + b"".join(blocks))
