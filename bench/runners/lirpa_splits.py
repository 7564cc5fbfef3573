"""Splits inputs or activations of problems in PyTorch: a task a line, boxes or domains bounded in return.

Bounds are those of auto_LiRPA where it is installed, and CROWN written plainly elsewhere; the search around them is the same:
boxes in batches, cut in the middle of the widest feature; domains in batches, cut at the unit whose sign is most open, with
bounds of hidden units from the whole box and slopes optimised in 15 steps.
"""
import json
import sys
import time

import torch
import torch.nn as nn

workload = json.loads(sys.argv[1])
with open(workload["file"]) as given:
    problems = json.load(given)
torch.set_num_threads(workload["threads"])
torch.manual_seed(0)
try:
    from auto_LiRPA import BoundedModule, BoundedTensor, PerturbationLpNorm
except ImportError:
    BoundedModule = None
engine = "PyTorch" if BoundedModule is None or workload.get("plain") else "auto_LiRPA"
STEPS = 15


def network_of(problem):
    layers, sizes = [], problem["sizes"]
    for i, layer in enumerate(problem["layers"]):
        linear = nn.Linear(sizes[i], sizes[i + 1])
        kernel = torch.tensor(layer["kernel"]).view(sizes[i], sizes[i + 1])
        linear.weight = nn.Parameter(kernel.t().contiguous(), requires_grad=False)
        linear.bias = nn.Parameter(torch.tensor(layer["bias"]), requires_grad=False)
        layers += [linear] if i == len(problem["layers"]) - 1 else [linear, nn.ReLU()]
    return nn.Sequential(*layers)


class Lirpa:
    """Upper bounds of output 0 by auto_LiRPA."""

    def __init__(self, net, inputs, outputs):
        options = {"iteration": STEPS, "lr_alpha": 0.1, "enable_beta_crown": False}
        # the sparse forms do not go with bounds that are given
        sparse = ["sparse_intermediate_bounds", "sparse_features_alpha", "sparse_spec_alpha"]
        self.net = BoundedModule(net, torch.zeros(1, inputs), bound_opts={
            "optimize_bound_args": options, **{name: False for name in sparse}})
        self.row = torch.zeros(1, 1, outputs)
        self.row[0, 0, 0] = 1
        self.hidden = None

    def input_of(self, low, high):
        norm = PerturbationLpNorm(norm=float("inf"), x_L=low, x_U=high)
        return (BoundedTensor((low + high) / 2, norm),)

    def boxes(self, low, high):
        with torch.no_grad():
            return self.net.compute_bounds(x=self.input_of(low, high), C=self.row.expand(len(low), 1, -1),
                                           method="CROWN", bound_lower=False)[1][:, 0]

    def root(self, low, high):
        self.boxes(low, high)
        nodes = [n for n in self.net._modules.values() if type(n).__name__ == "BoundRelu"]
        self.hidden = [n.inputs[0] for n in nodes]
        return [(n.lower.detach().clone(), n.upper.detach().clone()) for n in self.hidden]

    def domains(self, low, high, hidden):
        named = {n.name: [l.clone(), u.clone()] for n, (l, u) in zip(self.hidden, hidden)}
        count = len(hidden[0][0])
        x = self.input_of(low.expand(count, -1), high.expand(count, -1))
        return self.net.compute_bounds(x=x, C=self.row.expand(count, 1, -1), method="CROWN-Optimized",
                                       intermediate_layer_bounds=named, bound_lower=False)[1][:, 0].detach()


