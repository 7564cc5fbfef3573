"""The steps of step.ts in plain PyTorch: reads `mode threads steps` from each line, answers with a JSON list of ms."""
import json, sys, time
import torch
import torch.nn.functional as F

torch.manual_seed(0)
BATCH, EPSILON, KAPPA = 100, 0.1, 0.5


def layer(*shape):
    fan_in = torch.tensor(shape[1:]).prod().item()
    return [(torch.randn(*shape) * (2 / fan_in) ** 0.5 / 2).requires_grad_(), torch.zeros(shape[0]).requires_grad_()]


def net():
    return [(*layer(16, 1, 4, 4), 2), (*layer(32, 16, 4, 4), 1), (*layer(100, 3200), 0), (*layer(10, 100), 0)]


def linear(x, weight, bias, stride):
    return F.conv2d(x, weight, bias, stride) if stride else F.linear(x, weight, bias)


def loss(layers, x, y, certified):
    z = x
    lower, upper = (x - EPSILON).clamp(min=0), (x + EPSILON).clamp(max=1)
    for i, (weight, bias, stride) in enumerate(layers):
        last = i == len(layers) - 1
        if not stride and z.dim() == 4:
            z, lower, upper = z.flatten(1), lower.flatten(1), upper.flatten(1)
        z = linear(z, weight, bias, stride)
        if certified and not last:
            middle = linear((lower + upper) / 2, weight, bias, stride)
            radius = linear((upper - lower) / 2, weight.abs(), None, stride)
            lower, upper = F.relu(middle - radius), F.relu(middle + radius)
        if not last:
            z = F.relu(z)
    fit = F.cross_entropy(z, y)
    if not certified:
        return fit
    # elision: the bounds of each logit less the label's, from the last layer's weights
    weight, bias, _ = layers[-1]
    others = torch.tensor([[j for j in range(10) if j != label] for label in y.tolist()])
    c = weight[others] - weight[y].unsqueeze(1)
    d = bias[others] - bias[y].unsqueeze(1)
    middle, radius = (lower + upper) / 2, (upper - lower) / 2
    margins = (c @ middle.unsqueeze(2)).squeeze(2) + (c.abs() @ radius.unsqueeze(2)).squeeze(2) + d
    worst = torch.cat([torch.zeros(BATCH, 1), margins], 1)
    return KAPPA * fit + (1 - KAPPA) * torch.logsumexp(worst, 1).mean()


x, y = torch.rand(BATCH, 1, 28, 28), torch.randint(0, 10, (BATCH,))
layers = net()
optimizer = torch.optim.Adam([p for weight, bias, _ in layers for p in (weight, bias)], 1e-3)
print(json.dumps(torch.__version__), flush=True)
for line in sys.stdin:
    mode, threads, steps = line.split()
    torch.set_num_threads(int(threads))
    times = []
    for _ in range(int(steps)):
        start = time.perf_counter()
        optimizer.zero_grad()
        value = loss(layers, x, y, mode == "ibp")
        value.backward()
        optimizer.step()
        value.item()
        times.append((time.perf_counter() - start) * 1e3)
    print(json.dumps(times), flush=True)
