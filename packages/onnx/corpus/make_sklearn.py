"""Files of scikit-learn by skl2onnx: `python make_sklearn.py`, with what requirements-sklearn.txt names."""

import warnings

import numpy as np
from common import Corpus
from skl2onnx import to_onnx
from sklearn.linear_model import LinearRegression
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
corpus = Corpus("sklearn")
rng = np.random.default_rng(0)
X = rng.normal(size=(60, 3)).astype(np.float32)
classes = (X[:, 0] + X[:, 1] > 0).astype(int) + (X[:, 2] > 0)
values = X[:, 0] * X[:, 1] + X[:, 2]


def add(name, model, y, predict, opset, output):
    model.fit(X, y)
    made = to_onnx(model, X[:1], target_opset={"": opset, "ai.onnx.ml": 3}, **({"options": {"zipmap": False}} if output == "probabilities" else {}))
    examples = [X[:1], X[1:2]]
    corpus.add(f"sklearn-{name}", made, [[x] for x in examples], [[predict(model)(x)] for x in examples], wanted=[output])


for activation in ("relu", "tanh", "logistic"):
    add(f"regressor-{activation}", MLPRegressor(hidden_layer_sizes=(4, 3), activation=activation, max_iter=20, random_state=1), values, lambda m: lambda x: m.predict(x)[:, None], 13, "variable")
add("classifier", MLPClassifier(hidden_layer_sizes=(5,), max_iter=20, random_state=1), classes, lambda m: m.predict_proba, 15, "probabilities")
add("scaled", make_pipeline(StandardScaler(), MLPRegressor(hidden_layer_sizes=(4,), max_iter=20, random_state=1)), values, lambda m: lambda x: m.predict(x)[:, None], 17, "variable")
add("linear", LinearRegression(), values, lambda m: lambda x: m.predict(x)[:, None], 11, "variable")
corpus.write()
