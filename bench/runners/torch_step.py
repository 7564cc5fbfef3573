"""Does the tasks in PyTorch, written plainly: `eager`, or through torch.compile. Reads a task a line, answers a line of JSON."""
import json
import os
import re
import resource
import sys
import time

import torch
import torch.nn.functional as F

workload = json.loads(sys.argv[1])
compiled = len(sys.argv) > 2 and sys.argv[2] == "compiled"
torch.set_num_threads(workload["threads"])
torch.manual_seed(0)
height, image_width, channels = workload["inputShape"]
batch = workload["batchSize"]

# filters, kernel, stride, padding | units; "bn" puts batch norm before each relu but the last
MODELS = {
    "small": ([(16, 4, 2, 0), (32, 4, 1, 0)], [100], False),
    "medium": ([(32, 3, 1, 0), (32, 4, 2, 0), (64, 3, 1, 0), (64, 4, 2, 0)], [512, 512], False),
    "large": ([(64, 3, 1, 1), (64, 3, 1, 1), (128, 3, 2, 1), (128, 3, 1, 1), (128, 3, 1, 1)], [512], False),
    "cnn7": ([(64, 3, 1, 1), (64, 3, 1, 1), (128, 3, 2, 1), (128, 3, 1, 1), (128, 3, 1, 1)], [512], True),
}
convs, hidden, batch_norm = MODELS[workload["model"]]
width = workload["width"]
convs = [(int(filters * width), *rest) for filters, *rest in convs]
hidden = [int(units * width) for units in hidden]

layers = []
c, h, w = channels, height, image_width


def parameter(*shape):
    fan = torch.tensor(shape[1:]).prod().item()
    return torch.nn.Parameter((torch.rand(*shape) - 0.5) * (2 / fan) ** 0.5)


for filters, kernel, stride, padding in convs:
    layers.append(("conv", parameter(filters, c, kernel, kernel), torch.nn.Parameter(torch.zeros(filters)), stride, padding))
    c = filters
    h = (h + 2 * padding - kernel) // stride + 1
    w = (w + 2 * padding - kernel) // stride + 1
inputs = c * h * w
for units in [*hidden, 10]:
    layers.append(("dense", parameter(units, inputs), torch.nn.Parameter(torch.zeros(units)), 0, 0))
    inputs = units
norms = [
    (torch.nn.Parameter(torch.ones(len(l[2]))), torch.nn.Parameter(torch.zeros(len(l[2])))) for l in layers[:-1]
] if batch_norm else []
parameters = [p for l in layers for p in l[1:3]] + [p for n in norms for p in n]
optimiser = torch.optim.Adam(parameters, 1e-4)

x = torch.rand(batch, channels, height, image_width)
y = torch.arange(batch) % 10


def linear(layer, z, weight, bias):
    kind, _, _, stride, padding = layer
    if kind == "conv":
        return F.conv2d(z, weight, bias, stride, padding)
    return F.linear(z.flatten(1), weight, bias)


def forward(ibp, epsilon):
    """Logits, and margins of the other classes over the ball, with the last layer elided."""
    z = x
    if ibp:
        low, up = (x - epsilon).clamp(0, 1), (x + epsilon).clamp(0, 1)
    for i, layer in enumerate(layers[:-1]):
        weight, bias = layer[1], layer[2]
        z = linear(layer, z, weight, bias)
        if ibp:
            mu, r = linear(layer, (low + up) / 2, weight, bias), linear(layer, (up - low) / 2, weight.abs(), None)
        if batch_norm:
            axes = [0, 2, 3] if z.dim() == 4 else [0]
            mean, variance = z.mean(axes), z.var(axes, unbiased=False)
            scale = norms[i][0] * torch.rsqrt(variance + 1e-5)
            shift = norms[i][1] - mean * scale
            view = (1, -1, 1, 1) if z.dim() == 4 else (1, -1)
            z = z * scale.view(view) + shift.view(view)
            if ibp:
                mu, r = mu * scale.view(view) + shift.view(view), r * scale.abs().view(view)
        z = F.relu(z)
        if ibp:
            low, up = F.relu(mu - r), F.relu(mu + r)
    weight, bias = layers[-1][1], layers[-1][2]
    logits = F.linear(z.flatten(1), weight, bias)
    if not ibp:
        return logits, None
    mu, r = ((low + up) / 2).flatten(1), ((up - low) / 2).flatten(1)
    difference = weight[None] - weight[y][:, None]
    margins = (difference @ mu[:, :, None] + difference.abs() @ r[:, :, None]).squeeze(-1)
    return logits, margins + bias[None] - bias[y][:, None]


def objective(ibp):
    logits, margins = forward(ibp, 0.1)
    loss = F.cross_entropy(logits, y)
    if ibp:
        loss = 0.5 * loss + 0.5 * torch.logsumexp(margins, 1).mean()  # the label's own margin is 0
    return loss


def total():
    logits, margins = forward(True, 0.1)
    return logits.sum() + margins.sum()


def update():
    optimiser.step()


if compiled:
    objective, total, update = torch.compile(objective), torch.compile(total), torch.compile(update)


def train(ibp):
    loss = objective(ibp)
    optimiser.zero_grad()
    loss.backward()
    update()
    return loss.item()


def evaluate():
    with torch.no_grad():
        return total().item()


def program():
    """PyTorch and what multiplies for it, with their versions."""
    config = torch.__config__.show()
    mkl = re.search(r"Math Kernel Library Version ([\d.]+)", config)
    onednn = re.search(r"MKL-DNN (v\S+)", config)
    blas = f"MKL {mkl[1]}" if mkl else (re.search(r"BLAS_INFO=(\w+)", config) or ["", "no BLAS"])[1]
    return f"PyTorch {torch.__version__}, {blas}" + (f", oneDNN {onednn[1]}" if onednn else "")


tasks = {"nominal": lambda: train(False), "ibp": lambda: train(True), "evaluate": evaluate}
print("ready", program() + (", torch.compile" if compiled else ""), flush=True)
compile_milliseconds = 0
for line in sys.stdin:
    start, before = time.perf_counter(), time.process_time()
    value = tasks[line.strip()]()
    milliseconds = (time.perf_counter() - start) * 1000
    processor = (time.process_time() - before) * 1000
    if compiled and compile_milliseconds == 0:
        compile_milliseconds = milliseconds  # with the first step in it
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    resident = peak
    if os.path.exists("/proc/self/statm"):
        with open("/proc/self/statm") as statm:
            resident = int(statm.read().split()[1]) * resource.getpagesize() / 2**20
    answer = {"milliseconds": milliseconds, "cpuMilliseconds": processor, "value": value}
    memory = {"megabytes": resident, "peakMegabytes": peak}
    print(json.dumps({**answer, **memory, "compileMilliseconds": compile_milliseconds}), flush=True)
