"""Files of Keras, by its own export and by tf2onnx: `python make_keras.py`, with what requirements-keras.txt names."""

import os
import pathlib
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf
import tf2onnx
from common import Corpus, load
from keras import layers as L

keras.utils.set_random_seed(0)
corpus = Corpus("keras")
rng = np.random.default_rng(0)


def export(name, shape, *stack, opsets=(), own=True):
    x = keras.Input(shape)
    y = x
    for layer in stack:
        y = layer(y)
    model = keras.Model(x, y)
    for weight in model.weights:
        low = 0.3 if "variance" in weight.path else -0.8
        weight.assign(rng.uniform(low, 0.9, weight.shape))
    examples = [rng.normal(size=(1, *shape)).astype(np.float32) for _ in range(2)]
    outputs = [[np.asarray(model(example, training=False))] for example in examples]
    inputs = [[example] for example in examples]
    for opset in opsets:
        signature = [tf.TensorSpec((None, *shape), tf.float32, name="x")]
        call = tf.function(lambda x: model(x, training=False), input_signature=signature)
        made, _ = tf2onnx.convert.from_function(call, input_signature=signature, opset=opset)
        corpus.add(f"tf2onnx-{opset}-{name}", made, inputs, outputs)
    if own:
        with tempfile.TemporaryDirectory() as folder:
            file = str(pathlib.Path(folder) / "model.onnx")
            model.export(file, format="onnx", verbose=False)
            corpus.add(f"keras-{name}", load(file), inputs, outputs)


export("dense", (3,), L.Dense(5, "relu"), L.Dense(2), opsets=(9, 13, 18))
export("conv", (6, 7, 2), L.Conv2D(3, 3, activation="relu"), L.MaxPool2D(2), L.Flatten(), L.Dense(2), opsets=(9, 13))
export("conv-same", (6, 7, 2), L.Conv2D(3, 3, 2, "same"), L.ReLU(), L.Conv2D(2, 2, padding="same", dilation_rate=2), L.GlobalAveragePooling2D(), opsets=(15,))
export("depthwise", (5, 5, 2), L.DepthwiseConv2D(3, padding="same"), L.BatchNormalization(), L.ReLU(6.0), L.SeparableConv2D(3, 2), opsets=(13,))
export("pools", (6, 6, 2), L.AveragePooling2D(3, 2, "same"), L.MaxPool2D(2, 1, "same"), L.GlobalMaxPooling2D(), opsets=(13,))
export("norm", (4,), L.Rescaling(0.5, 0.1), L.Dense(3), L.BatchNormalization(), L.Activation("sigmoid"), L.Dense(2), opsets=(13,))
export("residual", (4, 4, 2), lambda x: L.Add()([L.Conv2D(2, 3, padding="same", activation="relu")(x), x]), L.Flatten(), L.Dense(3), opsets=(13,))
export("concat", (4, 4, 2), lambda x: L.Concatenate()([L.Conv2D(1, 1)(x), x]), L.Reshape((16, 3)), L.Dense(2), opsets=(13,))
export("padded", (4, 4, 1), L.ZeroPadding2D(((1, 0), (2, 1))), L.Conv2D(2, 3), L.UpSampling2D(2), L.Cropping2D(1), opsets=(13,))
export("conv-1d", (8, 2), L.Conv1D(3, 3, padding="causal"), L.LeakyReLU(negative_slope=0.2), L.MaxPool1D(2), L.Flatten(), L.Dense(2), opsets=(13,))
export("smooth", (3,), L.Dense(4, "tanh"), L.Dense(4, "elu"), L.Dense(4, "softplus"), L.Dense(4, "selu"), L.Dense(4, "softsign"), L.Dense(2, "softmax"), opsets=(13,))
export("gelu", (3,), L.Dense(4, "silu"), L.Dense(3, "hard_sigmoid"), L.PReLU(), L.Dense(2), opsets=(13,))
corpus.write()
