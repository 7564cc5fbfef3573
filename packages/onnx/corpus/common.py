"""What the scripts beside this one share: they write a file of each model, and its right outputs by its own framework."""

import json
import pathlib

import numpy as np
import onnx

here = pathlib.Path(__file__).parent


def plain(model):
    """Without notes on where each node comes from, which are most of the bytes."""
    model.doc_string = ""
    del model.metadata_props[:]
    graph = model.graph
    graph.doc_string = ""
    del graph.metadata_props[:]
    del graph.value_info[:]
    for node in graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in [*graph.input, *graph.output, *graph.initializer]:
        value.doc_string = ""
        del value.metadata_props[:]
    return model


def short(values):
    """Numbers as short as they come back the same in float32."""
    return [float(np.format_float_positional(np.float32(v), trim="-")) for v in np.ravel(values)]


class Corpus:
    """Collects files and what they compute, and writes `fixtures/<kind>.json` at the end."""

    def __init__(self, kind):
        self.kind = kind
        self.entries = {}

    def add(self, name, model, inputs, outputs, **options):
        """`inputs` and `outputs` are lists of examples, each a list of arrays in the order of the file."""
        bytes_ = plain(model).SerializeToString()
        assert len(bytes_) < 24_000, (name, len(bytes_))
        (here / "fixtures" / f"{name}.onnx").write_bytes(bytes_)
        rows = [
            {"x": sum((short(a) for a in x), []), "y": sum((short(a) for a in y), [])}
            for x, y in zip(inputs, outputs)
        ]
        shapes = {"input": [list(np.shape(a)) for a in inputs[0]], "output": [list(np.shape(a)) for a in outputs[0]]}
        self.entries[name] = {**options, **shapes, "examples": rows}
        print(f"{name}: {len(bytes_)} bytes")

    def write(self):
        lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(self.entries.items())]
        (here / "fixtures" / f"{self.kind}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def load(file):
    return onnx.load(file)
