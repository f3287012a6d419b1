"""The other ways of doing the same, written as one would who knows NumPy, SciPy or PyTorch well.

Losses are sums over pairs (eqs. 2 to 4 of Hadsell, Chopra and LeCun), forces are −∂loss/∂positions, and no two points coincide
but those of one class. `similar` is an (n, n) matrix that every pair is in twice, and each point with itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Evaluation = Callable[[Floats, Bools, float], tuple[float, Floats]]
Forces = Callable[[Floats, Bools, float], Floats]


def broadcasting(x: Floats, similar: Bools, margin: float) -> tuple[float, Floats]:
    """Return loss and forces by (n, n, 2) broadcasting, the straightforward way."""
    r = x[:, None] - x[None, :]
    d = np.sqrt((r**2).sum(axis=2))
    hinge = np.maximum(margin - d, 0.0)
    loss = 0.25 * np.where(similar, d**2, hinge**2).sum()
    push = hinge / np.where(d > 0.0, d, 1.0)
    return float(loss), (np.where(similar, -1.0, push)[:, :, None] * r).sum(axis=1)


def broadcast_forces(x: Floats, similar: Bools, margin: float) -> Floats:
    """Return the forces alone by (n, n, 2) broadcasting: what descent needs."""
    r = x[:, None] - x[None, :]
    d = np.sqrt((r**2).sum(axis=2))
    push = np.maximum(margin - d, 0.0) / np.where(d > 0.0, d, 1.0)
    forces: Floats = (np.where(similar, -1.0, push)[:, :, None] * r).sum(axis=1)
    return forces


def einsum(x: Floats, similar: Bools, margin: float) -> tuple[float, Floats]:
    """Return loss and forces by broadcasting, with sums by einsum."""
    r = x[:, None] - x[None, :]
    d = np.sqrt(np.einsum("ijk,ijk->ij", r, r))
    hinge = np.maximum(margin - d, 0.0)
    partial = np.where(similar, d, hinge)
    loss = 0.25 * np.einsum("ij,ij->", partial, partial)
    push = hinge / np.where(d > 0.0, d, 1.0)
    return float(loss), np.einsum("ij,ijk->ik", np.where(similar, -1.0, push), r)


def planes(x: Floats, similar: Bools, margin: float) -> tuple[float, Floats]:
    """Return loss and forces with a matrix for x and one for y, in place where that saves a temporary."""
    d, weight, partial = _planes(x, similar, margin)
    loss = 0.25 * np.einsum("ij,ij->", partial, partial)
    return float(loss), np.stack([np.einsum("ij,ij->i", weight, d[0]), np.einsum("ij,ij->i", weight, d[1])], axis=1)


def plane_forces(x: Floats, similar: Bools, margin: float) -> Floats:
    """Return the forces alone with a matrix for x and one for y."""
    d, weight, _ = _planes(x, similar, margin)
    return np.stack([np.einsum("ij,ij->i", weight, d[0]), np.einsum("ij,ij->i", weight, d[1])], axis=1)


def _planes(x: Floats, similar: Bools, margin: float) -> tuple[list[Floats], Floats, Floats]:
    d = [np.subtract.outer(x[:, 0], x[:, 0]), np.subtract.outer(x[:, 1], x[:, 1])]
    distance = d[0] * d[0]
    distance += d[1] * d[1]
    np.sqrt(distance, out=distance)
    partial = margin - distance
    np.maximum(partial, 0.0, out=partial)
    weight = np.divide(partial, distance, out=np.zeros_like(distance), where=distance > 0.0)
    np.copyto(weight, -1.0, where=similar)
    np.copyto(partial, distance, where=similar)
    return d, weight, partial


def distances(x: Floats, similar: Bools, margin: float) -> tuple[float, Floats]:
    """Return loss and forces by SciPy's cdist and a product of matrices."""
    d = import_module("scipy.spatial.distance").cdist(x, x)
    hinge = np.maximum(margin - d, 0.0)
    partial = np.where(similar, d, hinge)
    weight = np.where(similar, -1.0, hinge / np.where(d > 0.0, d, 1.0))
    return 0.25 * float(np.vdot(partial, partial)), weight.sum(axis=1)[:, None] * x - weight @ x


#: Broadcasting and what one would write who cares for speed; the last needs SciPy.
VARIANTS: dict[str, Evaluation] = {
    "(n, n, 2)": broadcasting,
    "einsum": einsum,
    "two planes in place": planes,
    "SciPy cdist and a matrix product": distances,
}


def tree(x: Floats, labels: Ints, margin: float) -> tuple[float, Floats]:
    """Return loss and forces by SciPy's cKDTree: pairs within m by `query_pairs`, classes by their means, sums by bincount."""
    n, size = len(x), np.bincount(labels)
    mean = np.stack([np.bincount(labels, x[:, axis]) for axis in (0, 1)], axis=1) / size[:, None]
    pull, weight = mean[labels] - x, size[labels]
    loss = 0.5 * float(np.einsum("ij,ij,i->", pull, pull, weight))
    forces: Floats = weight[:, None] * pull
    i, j = near_pairs(x, labels, margin)
    r = x[i] - x[j]
    d = np.sqrt(np.einsum("ij,ij->i", r, r))
    hinge = margin - d
    push = (hinge / d)[:, None] * r
    for axis in (0, 1):
        forces[:, axis] += np.bincount(i, push[:, axis], n) - np.bincount(j, push[:, axis], n)
    return loss + 0.5 * float(hinge @ hinge), forces


