"""IBP, CROWN-IBP and CROWN by auto_LiRPA, where it is installed, on a network and images from a file.

Says which methods there are, then reads a method a line and answers a line of JSON.
"""
import json
import sys

import torch
import torch.nn as nn
from auto_LiRPA import BoundedModule, BoundedTensor, PerturbationLpNorm

from verify_file import answer_lines, channels_first, load, margin_rows

workload = json.loads(sys.argv[1])
torch.set_num_threads(workload["threads"])
images, subjects, weights = load(workload)
labels, epsilon = subjects["labels"], workload["epsilon"]


def layer_of(kernel, bias, shape, stride):
    weight = channels_first(kernel, shape)
    if weight.dim() == 4:
        layer = nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[-1], stride)
    else:
        layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight, layer.bias = (nn.Parameter(x.clone(), requires_grad=False) for x in (weight, bias))
    return layer


def network():
    layers, at = [], images[:1]
    for kernel, bias, stride in weights:
        before = [nn.ReLU()] if layers else []
        if kernel.dim() == 2 and at.dim() == 4:
            before.append(nn.Flatten())
        added = [*before, layer_of(kernel, bias, at.shape[1:], stride)]
        layers += added
        for layer in added:
            at = layer(at)
    return nn.Sequential(*layers)


def bounds_of(method, at_once):
    """Upper bounds of the margins; convolutions have their coefficients as patches."""

    def run(count):
        values = []
        for first in range(0, count, at_once):
            x, y = images[first : min(count, first + at_once)], labels[first : min(count, first + at_once)]
            norm = PerturbationLpNorm(norm=float("inf"), x_L=(x - epsilon).clamp(0, 1), x_U=(x + epsilon).clamp(0, 1))
            _, upper = net.compute_bounds(x=(BoundedTensor(x, norm),), C=margin_rows(y), method=method, bound_lower=False)
            values += upper.flatten().tolist()
        return {"count": count, "values": values}

    return run


with torch.no_grad():
    net = BoundedModule(network(), images[:1], bound_opts={"conv_mode": "patches"})
    # one image after another, as the others have it, where hidden units have passes of their own
    methods = {"ibp": bounds_of("IBP", 128), "crown-ibp": bounds_of("CROWN-IBP", 32), "crown": bounds_of("CROWN", 1)}
    answer_lines(methods, workload)
