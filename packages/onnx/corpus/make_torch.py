"""Files of both exporters of PyTorch: `python make_torch.py`, with what requirements-torch.txt names."""

import io
import pathlib
import tempfile
import warnings

import torch
import torch.nn.functional as F
from attention import VisionTransformer
from common import Corpus, load
from torch import nn

warnings.filterwarnings("ignore")
torch.manual_seed(0)
corpus = Corpus("torch")


class Of(nn.Module):
    """A module of a function and the modules that it calls."""

    def __init__(self, function, *modules):
        super().__init__()
        self.parts = nn.ModuleList(modules)
        self.function = function

    def forward(self, *x):
        return self.function(*self.parts, *x)


def trained(model):
    """Statistics and scales that are not those of a fresh batch norm."""
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 2)
            nn.init.uniform_(module.weight, -1.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    return model.eval()


def export(name, model, *shapes, opsets=(), dynamo=True, dynamic=False, dtype=torch.float32, **options):
    model = trained(model).to(dtype)
    examples = [[torch.randn(shape, dtype=dtype) for shape in shapes] for _ in range(2)]
    with torch.no_grad():
        results = [model(*x) for x in examples]
    outputs = [[y.numpy() for y in (r if isinstance(r, tuple) else (r,))] for r in results]
    inputs = [[a.numpy() for a in x] for x in examples]
    names = [f"x{i}" for i in range(len(shapes))]
    with tempfile.TemporaryDirectory() as folder:
        file = str(pathlib.Path(folder) / "model.onnx")
        for opset in opsets:
            more = {"dynamic_axes": {name: {0: "batch"} for name in names}} if dynamic else {}
            torch.onnx.export(
                model, tuple(examples[0]), file, dynamo=False, opset_version=opset, input_names=names,
                do_constant_folding=name != "batch-norm", training=torch.onnx.TrainingMode.PRESERVE, **more,
            )  # fmt: skip
            corpus.add(f"torch-legacy-{opset}-{name}", load(file), inputs, outputs, **options)
        if dynamo:
            shapes_ = tuple({0: torch.export.Dim("batch")} for _ in names)
            more = {"dynamic_shapes": (shapes_,) if isinstance(model, Of) else shapes_} if dynamic else {}
            # a batch of 1 would be taken for a constant
            sample = tuple(torch.cat([x, x]) if dynamic else x for x in examples[0])
            torch.onnx.export(model, sample, file, dynamo=True, verbose=False, external_data=False, **more)
            corpus.add(f"torch-{name}", load(file), inputs, outputs, **options)


conv = nn.Conv2d
export("mlp", nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2)), (1, 3), opsets=(7, 9, 11, 13, 17))
export("mlp-batch", nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)), (1, 3), opsets=(11,), dynamic=True)
export("double", nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2)), (1, 3), opsets=(13,), dtype=torch.float64)
export(
    "conv", nn.Sequential(conv(2, 3, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(27, 2)), (1, 2, 5, 6),
    opsets=(7, 11, 13),
)  # fmt: skip
export("conv-image", nn.Sequential(conv(2, 3, (2, 3)), nn.ReLU(), conv(3, 2, 1)), (1, 2, 4, 5), opsets=(11,))
export("conv-same", conv(2, 3, (3, 4), padding="same"), (1, 2, 5, 6))
export("conv-padded", nn.Sequential(nn.ZeroPad2d((1, 0, 2, 1)), conv(1, 2, 3)), (1, 1, 4, 4), opsets=(9, 11))
export("conv-groups", nn.Sequential(conv(4, 6, 3, groups=2), nn.ReLU()), (1, 4, 5, 5), opsets=(13,))
export("conv-depthwise", nn.Sequential(conv(3, 6, 3, groups=3, padding=1)), (1, 3, 4, 5), opsets=(13,))
export("conv-dilated", nn.Sequential(conv(2, 2, 3, dilation=2, padding=(2, 1), stride=(1, 2))), (1, 2, 7, 8), opsets=(11,))
export("conv-1d", nn.Sequential(nn.Conv1d(2, 3, 3, padding=1, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(12, 2)), (1, 2, 7), opsets=(11,))
norm = nn.Sequential(conv(2, 3, 3), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(12, 4), nn.BatchNorm1d(4))
export("batch-norm", norm, (1, 2, 4, 4), opsets=(9, 15))
block = Of(lambda a, b, c, x: c(F.relu(b(F.relu(a(x))) + x).flatten(1)), conv(2, 2, 3, padding=1), conv(2, 2, 3, padding=1), nn.Linear(32, 3))
export("residual", block, (1, 2, 4, 4), opsets=(9, 13))
export("max-pool", nn.Sequential(conv(1, 2, 3), nn.MaxPool2d(2), nn.MaxPool2d(3, 2, padding=1)), (1, 1, 9, 10), opsets=(9, 11))
export("max-pool-ceil", nn.MaxPool2d(3, 2, ceil_mode=True), (1, 2, 6, 7), opsets=(11,))
export("max-pool-dilated", nn.MaxPool2d(2, 1, padding=1, dilation=2), (1, 1, 5, 5), opsets=(13,))
export("max-pool-1d", nn.MaxPool1d(3, 2, padding=1), (1, 2, 8), opsets=(11,))
export("average-pool", nn.AvgPool2d(3, 2, padding=1), (1, 2, 5, 6), opsets=(11,))
export("average-pool-inside", nn.AvgPool2d(3, 2, padding=1, count_include_pad=False), (1, 2, 6, 6), opsets=(11,))
export("average-pool-ceil", nn.AvgPool2d(2, 2, ceil_mode=True, count_include_pad=False), (1, 1, 5, 5), opsets=(11,))
export("global-pool", nn.Sequential(conv(2, 3, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 2)), (1, 2, 4, 4), opsets=(11,))
view = Of(lambda a, b, x: b(a(x).view(x.size(0), -1)), conv(1, 2, 2), nn.Linear(18, 2))
export("view", view, (1, 1, 4, 4), opsets=(9, 13), dynamic=True)
branches = Of(lambda a, b, c, x: c(torch.cat([F.relu(a(x)), b(x), x], 1).flatten(1)), conv(2, 1, 1), conv(2, 2, 1), nn.Linear(45, 2))
export("concat", branches, (1, 2, 3, 3), opsets=(11,))
export("chunk", Of(lambda a, x: (lambda u, v: u * torch.sigmoid(v))(*a(x).chunk(2, 1)), nn.Linear(3, 4)), (1, 3), opsets=(11, 13))
export("slice", Of(lambda a, x: a(x)[:, 1:, ::2, -3:], conv(1, 3, 1)), (1, 1, 5, 5), opsets=(11, 13))
export("select", Of(lambda a, x: a(x)[:, [2, 0, 0]] + a(x)[:, 1:2], nn.Linear(3, 4)), (1, 3), opsets=(11,))
smooth = Of(lambda a, x: sum(f(a(x)) for f in (torch.sigmoid, torch.tanh, F.elu, F.selu, F.silu, F.mish)), nn.Linear(3, 4))
export("smooth", smooth, (1, 3), opsets=(11, 17))
export("softplus", nn.Sequential(nn.Linear(3, 4), nn.Softplus(), nn.Linear(4, 2)), (1, 3), opsets=(11,), dynamo=False)
kinks = (F.relu, F.relu6, F.hardtanh, F.hardsigmoid, F.hardswish, torch.abs, F.leaky_relu, lambda v: F.celu(v, 0.7), lambda v: F.elu(v, 1.5))
export("kinks", Of(lambda a, x: sum(f(3 * a(x)) for f in kinks), nn.Linear(3, 4)), (1, 3), opsets=(12, 14))
export("gelu", nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.Linear(4, 2), nn.GELU(approximate="tanh")), (1, 3))
export("prelu", nn.Sequential(conv(2, 3, 2), nn.PReLU(3), nn.Flatten(), nn.PReLU()), (1, 2, 3, 3), opsets=(11,))
export("softmax", nn.Sequential(conv(2, 3, 1), nn.Softmax(1)), (1, 2, 2, 3), opsets=(11, 13))
export("clamp", Of(lambda a, x: a(x).clamp(-0.5, 0.7) + a(x).clamp(min=0.1) + a(x).clamp(max=0.2), nn.Linear(3, 4)), (1, 3), opsets=(9, 11))
export("extremes", Of(lambda a, b, x: torch.maximum(a(x), b(x)) - torch.minimum(a(x), b(x) * 2), nn.Linear(3, 4), nn.Linear(3, 4)), (1, 3), opsets=(12,))
reduce = Of(lambda a, x: a(x).mean((2, 3)) + a(x).sum((2, 3)) - a(x).amax((2, 3)) + a(x).amin((2, 3)), conv(2, 3, 2))
export("reduce", reduce, (1, 2, 4, 4), opsets=(11, 13))
export("upsample", nn.Sequential(conv(2, 1, 1), nn.Upsample(scale_factor=2), conv(1, 1, 2)), (1, 2, 3, 3), opsets=(9, 11))
export("reflect", nn.Sequential(nn.ReflectionPad2d((1, 2, 0, 1)), conv(1, 2, 3), nn.ReplicationPad2d(1)), (1, 1, 4, 4), opsets=(11,))
tokens = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2), nn.Flatten(), nn.Linear(10, 2))
export("tokens", tokens, (1, 5, 4), opsets=(13,))
mixer = Of(lambda a, b, x: b(a(x.transpose(1, 2)).relu().transpose(1, 2)), nn.Linear(5, 5), nn.Linear(4, 2))
export("mixer", mixer, (1, 5, 4), opsets=(13,))
scaled = Of(lambda a, x: (1 - a((x - torch.tensor([0.1, 0.2, 0.3])) / torch.tensor([0.5, 0.25, 2.0]))) / 3, nn.Linear(3, 2))
export("normalised", scaled, (1, 3), opsets=(11,))
image = torch.tensor([0.1, 0.2]).view(1, 2, 1, 1)
export("normalised-image", Of(lambda a, x: a((x - image) * (image + 1)), conv(2, 2, 2)), (1, 2, 3, 3), opsets=(11,))
export("shuffle", nn.Sequential(conv(1, 4, 1), nn.PixelShuffle(2), conv(1, 1, 2)), (1, 1, 3, 3), opsets=(11,))
export("permute", Of(lambda a, b, x: b(a(x).permute(0, 2, 3, 1).reshape(1, 3, -1)), conv(2, 2, 1), nn.Linear(6, 2)), (1, 2, 3, 3), opsets=(11,))
export("squeeze", Of(lambda a, x: a(x.squeeze(2).unsqueeze(1)).squeeze(1), conv(1, 1, (1, 2))), (1, 2, 1, 3), opsets=(11, 13))
two = Of(lambda a, b, x, y: (a(x) + b(y), a(x).relu()), nn.Linear(3, 2), nn.Linear(2, 2))
export("two-ends", two, (1, 3), (1, 2), opsets=(11,))
export("gate", Of(lambda a, b, x: a(x) * torch.sigmoid(b(x.mean((2, 3))))[:, :, None, None], conv(2, 2, 1), nn.Linear(2, 2)), (1, 2, 3, 3), opsets=(13,))
export("square", Of(lambda a, x: a(x) ** 2 + a(x) ** 3, nn.Linear(3, 2)), (1, 3), opsets=(11,))
export("expand", Of(lambda a, x: a(x).unsqueeze(2).expand(1, 4, 3) + torch.arange(3), nn.Linear(3, 4)), (1, 3), opsets=(11,))
export("dropout", nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.5), nn.ReLU(), nn.Identity(), nn.Linear(4, 2)), (1, 3), opsets=(11,))
export("softplus-threshold", nn.Sequential(nn.Linear(3, 4), nn.Softplus(), nn.Softsign(), nn.Linear(4, 2)), (1, 3), opsets=(13,))
export("gelu-by-erf", nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.Linear(4, 2), nn.SiLU()), (1, 3), opsets=(13,), dynamo=False)
export("conv-transpose", nn.Sequential(nn.ConvTranspose2d(2, 4, 3, stride=2, padding=1, output_padding=1, groups=2), nn.ReLU(), conv(4, 1, 2)), (1, 2, 3, 3), opsets=(11,))
export("layer-norm", nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4), nn.ReLU(), nn.Linear(4, 2), nn.LogSoftmax(1)), (1, 5, 3), opsets=(13, 17))
export("instance-norm", nn.Sequential(conv(1, 2, 2), nn.InstanceNorm2d(2, affine=True)), (1, 1, 4, 4), opsets=(13,))
heads = Of(lambda q, k, v, o, x: o((q(x) @ k(x).transpose(1, 2) / 2).softmax(-1) @ v(x)), *(nn.Linear(4, 4) for _ in range(4)))
export("attention", heads, (1, 3, 4), opsets=(13,))
# the network of the guide: docs/site/guide/from-pytorch.md
export("guide", nn.Sequential(conv(1, 4, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(64, 3)), (1, 1, 8, 8))
export("vit", VisionTransformer(), (1, 1, 4, 4), opsets=(14, 17))
export("vit-token", VisionTransformer(fused=True, token=True), (1, 1, 4, 4), opsets=(17,))
layer = nn.TransformerEncoderLayer(4, 2, 8, 0.0, F.gelu, batch_first=True, norm_first=True)
export("encoder", nn.Sequential(layer, nn.Flatten(), nn.Linear(12, 2)), (1, 3, 4), opsets=(14,))
export("group-norm", nn.Sequential(conv(1, 4, 2), nn.GroupNorm(2, 4), nn.ReLU()), (1, 1, 4, 4), opsets=(13,))
export("rms-norm", nn.Sequential(nn.Linear(3, 4), nn.RMSNorm(4), nn.Linear(4, 2)), (1, 3))
export("resize-linear", nn.Sequential(conv(1, 2, 2), nn.Upsample(scale_factor=2, mode="bilinear"), nn.ReLU()), (1, 1, 4, 5), opsets=(11,))
aligned = nn.Upsample((5, 7), mode="bilinear", align_corners=True)
export("resize-aligned", nn.Sequential(conv(1, 2, 2), aligned, nn.ReLU()), (1, 1, 4, 5), opsets=(13,))
transposed = nn.Sequential(nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1, groups=2), nn.ReLU(), nn.Conv1d(6, 4, 2, groups=2))
export("conv-transpose-1d", transposed, (1, 4, 4), opsets=(13,))
norms = Of(lambda a, x: a(x).norm(dim=1) + a(x).norm(p=1, dim=1) + a(x).logsumexp(1), nn.Linear(3, 4))
export("norms", norms, (1, 3), opsets=(13,))
export("einsum", Of(lambda a, b, x: torch.einsum("bij,bkj->bik", a(x), b(x)), nn.Linear(3, 2), nn.Linear(3, 2)), (1, 4, 3), opsets=(13,))
corpus.write()
