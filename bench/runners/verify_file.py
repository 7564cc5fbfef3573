"""The network and the images that a workload's file has, and the rows to be bounded, for runners in PyTorch."""
import json
import struct
import sys
import time

import torch
import torch.nn.functional as F

CLASSES = 10
# strides of the convolutions, none padded; the other layers are matrices
STRIDES = {"small": [2, 1], "medium": [1, 2, 1, 2]}


def read(path):
    with open(path, "rb") as f:
        header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
        body = bytearray(f.read())
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        data = torch.frombuffer(body, dtype=torch.float32, count=(end - start) // 4, offset=start) if end > start else torch.zeros(0)
        arrays[name] = data.view(entry["shape"])
    return arrays


def load(workload):
    """Images with channels first, lists of images by name, and of each layer kernel, bias and stride."""
    arrays = read(workload["file"])
    images = arrays.pop("bench/x").permute(0, 3, 1, 2).contiguous()
    subjects = {name: arrays.pop("bench/" + name).long() for name in ("labels", "proved", "open")}
    kernels = [array for array in arrays.values() if array.dim() > 1]
    biases = [array for array in arrays.values() if array.dim() == 1]
    strides = STRIDES[workload["model"]] + [1] * len(kernels)
    return images, subjects, list(zip(kernels, biases, strides))


def channels_first(kernel, shape):
    """A layer's weight as PyTorch has it, for an input of this shape."""
    if kernel.dim() == 4:
        return kernel.permute(3, 2, 0, 1).contiguous()
    if len(shape) == 3:  # flattened with channels last where it was trained
        channels, height, width = shape
        return kernel.view(height, width, channels, -1).permute(3, 2, 0, 1).flatten(1).contiguous()
    return kernel.t().contiguous()


def margin_rows(y):
    """[images, 9, 10]: z[other] - z[label], from the class after the label around."""
    others = (y[:, None] + torch.arange(1, CLASSES)) % CLASSES
    return F.one_hot(others, CLASSES).float() - F.one_hot(y, CLASSES).float()[:, None]


def answer_lines(methods, workload):
    """Says which methods there are, then runs the one that each line names, timed, and answers a line of JSON."""
    print(json.dumps(list(methods)), flush=True)
    for line in sys.stdin:
        name = line.strip()
        start = time.perf_counter()
        try:
            answer = methods[name](workload["images"][name])
            answer["milliseconds"] = (time.perf_counter() - start) * 1000
        except Exception as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)
