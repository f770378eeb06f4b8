"""Networks of torch, which notebooks ask by calling them."""

from __future__ import annotations

import sys
import types

import numpy as np
import pytest
from notebooks import flow_of
from served_rows import IMPORTS, NUMBERS, checked, synthesis, watched

from converter.rewrite.serving.loaders import undealt
from converter.rewrite.serving.networks import ungraded, ungraded_functions

pytest.importorskip("sklearn")

# torch is too large for the suite: this is of its names what the notebooks below use.
TORCH = """
import contextlib
import numpy
GRADED = [True]
class Tensor:
    def __init__(self, values, graded=False):
        self.values, self.graded = numpy.asarray(values, "float32"), graded
        self.shape, self.data = self.values.shape, self
    def detach(self): return Tensor(self.values)
    def cpu(self): return self
    def float(self): return self
    def tolist(self): return self.values.tolist()
    def __getitem__(self, index): return Tensor(self.values[index], self.graded)
    def __len__(self): return len(self.values)
    def __gt__(self, other): return self.values > other
    def argmax(self, dim): return self.values.argmax(axis=dim)
    def numpy(self):
        if self.graded:
            raise RuntimeError("detach it")
        return self.values
class Module:
    def __init__(self, width=2): self.weights = numpy.linspace(0.1, 0.9, 2 * width).reshape(2, width)
    def eval(self): return self
    def parameters(self): return [self.weights]
    def forward(self, rows): return self(rows)
    def __call__(self, rows): return Tensor(rows.values @ self.weights, GRADED[-1])
@contextlib.contextmanager
def no_grad():
    GRADED.append(False)
    yield
    GRADED.pop()
class TensorDataset:
    def __init__(self, rows, labels): self.rows, self.labels = rows, labels
def DataLoader(data, batch_size):
    for at in range(0, len(data.rows), batch_size):
        yield data.rows[at:at + batch_size], data.labels[at:at + batch_size]
tensor = FloatTensor = from_numpy = Tensor
def argmax(values, dim): return values.argmax(dim)
def max(values, dim): return values.values.max(axis=dim), values.argmax(dim)
"""
LEARNED = """
import torch
class Net(torch.Module):
    pass
scaler = StandardScaler()
seen = torch.FloatTensor(scaler.fit_transform(X))
net = Net(3)
for step in range(2):
    net.weights = net.weights * 1.5
print(net.parameters())
net.eval()
"""
ASKED = {
    "under no_grad": (
        "with torch.no_grad():\n    kept = net(seen).numpy()", "return net(seen).detach().numpy()",
    ),
    "of a tensor that is made there": (
        "with torch.no_grad():\n    kept = net(torch.tensor(scaler.transform(X))).cpu().numpy()",
        "return net(torch.tensor(scaler.transform(X))).detach().cpu().numpy()",
    ),
    "by its method": (
        "with torch.no_grad():\n    kept = net.forward(seen).numpy()", "return net(seen).detach().numpy()",
    ),
    "plainly": ("kept = net(seen).detach().numpy()", "return net(seen).detach().numpy()"),
    "and the largest of its answers": (
        "with torch.no_grad():\n    out = net(seen)\n    _, kept = torch.max(out.data, 1)",
        '"kept": torch.argmax(prediction, 1)',
    ),
    "and the largest, by its method": (
        "with torch.inference_mode():\n    out = net(seen)\nkept = out.argmax(dim=1)",
        '"kept": prediction.argmax(dim=1)',
    ),
    "batch by batch": (
        "loader = torch.DataLoader(torch.TensorDataset(seen, y), batch_size=4)\nkept = net(seen).detach().numpy()\n"
        "with torch.no_grad():\n    net.eval()\n    for rows, of in loader:\n        print(net(rows).numpy(), of)",
        "return net(seen)",
    ),
    "and what is more than a half": (
        "with torch.no_grad():\n    out = net(seen)[:, 1]\n    kept = (out > 0.5).astype(int)",
        '"kept": (prediction.detach()[:, 1] > 0.5).astype(int)',
    ),
}  # fmt: skip


@pytest.fixture
def torch(monkeypatch):
    module = types.ModuleType("torch")
    exec(TORCH, module.__dict__)
    module.__dict__["inference_mode"] = module.__dict__["no_grad"]
    monkeypatch.setitem(sys.modules, "torch", module)


@pytest.mark.parametrize("name", ASKED)
def test_a_network_is_asked_about_rows_as_they_come(name, table, torch):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    ask, answer = ASKED[name]
    found = synthesis(IMPORTS, read, NUMBERS, LEARNED, ask)
    checked(found)
    text = next(cell.code for cell in found.program.cells if "def predict" in cell.code)
    assert answer in text
    assert "net(seen).detach()" not in text.split("\n")  # what was traced is not run
    names = watched(found)
    served = names["predict"](names[found.made[0].rows])
    served = served["kept"] if isinstance(served, dict) else served
    assert np.asarray(served).tolist() == np.asarray(names["kept"]).tolist()


