"""IBP, CROWN-IBP, CROWN, Fast-Lin, alpha-CROWN and PGD in PyTorch, written plainly, on a network and images from a file.

Says which methods there are, then reads a method a line and answers a line of JSON.
"""
import json
import sys

import torch
import torch.nn.functional as F

from verify_file import answer_lines, channels_first, load, margin_rows

workload = json.loads(sys.argv[1])
torch.set_num_threads(workload["threads"])
torch.manual_seed(0)
EPSILON = workload["epsilon"]
images, subjects, weights = load(workload)
labels, proved = subjects["labels"], subjects["proved"]


class Layer:
    def __init__(self, kernel, bias, shape, stride):
        self.shape, self.stride, self.bias = shape, stride, bias
        self.weight = channels_first(kernel, shape)
        self.output = self(torch.zeros(1, *shape)).shape[1:]

    def apply(self, z, weight, bias):
        if weight.dim() == 4:
            return F.conv2d(z, weight, bias, self.stride)
        return F.linear(z.flatten(1), weight, bias)

    def __call__(self, z):
        return self.apply(z, self.weight, self.bias)

    def interval(self, low, high):
        mu, r = self((low + high) / 2), self.apply((high - low) / 2, self.weight.abs(), None)
        return mu - r, mu + r

    def back(self, c):
        """Coefficients [images, rows, ...output] to [images, rows, ...input], and what the bias adds."""
        n, rows = c.shape[:2]
        if self.weight.dim() == 2:
            return (c @ self.weight).view(n, rows, *self.shape), c @ self.bias
        kernel = self.weight.shape[-1]
        left = [(size - kernel) % self.stride for size in self.shape[1:]]
        pulled = F.conv_transpose2d(c.flatten(0, 1), self.weight, None, self.stride, 0, left)
        return pulled.view(n, rows, *self.shape), (c.sum((3, 4)) * self.bias).sum(2)


layers = []
for kernel, bias, stride in weights:
    layers.append(Layer(kernel, bias, layers[-1].output if layers else images.shape[1:], stride))


def forward(x):
    for layer in layers[:-1]:
        x = F.relu(layer(x))
    return layers[-1](x)


def ball(x):
    return (x - EPSILON).clamp(0, 1), (x + EPSILON).clamp(0, 1)


def interval_boxes(low, high):
    """Bounds of what every relu receives."""
    boxes = []
    for layer in layers[:-1]:
        boxes.append(layer.interval(low, high))
        low, high = (end.relu() for end in boxes[-1])
    return boxes


def ibp(x, y):
    low, high = (end.relu().flatten(1) for end in interval_boxes(*ball(x))[-1])
    c, constant = layers[-1].back(margin_rows(y))
    c = c.flatten(2)
    middle, radius = (low + high) / 2, (high - low) / 2
    return (c @ middle[:, :, None] + c.abs() @ radius[:, :, None]).squeeze(-1) + constant


def relax(low, high, parallel):
    """Slopes of the lines under and over relu, and the offset of the upper one."""
    above = high.relu() / (high.relu() + (-low).relu()).clamp(min=1e-18)
    below = above if parallel else (high + low > 0).float()
    return below[:, None], above[:, None], (above * (-low).relu())[:, None]


def backward(end, c, boxes, low, high, parallel=False, alphas=None):
    """Upper bounds [images, rows] of rows `c` on the output of layer `end`."""
    constant = 0
    for i in range(end, -1, -1):
        c, added = layers[i].back(c)
        constant = constant + added
        if i > 0:
            below, above, offset = relax(*boxes[i - 1], parallel)
            if alphas:
                l, u = boxes[i - 1]
                below = torch.where(((l < 0) & (u > 0))[:, None], alphas[i - 1], below)
            positive = c.relu()
            constant = constant + (positive * offset).flatten(2).sum(2)
            c = c * below + positive * (above - below)
    c, middle, radius = c.flatten(2), ((low + high) / 2).flatten(1), ((high - low) / 2).flatten(1)
    return (c @ middle[:, :, None] + c.abs() @ radius[:, :, None]).squeeze(-1) + constant


