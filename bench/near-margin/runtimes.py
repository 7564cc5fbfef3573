"""Runs networks in PyTorch and TensorFlow, in the ways that they have: a file of networks and inputs, JSON of outputs by way."""
import json
import sys

import numpy as np

cases = json.load(open(sys.argv[1]))
BATCH = 16  # NNPACK takes no fewer


def tensor(value):
    return np.array(value["data"], np.float32).reshape(value["shape"])


def repeated(case):
    shape = case["nodes"][0]["shape"]
    x = np.array(case["inputs"], np.float32).reshape(-1, *shape)
    return np.repeat(x, BATCH, axis=0)


def of_case(run, case):
    return np.asarray(run(case, repeated(case)), np.float32)[::BATCH].tolist()


def everything(run):
    return [of_case(run, case) for case in cases]


found = {}
try:
    import torch
    import torch.nn.functional as F

    def run_torch(case, x):
        z = torch.from_numpy(x)
        if z.dim() == 4:
            z = z.permute(0, 3, 1, 2)
        for node in case["nodes"][1:]:
            op, params = node["op"], node["params"]
            bias = torch.from_numpy(tensor(params["bias"])) if "bias" in params else None
            if op == "conv2d":
                kernel = torch.from_numpy(tensor(params["kernel"])).permute(3, 2, 0, 1).contiguous()
                z = F.conv2d(z.contiguous(), kernel, bias, padding=1)
            elif op == "dense":
                z = F.linear(z, torch.from_numpy(tensor(params["kernel"])).t().contiguous(), bias)
            elif op == "reshape":
                z = z.permute(0, 2, 3, 1).reshape(z.shape[0], -1)
            else:
                z = F.relu(z)
        return z.numpy()

    name = f"PyTorch {torch.__version__.split('+')[0]}"
    with torch.no_grad():
        torch.backends.nnpack.set_flags(False)
        for threads in (1, 2):
            torch.set_num_threads(threads)
            found[f"{name}, {threads} thread{'s' * (threads > 1)}"] = everything(run_torch)
        torch.set_num_threads(1)
        with torch.backends.mkldnn.flags(enabled=False):
            found[f"{name}, oneDNN off"] = everything(run_torch)
            torch.backends.nnpack.set_flags(True)
            found[f"{name}, oneDNN off, NNPACK on"] = everything(run_torch)
        torch.backends.nnpack.set_flags(False)
        torch.set_float32_matmul_precision("medium")
        found[f"{name}, matmul precision medium"] = everything(run_torch)
except ImportError:
    pass

try:
    import tensorflow as tf

    def run_tensorflow(case, x):
        z = tf.constant(x)
        for node in case["nodes"][1:]:
            op, params = node["op"], node["params"]
            if op == "conv2d":
                z = tf.nn.conv2d(z, tensor(params["kernel"]), 1, "SAME")
            elif op == "dense":
                z = tf.matmul(z, tensor(params["kernel"]))
            elif op == "reshape":
                z = tf.reshape(z, [z.shape[0], -1])
            else:
                z = tf.nn.relu(z)
            if "bias" in params:
                z = tf.nn.bias_add(z, tensor(params["bias"]))
        return z.numpy()

    found[f"TensorFlow {tf.__version__}"] = everything(run_tensorflow)
except ImportError:
    pass

print(json.dumps(found))