class Plain:
    """The same by CROWN, written plainly."""

    def __init__(self, net, inputs, outputs):
        self.layers = [m for m in net if isinstance(m, nn.Linear)]
        self.row = torch.zeros(1, 1, outputs)
        self.row[0, 0, 0] = 1

    def upper(self, end, c, hidden, low, high, slopes=None):
        constant = 0
        for i in range(end, -1, -1):
            constant = constant + c @ self.layers[i].bias
            c = c @ self.layers[i].weight
            if i > 0:
                l, u = hidden[i - 1]
                above = u.relu() / (u.relu() + (-l).relu()).clamp(min=1e-18)
                open_ = (l < 0) & (u > 0)
                below = torch.where(open_, slopes[i - 1] if slopes else (u + l > 0).float(), (u > 0).float())
                above = torch.where(open_, above, below)
                offset = torch.where(open_, above * (-l).relu(), torch.zeros(()))
                positive = c.relu()
                constant = constant + (positive * offset[:, None]).sum(2)
                c = c * below[:, None] + positive * (above - below)[:, None]
        middle, radius = (low + high) / 2, (high - low) / 2
        return constant + (c * middle[:, None]).sum(2) + (c.abs() * radius[:, None]).sum(2)

    def hidden_of(self, low, high):
        hidden = []
        for i, layer in enumerate(self.layers[:-1]):
            eye = torch.eye(layer.out_features)
            c = torch.cat([eye, -eye])[None].expand(len(low), -1, -1)
            both = self.upper(i, c, hidden, low, high)
            hidden.append((-both[:, layer.out_features :], both[:, : layer.out_features]))
        return hidden

    def boxes(self, low, high):
        with torch.no_grad():
            return self.upper(len(self.layers) - 1, self.row, self.hidden_of(low, high), low, high)[:, 0]

    def root(self, low, high):
        with torch.no_grad():
            return self.hidden_of(low, high)

    def domains(self, low, high, hidden):
        slopes = [(u + l > 0).float().requires_grad_() for l, u in hidden]
        optimiser = torch.optim.Adam(slopes, 0.1)
        best = None
        for _ in range(STEPS + 1):
            bounds = self.upper(len(self.layers) - 1, self.row, hidden, low, high, [s.clamp(0, 1) for s in slopes])[:, 0]
            best = bounds.detach() if best is None else torch.minimum(best, bounds.detach())
            optimiser.zero_grad()
            bounds.sum().backward()
            optimiser.step()
        return best


def split_inputs(problem):
    bounder = bounder_of(problem)
    whole = torch.tensor([problem["lower"], problem["upper"]])

    def run():
        waiting, count = [whole], 0
        width = whole[1] - whole[0]
        while waiting and count < problem["most"]:
            parts = torch.stack(waiting[-problem["batch"] :])
            del waiting[-problem["batch"] :]
            low, high = parts[:, 0], parts[:, 1]
            open_ = bounder.boxes(low, high) + problem["d"] >= 0
            count += len(parts)
            for part in parts[open_]:
                feature = ((part[1] - part[0]) / width).argmax()
                middle = part[:, feature].mean()
                below, above = part.clone(), part.clone()
                below[1, feature], above[0, feature] = middle, middle
                waiting += [above, below]
        return count, not waiting

    return run


def split_activations(problem):
    bounder = bounder_of(problem)
    low, high = torch.tensor([problem["lower"]]), torch.tensor([problem["upper"]])

    def run():
        root = bounder.root(low, high)
        waiting, count, settled = [[(l[0], u[0]) for l, u in root]], 0, True
        while waiting and count < problem["most"]:
            parts = waiting[-32:]
            del waiting[-32:]
            hidden = [tuple(torch.stack(ends) for ends in zip(*of)) for of in zip(*parts)]
            bounds = bounder.domains(low, high, hidden)
            count += len(parts)
            for part, bound in zip(parts, bounds):
                if bound + problem["d"] < 0:
                    continue
                openness = [torch.minimum(-l, u) for l, u in part]
                layer = max(range(len(part)), key=lambda i: openness[i].max())
                if openness[layer].max() <= 0:
                    settled = False
                    continue
                unit = openness[layer].argmax()
                for side in (0, 1):
                    child = [(l.clone(), u.clone()) for l, u in part]
                    child[layer][side][unit] = 0
                    waiting.append(child)
        return count, not waiting and settled

    return run


def bounder_of(problem):
    kind = Lirpa if engine == "auto_LiRPA" else Plain
    return kind(network_of(problem), problem["sizes"][0], problem["sizes"][-1])


methods = {
    "inputs": split_inputs(problems["inputs"]),
    "activations": split_activations(problems["activations"]),
}
print(json.dumps(engine), flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    try:
        count, settled = methods[line.strip()]()
        answer = {"count": count, "values": [int(settled)], "milliseconds": (time.perf_counter() - start) * 1000}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
