"""Values and gradients of torch's RNN, LSTM and GRU, for `test_torch`.

`python tests/network/torch_values.py` writes them.

torch is no dependency; its figures are kept in tests/data/torch.json, and are made anew where it is installed.
"""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).parents[1] / "data" / "torch.json"
SIZES = {"inputs": 3, "hidden": 2}
NETWORKS = [
    {"cell": cell, "layers": layers, "bidirectional": both}
    for cell in ("simple", "lstm", "gru")
    for layers, both in ((1, False), (2, True))
]


def values(network: dict[str, Any]) -> dict[str, Any]:
    """Return torch's own weights by their names, an input, and what it makes of them.

    The loss is the sum of every day's h, each weighted by a fixed number.
    """
    torch: Any = import_module("torch")

    torch.manual_seed(0)
    how: dict[str, Any] = {"num_layers": network["layers"], "bidirectional": network["bidirectional"]}
    kind = {"simple": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[network["cell"]]
    if network["cell"] == "simple":
        how["bias"] = False
    peer = kind(SIZES["inputs"], SIZES["hidden"], dtype=torch.float64, **how)
    inputs = torch.randn(4, 2, SIZES["inputs"], dtype=torch.float64, requires_grad=True)
    hidden, _ = peer(inputs)
    weights = torch.randn(*hidden.shape, dtype=torch.float64)
    (hidden * weights).sum().backward()
    return {
        **network,
        "torch": torch.__version__,
        "parameters": {name: each.tolist() for name, each in peer.named_parameters()},
        "gradients": {name: each.grad.tolist() for name, each in peer.named_parameters()},
        "inputs": inputs.tolist(),
        "input_gradient": inputs.grad.tolist(),
        "weights": weights.tolist(),
        "hidden": hidden.tolist(),
    }


def kept() -> list[dict[str, Any]]:
    """Return the figures of the file."""
    return list(json.loads(FILE.read_text()))


def ours(network: dict[str, Any], of: str) -> dict[str, np.ndarray]:
    """Return torch's "parameters" or "gradients" by our names.

    An LSTM's gates are i, f, g, o there and f, i, o, g here; a GRU's r, z, n there and u (which is z), r, n here.
    """
    found = {}
    for layer in range(network["layers"]):
        for way, suffix in (("forward", ""), ("backward", "_reverse"))[: 1 + network["bidirectional"]]:
            told = network[of]
            own, below = (np.array(told[f"weight_{kind}_l{layer}{suffix}"]) for kind in ("hh", "ih"))
            matrix = np.concatenate([own, below], axis=1)
            name = f"layer{layer + 1}.{way}"
            if network["cell"] != "simple":
                gates = (1, 0, 3, 2) if network["cell"] == "lstm" else (1, 0, 2)
                matrix = np.concatenate([np.split(matrix, len(gates))[gate] for gate in gates])
                of_state, of_input = (np.array(told[f"bias_{kind}_l{layer}{suffix}"]) for kind in ("hh", "ih"))
                # ours is one bias: the sum of torch's two, each of which has the gradient of the sum
                bias = of_state + of_input if of == "parameters" else of_input.copy()
                if network["cell"] == "gru":  # but for the candidate, where they are two here too
                    size = SIZES["hidden"]
                    bias[-size:], found[f"{name}.bias_state"] = of_input[-size:], of_state[-size:]
                found[f"{name}.bias"] = np.concatenate([np.split(bias, len(gates))[gate] for gate in gates])
            found[f"{name}.matrix"] = matrix
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps([values(network) for network in NETWORKS]) + "\n")