def near_pairs(x: Floats, labels: Ints, margin: float) -> Ints:
    """Return the dissimilar pairs within m, (2, k), by cKDTree."""
    pairs: Ints = import_module("scipy.spatial").cKDTree(x).query_pairs(margin, output_type="ndarray").T
    return pairs[:, labels[pairs[0]] != labels[pairs[1]]]


def descent(x: Floats, labels: Ints, margin: float, tol: float, forces: Forces = broadcast_forces) -> tuple[Floats, int]:
    """Return the positions, and the steps taken, once gradient descent at step 1/n has brought all forces down to tol · m."""
    x, similar, steps = x.copy(), labels[:, None] == labels, 0
    while True:
        f = forces(x, similar, margin)
        if np.sqrt((f**2).sum(axis=1).max()) <= tol * margin:
            return x, steps
        x += f / len(x)
        steps += 1


CHECKED = 10  #: steps between two looks of PyTorch at the forces, which cost it as much as half a step


class Torch:
    """Descent by torch.optim.SGD at lr = 1/n on autograd of the loss, in float64 on one thread.

    Parameters
    ----------
    distances : {"pdist", "cdist", "broadcasting"}
        How distances are computed: of each pair once, as a matrix, or by the differences of all pairs.
    """

    def __init__(self, distances: str) -> None:
        self._torch: Any = import_module("torch")
        self._distances = distances
        self._torch.set_num_threads(1)

    def loss(self, x: Any, labels: Any, margin: float) -> Any:
        """Return the loss of a tensor."""
        torch = self._torch
        if self._distances == "pdist":
            d, weight = torch.pdist(x), 0.5
        elif self._distances == "cdist":
            d, weight = torch.cdist(x, x, compute_mode="donot_use_mm_for_euclid_dist"), 0.25
        else:
            d, weight = torch.linalg.vector_norm(x[:, None] - x[None, :], dim=2), 0.25
        return weight * torch.where(labels, d, (margin - d).clamp_min(0.0)).square().sum()

    def pairs(self, labels: Ints) -> Any:
        """Return which pairs are similar, as the loss takes them."""
        similar = labels[:, None] == labels
        return self._torch.from_numpy(similar[np.triu_indices(len(labels), 1)] if self._distances == "pdist" else similar)

    def evaluate(self, x: Floats, labels: Ints, margin: float) -> tuple[float, Floats]:
        """Return loss and forces."""
        tensor = self._torch.tensor(x, requires_grad=True)
        loss = self.loss(tensor, self.pairs(labels), margin)
        loss.backward()
        return float(loss.detach()), -tensor.grad.numpy()

    def descent(self, x: Floats, labels: Ints, margin: float, tol: float) -> tuple[Floats, int]:
        """Return positions and steps, as `descent` does; it looks whether it has arrived in every tenth step."""
        similar, steps = self.pairs(labels), 0
        tensor = self._torch.tensor(x, requires_grad=True)
        optimiser = self._torch.optim.SGD([tensor], lr=1.0 / len(x))
        while True:
            optimiser.zero_grad()
            self.loss(tensor, similar, margin).backward()
            if steps % CHECKED == 0 and float(tensor.grad.norm(dim=1).max()) <= tol * margin:
                return tensor.detach().numpy(), steps
            optimiser.step()
            steps += 1


class Divider:
    """The least that the divider of the processor takes: one √ and one ÷ a pair, four or eight at a time, data in L1."""

    PAIRS = 1024  #: of 8 bytes, twice: half of a small L1
    ROUNDS = 1000

    def __init__(self) -> None:
        numba: Any = import_module("numba")
        rng = np.random.default_rng(0)
        self._c, self._q = rng.uniform(0.5, 2.0, self.PAIRS), rng.uniform(0.5, 2.0, self.PAIRS)
        self._loop = numba.njit(error_model="numpy")(_divide)
        self._loop(self._c, self._q, 1)

    @property
    def vectorised(self) -> bool:
        """Whether both instructions are there for several numbers at once, in the registers of x86-64 or of ARM."""
        code = next(iter(self._loop.inspect_asm().values()))
        return all(re.search(rf"^\s+(v?{name}pd\s|f{name}\s+v\S+\.2d)", code, re.MULTILINE) for name in ("sqrt", "div"))

    def __call__(self) -> None:
        """Compute as many pairs as `pairs` says."""
        self._loop(self._c, self._q, self.ROUNDS)

    @property
    def pairs(self) -> int:
        """How many pairs a call computes."""
        return self.PAIRS * self.ROUNDS


def _divide(c: Floats, q: Floats, rounds: int) -> None:
    # in place, so that no round can be left out; q tends to c^(2/3), so that digits are as arbitrary as those of distances
    for _ in range(rounds):
        for k in range(len(c)):
            q[k] = c[k] / np.sqrt(q[k])
