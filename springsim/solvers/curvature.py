"""The memory of limited-memory BFGS: curvature of the loss, learnt from the last steps of one run or of many.

Both give the step of the same matrix. One run has it in compact form, a few products of long rows; many runs have it in the
two loops, in which each run may have forgotten other steps.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt

from springsim.arrays import Bools, Floats, Ints
from springsim.kernels.vectors import dot, dots, mixed
from springsim.solvers.lbfgs import MEMORY, State, upward


class Curvature:
    """Curvature of the loss along the last steps of one run, in compact form (Byrd, Nocedal and Schnabel, 1994).

    With steps s and changes of the gradient y as rows of S and Y, R the products s·y of each s with the ys that are not older,
    D its diagonal and γ = s·y / y·y of the newest, the quasi-Newton step for forces f is
    γ f + Sᵀ R⁻ᵀ ((D + γ Y Yᵀ) p − γ Y f) − γ Yᵀ p, where p = R⁻¹ S f. Products of the rows with f are all that it takes; those
    with y are differences of them. R is triangular by age, so a step more is a column more of its inverse.
    """

    def __init__(self) -> None:
        self._rows = np.empty((MEMORY, 2, 0))  # s and y of each slot
        self._inverse = np.zeros((MEMORY, MEMORY))  # of R, by slot
        self._curvature = np.zeros(MEMORY)  # D
        self._squares = np.zeros((MEMORY, MEMORY))  # Y Yᵀ
        self._with_f = np.zeros((MEMORY, 2))  # of s and y of each slot with the forces of the last step
        self._pending: tuple[float, float] | None = None  # s·y and y·y of the newest, while its other products are not known
        self.forget()

    def forget(self) -> None:
        """Forget all steps."""
        self._used, self._newest, self._pending = 0, -1, None

    @property
    def knows(self) -> bool:
        """Whether there is a step that is remembered."""
        return self._used > 0

    def learn(self, here: State, there: State) -> None:
        """Remember the step from here to there and the change of the gradient, where that shows upward curvature."""
        s, y = (there.at - here.at).ravel(), (here.f - there.f).ravel()
        self._pending = None
        curvature, square = dot(s, y), dot(y, y)
        if not upward(curvature, dot(s, s), square):
            return
        if self._rows.shape[2] != len(s):
            self._rows = np.empty((MEMORY, 2, len(s)))
        self._newest = (self._newest + 1) % MEMORY
        self._used = min(self._used + 1, MEMORY)
        self._rows[self._newest] = s, y
        self._pending = curvature, square

    def step(self, here: State) -> Floats:
        """Return the quasi-Newton step from here; the safe one where nothing is known."""
        if not self._used:
            return here.safe
        f, used, new = here.f.ravel(), self._used, self._newest
        rows, inverse, squares = (
            self._rows[:used].reshape(2 * used, len(f)),
            self._inverse[:used, :used],
            self._squares[:used, :used],
        )
        before, with_f = self._with_f[:used], dots(rows, f).reshape(used, 2)
        if self._pending is not None:
            self._curvature[new], square = self._pending
            s_y, y_y = (before - with_f).T  # the newest y is the change of f
            inverse[new] = inverse[:, new] = 0.0  # what was in this slot is forgotten
            inverse[:, new] = inverse @ s_y / -self._curvature[new]
            inverse[new, new] = 1.0 / self._curvature[new]
            squares[new] = squares[:, new] = y_y
            squares[new, new] = square
            self._pending = None
        before[:] = with_f
        gamma = self._curvature[new] / squares[new, new]
        p = inverse @ with_f[:, 0]
        shares = np.empty((used, 2))
        shares[:, 0] = (self._curvature[:used] * p + gamma * (squares @ p - with_f[:, 1])) @ inverse
        shares[:, 1] = -gamma * p
        step = mixed(shares.ravel(), rows)
        step += gamma * f
        return step.reshape(here.f.shape)


class Curvatures:
    """Curvature of the loss along the last steps of each of many runs: the two loops of Nocedal (1980), over a ring buffer.

    A run that learnt nothing in a round has an empty slot for it.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._moved, self._turned = np.zeros((2, MEMORY, *shape))
        self._sharpness = np.zeros((MEMORY, shape[-1]))  # 1 / (s · y), or 0 where there is nothing
        self._scale = np.zeros(shape[-1])
        self._rounds = 0

    def of(self, runs: Ints) -> Self:
        """Keep only these runs."""
        self._moved, self._turned = taken(self._moved, runs), taken(self._turned, runs)
        self._sharpness, self._scale = taken(self._sharpness, runs), taken(self._scale, runs)
        return self

    @property
    def knows(self) -> Bools:
        """Which runs have a step that is remembered, (b,)."""
        return np.asarray(self._sharpness.any(axis=0))

    def forget(self, runs: Bools) -> None:
        """Forget all steps of some runs."""
        self._sharpness[:, runs] = 0.0

    def learn(self, runs: Bools, here: State, there: State) -> None:
        """Remember a step of some runs and the change of the gradient along it, where that shows upward curvature."""
        moved, turned = there.at - here.at, here.f - there.f
        slot = self._rounds % MEMORY
        self._rounds += 1
        curvature, squared = each_dot(moved, turned), each_dot(turned, turned)
        good = runs & upward(curvature, each_dot(moved, moved), squared)
        self._moved[slot], self._turned[slot] = moved, turned
        self._sharpness[slot] = np.where(good, 1.0 / np.where(good, curvature, 1.0), 0.0)
        self._scale = np.where(good, curvature / np.where(good, squared, 1.0), self._scale)

    def step(self, here: State) -> Floats:
        """Return the quasi-Newton step of each run from here; the safe one where nothing is known."""
        q = here.f.copy()
        part = np.empty_like(q)
        known = [k % MEMORY for k in range(max(self._rounds - MEMORY, 0), self._rounds)]
        shares = {}
        for k in reversed(known):
            shares[k] = self._sharpness[k] * each_dot(self._moved[k], q)
            q -= np.multiply(shares[k], self._turned[k], out=part)
        q *= self._scale
        for k in known:
            share = shares[k] - self._sharpness[k] * each_dot(self._turned[k], q)
            q += np.multiply(share, self._moved[k], out=part)
        return np.where(self.knows, q, here.safe)


def each_dot(a: Floats, b: Floats, along: str = "anb,anb->b") -> Floats:
    """Return the scalar products of the vectors of each run, which are along the last axis, (b,)."""
    product: Floats = np.einsum(along, a, b)
    return product


def taken(values: npt.NDArray[Any], runs: Ints) -> npt.NDArray[Any]:
    """Return the values of some runs, laid out in memory as they were, unlike what an index would return."""
    return values.take(runs, axis=-1)