def crown_ibp(x, y):
    low, high = ball(x)
    return backward(len(layers) - 1, margin_rows(y), interval_boxes(low, high), low, high)


ROWS = 512  # of one backward pass


def crown_boxes(low, high, parallel):
    """One image: bounds of the unstable units by backward passes, cut with interval bounds."""
    boxes, at = [], (low, high)
    for i, layer in enumerate(layers[:-1]):
        a, b = layer.interval(*at)
        if i > 0:
            unstable = ((a < 0) & (b > 0)).flatten().nonzero()[:, 0]
            for units in unstable.split(ROWS // 2):
                rows = F.one_hot(units, a.numel()).float().view(1, -1, *a.shape[1:])
                upper = backward(i, torch.cat([rows, -rows], 1), boxes, low, high, parallel)[0]
                b.view(-1)[units] = torch.minimum(b.view(-1)[units], upper[: len(units)])
                a.view(-1)[units] = torch.maximum(a.view(-1)[units], -upper[len(units) :])
        boxes.append((a, b))
        at = a.relu(), b.relu()
    return boxes


def crown(x, y, parallel=False):
    bounds = []
    for image, rows in zip(x.split(1), margin_rows(y).split(1)):
        low, high = ball(image)
        bounds.append(backward(len(layers) - 1, rows, crown_boxes(low, high, parallel), low, high, parallel))
    return torch.cat(bounds)


def alpha_crown(x, y):
    """Slopes for each row, by Adam; intermediate bounds by CROWN, fixed."""
    low, high = ball(x)
    each = [crown_boxes(*ball(image), False) for image in x.split(1)]
    boxes = [tuple(torch.cat(ends) for ends in zip(*of)) for of in zip(*each)]
    rows = margin_rows(y)
    shape = rows.shape[:2]
    alphas = [
        (l + u > 0).float()[:, None].expand(*shape, *l.shape[1:]).clone().requires_grad_() for l, u in boxes
    ]
    optimiser = torch.optim.Adam(alphas, 0.25)
    decay = torch.optim.lr_scheduler.ExponentialLR(optimiser, 0.95)
    best = None
    for step in range(workload["alphaSteps"] + 1):
        with torch.enable_grad():
            bounds = backward(len(layers) - 1, rows, boxes, low, high, alphas=alphas)
            total = bounds.sum()
        best = bounds.detach() if best is None else torch.minimum(best, bounds.detach())
        if step == workload["alphaSteps"]:
            return best
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        decay.step()
        for alpha in alphas:
            alpha.clamp_(0, 1)


def pgd(x, y):
    low, high = ball(x)
    point = low + torch.rand_like(low) * (high - low)
    steps = workload["pgdSteps"]
    for step in range(steps):
        point.requires_grad_()
        with torch.enable_grad():
            logits = forward(point)
            right = logits.gather(1, y[:, None]).squeeze(1)
            wrong = logits.scatter(1, y[:, None], -float("inf")).amax(1)
            (gradient,) = torch.autograd.grad((wrong - right).sum(), point)
        length = EPSILON * 0.4 ** sum(step >= at * steps for at in (0.25, 0.5, 0.75))
        point = torch.minimum(torch.maximum(point.detach() + length * gradient.sign(), low), high)
    forward(point).argmax(1)


def some(count):
    return images[:count], labels[:count]


def bounds_of(method):
    def run(count):
        values = method(*some(count))
        return {"count": count, "values": values.flatten().tolist()}

    return run


def attack(count):
    if len(proved) == 0:
        raise ValueError("none of the images is proved")
    chosen = proved[torch.arange(count) % len(proved)]
    pgd(images[chosen], labels[chosen])
    return {"count": count * workload["pgdSteps"], "values": []}


methods = {
    "ibp": bounds_of(ibp),
    "crown-ibp": bounds_of(crown_ibp),
    "crown": bounds_of(crown),
    "fast-lin": bounds_of(lambda x, y: crown(x, y, True)),
    "alpha-crown": bounds_of(alpha_crown),
    "pgd": attack,
}
with torch.no_grad():
    answer_lines(methods, workload)