def test_rows_of_a_network_that_is_asked_about_literals_are_those_it_learned_from(table, torch):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    learns = LEARNED.replace("    net.weights =", "    out = net.forward(seen)\n    net.weights =")
    found = synthesis(IMPORTS, read, NUMBERS, learns, "print(net(torch.tensor([[1.0, 2.0]])).detach())")
    assert [(made.estimator, made.tested) for made in found.made] == [("net", "seen")]
    checked(found)


BATCHES = (
    "loader = torch.DataLoader(torch.TensorDataset(seen, y), batch_size=4)\n"
    "with torch.no_grad():\n    for rows, of in loader:\n        print(net(rows).numpy(), of)"
)


def test_beside_a_function_that_is_given_its_model_no_traced_line_is_run(table, torch):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    given = "model = Ridge().fit(X, y)\ndef predict(model, rows):\n    return model.predict(rows)\nprint(predict(model, X))"
    found = synthesis(IMPORTS, read, NUMBERS, LEARNED, BATCHES, given)
    assert found.made
    assert not any(each.estimator for each in found.made)  # by the notebook's own function
    texts = [cell.code for cell in found.program.cells] + [text for made in found.made for _, text in made.cells]
    assert not any("net(seen).detach()" in text for text in texts)


DEALT = """
data = TensorDataset(rows, labels)
loader = DataLoader(data, batch_size=4)
net.eval()
"""
ASK = "for x, y in loader:\n    print(net(x))"
WHOLE = {
    "a loop": (ASK, "net(rows).detach()\n" + ASK),
    "a loop in a block": (
        "with torch.no_grad():\n    for x, y in loader:\n        print(net(x.to(cpu)))", "net(rows.to(cpu)).detach()\nwith",
    ),
    "a block that tells it to answer": (
        "net.train()\nwith torch.no_grad():\n    net.eval()\n    for x, _ in loader:\n        out = net(x)",
        "net(rows).detach()\nwith",
    ),
    "while it learns": ("net.train()\n" + ASK, ""),
    "a loop that teaches": ("for x, y in loader:\n    net(x).backward()", ""),
    "labels": ("for x, y in loader:\n    print(net(y))", ""),
    "a data set of its own": ("loader2 = DataLoader(Own(rows))\nfor x in loader2:\n    print(net(x))", ""),
    "rows that are others before": ("rows = rows * 2\n" + ASK, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_what_a_loader_deals_out_is_asked_about_as_a_whole(name):
    cell, text = WHOLE[name]
    found = undealt(flow_of("import torch\nnet = Net()\nrows, labels = read()", DEALT, cell))
    assert (text in found.cells[-1].code) if text else found is None


def test_functions_that_are_given_their_network_become_straight():
    function = (
        "def ask(net, rows):\n    net.eval()\n    with torch.no_grad():\n        out = net(rows)\n"
        "        return out.numpy()\n\n\nprint(ask(model, rows))"
    )
    found = ungraded_functions(flow_of("import torch", function))
    assert "    net.eval()\n    out = net(rows).detach()\n    return out.numpy()\n" in found.cells[-1].code
    quoted = function.replace("out.numpy()", '"""a\n    b""", out')
    assert ungraded_functions(flow_of("import torch", quoted)) is None


KEPT = {
    "it is given to a function": "with torch.no_grad():\n    print(judge(net), net(seen))",
    "nobody is asked": "with torch.no_grad():\n    print(seen)",
    "a loop": "with torch.no_grad():\n    for row in seen:\n        print(net(row))",
    "with gradients": "with torch.enable_grad():\n    out = net(seen)",
    "within an f-string": 'with torch.no_grad():\n    print(f"{net(seen)}")',
    "on one line": "with torch.no_grad(): out = net(seen)",
    "by its method, which hooks do not see": "net.register_forward_hook(note)\nout = net.forward(seen)",
    "a frame's own eval": 'with torch.no_grad():\n    out = df.eval("a + b")\n    df(seen)',
}


OWN = {
    "an own class": "class Net:\n    def forward(self, x): return x\n    def parameters(self): return []\nnet = Net()",
    "of an own class": (
        "class Base:\n    def parameters(self): return []\nclass Net(Base):\n    def forward(self, x): return x\n"
        "net = Net()"
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_own_objects_need_no_call(name):
    assert ungraded(flow_of(OWN[name], "print(net.parameters())\nout = net.forward(seen)")) is None


def test_what_definitions_call_by_the_same_name_stays():
    function = "def ask(net, rows):\n    return net.forward(rows)"
    assert ungraded(flow_of("import torch\nnet = torch.Module()\nnet.eval()", function)) is None


@pytest.mark.parametrize("name", KEPT)
def test_other_blocks_stay(name):
    learned = "import torch\nnet = torch.Module()\nseen, df = data()\nnet.eval()"
    assert ungraded(flow_of(learned, KEPT[name])) is None


def test_answers_of_torch_are_one_for_each_row(torch):
    from converter.probe.tables import answers_of

    tensor = type("Tensor", (), {"__module__": "torch"})()
    tensor.shape, tensor.tolist = (2, 1), lambda: [[0.5], [1.0]]
    assert answers_of(tensor, 2) == {"form": "rows", "answers": [[0.5], [1.0]]}
