"""The same steps in PyTorch on its GPU: torch_gpu.py [--models small,large] [--compile small,large] [--batch 100] [--json FILE].
Eager and compiled, with TF32 off and on; a line of JSON for each figure."""
import argparse, json, statistics, sys, time

import torch
import torch.nn.functional as F

args = argparse.ArgumentParser()
args.add_argument("--models", default="small,medium,large,cnn7,cnn3,cnn5")
args.add_argument("--compile", default="")
args.add_argument("--batch", type=int, default=100)
args.add_argument("--rounds", type=int, default=15)
args.add_argument("--device", default="cuda")
args.add_argument("--json")
flags = args.parse_args()

# filters, kernel, stride, padding | units; "bn" puts batch norm before each relu
MODELS = {
    "small": ([(16, 4, 2, 0), (32, 4, 1, 0)], [100], False),
    "medium": ([(32, 3, 1, 0), (32, 4, 2, 0), (64, 3, 1, 0), (64, 4, 2, 0)], [512, 512], False),
    "large": ([(64, 3, 1, 1), (64, 3, 1, 1), (128, 3, 2, 1), (128, 3, 1, 1), (128, 3, 1, 1)], [512], False),
    "cnn7": ([(64, 3, 1, 1), (64, 3, 1, 1), (128, 3, 2, 1), (128, 3, 1, 1), (128, 3, 1, 1)], [512], True),
    "cnn3": ([(64, 5, 2, 2), (128, 4, 2, 1)], [], True),
    "cnn5": ([(64, 3, 1, 1), (64, 4, 2, 1), (128, 4, 2, 1)], [512], True),
}


class Net(torch.nn.Module):
    def __init__(self, model, c, size):
        super().__init__()
        convs, hidden, self.norm = MODELS[model]
        layers, norms = [], []
        for filters, kernel, stride, padding in convs:
            layers.append(torch.nn.Conv2d(c, filters, kernel, stride, padding))
            norms.append(torch.nn.BatchNorm2d(filters))
            c, size = filters, (size + 2 * padding - kernel) // stride + 1
        inputs = c * size * size
        for units in [*hidden, 10]:
            layers.append(torch.nn.Linear(inputs, units))
            norms.append(torch.nn.BatchNorm1d(units))
            inputs = units
        self.layers, self.norms = torch.nn.ModuleList(layers), torch.nn.ModuleList(norms[:-1] if self.norm else [])

    def linear(self, layer, z, weight, bias):
        if isinstance(layer, torch.nn.Conv2d):
            return F.conv2d(z, weight, bias, layer.stride, layer.padding)
        return F.linear(z.flatten(1), weight, bias)

    def forward(self, x, y, ibp):
        """Logits, and margins of the other classes over the ball, with the last layer elided."""
        z = x
        if ibp:
            low, up = (x - 0.1).clamp(0, 1), (x + 0.1).clamp(0, 1)
        for i, layer in enumerate(self.layers[:-1]):
            weight, bias = layer.weight, layer.bias
            z = self.linear(layer, z, weight, bias)
            if ibp:
                mu, r = self.linear(layer, (low + up) / 2, weight, bias), self.linear(layer, (up - low) / 2, weight.abs(), None)
            if self.norm:
                axes = [0, 2, 3] if z.dim() == 4 else [0]
                mean, variance = z.mean(axes), z.var(axes, unbiased=False)
                scale = self.norms[i].weight * torch.rsqrt(variance + 1e-5)
                shift = self.norms[i].bias - mean * scale
                view = (1, -1, 1, 1) if z.dim() == 4 else (1, -1)
                z = z * scale.view(view) + shift.view(view)
                if ibp:
                    mu, r = mu * scale.view(view) + shift.view(view), r * scale.abs().view(view)
            z = F.relu(z)
            if ibp:
                low, up = F.relu(mu - r), F.relu(mu + r)
        weight, bias = self.layers[-1].weight, self.layers[-1].bias
        logits = F.linear(z.flatten(1), weight, bias)
        if not ibp:
            return logits, None
        mu, r = ((low + up) / 2).flatten(1), ((up - low) / 2).flatten(1)
        difference = weight[None] - weight[y][:, None]
        margins = (difference @ mu[:, :, None] + difference.abs() @ r[:, :, None]).squeeze(-1)
        return logits, margins + bias[None] - bias[y][:, None]


figures = []
wait = torch.cuda.synchronize if flags.device == "cuda" else lambda: None
print(torch.__version__, torch.cuda.get_device_name() if flags.device == "cuda" else "CPU", flush=True)
for model in flags.models.split(","):
    c, size = (1, 28) if model in ("small", "cnn3") else (3, 32)
    x = torch.rand(flags.batch, c, size, size, device=flags.device)
    y = torch.arange(flags.batch, device=flags.device) % 10
    for compiled in [False, True] if model in flags.compile.split(",") else [False]:
        for tf32 in [False, True]:
            torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
            torch._dynamo.reset()
            net = Net(model, c, size).to(flags.device)
            forward = torch.compile(net) if compiled else net
            optimiser = torch.optim.Adam(net.parameters(), 1e-4, fused=flags.device == "cuda")

            def train(ibp):
                logits, margins = forward(x, y, ibp)
                loss = F.cross_entropy(logits, y)
                if ibp:
                    loss = 0.5 * loss + 0.5 * torch.logsumexp(margins, 1).mean()
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                return loss.item()

            def evaluate():
                with torch.no_grad():
                    logits, margins = forward(x, y, True)
                    return (logits.sum() + margins.sum()).item()

            for task, run in {"nominal": lambda: train(False), "ibp": lambda: train(True), "evaluate": evaluate}.items():
                if compiled and task != "ibp":
                    continue
                start = time.perf_counter()
                run(), wait()
                first, times = time.perf_counter() - start, []
                for _ in range(flags.rounds + 2):
                    start = time.perf_counter()
                    run(), wait()
                    times.append((time.perf_counter() - start) * 1000)
                times = sorted(times[2:])
                figures.append(dict(model=model, batch=flags.batch, task=task, compiled=compiled, tf32=tf32,
                                    milliseconds=statistics.median(times), least=times[0], compileSeconds=first))
                print(json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in figures[-1].items()}), flush=True)
if flags.json:
    json.dump(figures, open(flags.json, "w"), indent=1)
