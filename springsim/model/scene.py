"""Scene: positions, springs, pinned points, a margin and a domain, as one immutable value."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt

from springsim import display
from springsim.arrays import Bools, Floats, Ints
from springsim.model import laws, neighbours, scene_file
from springsim.model.class_names import checked_classes, checked_names
from springsim.model.domains import DEFAULT, DOMAINS, Domain, DomainId, checked_domain
from springsim.model.laws import CONTRASTIVE, PairLaw
from springsim.model.springs import Kind, Springs, checked_pairs
from springsim.validation.checks import as_floats, checked_array, checked_integer, checked_number
from springsim.validation.errors import SceneError, Words
from springsim.validation.kinds import is_file_name
from springsim.validation.limits import (
    COORDINATE_MAX,
    LABEL_MAX,
    LIBRARY,
    MARGIN_MAX,
    MARGIN_MIN,
    SEED_MAX,
    SceneLimits,
)
from springsim.validation.positional import keyword_only

_Given = Literal["given"]
_Names = Sequence[str] | npt.NDArray[np.str_]


@dataclass(frozen=True, eq=False, repr=False)
class Scene:
    """Points in the plane or on the unit circle, tied by the springs of the contrastive loss.

    Make one with `from_labels`, `from_neighbours` or `from_pairs`, of up to 1,000,000 points and 20,000,000 listed springs. All
    arrays are read-only copies; lengths are in the same unit as the margin.

    Attributes
    ----------
    positions : (n, 2) ndarray of float
        Where the points are; |x|, |y| ≤ 1e6.
    springs : Springs
        Which pairs are similar, which dissimilar.
    pinned : (n,) ndarray of bool
        Points that forces do not move.
    margin : float
        The margin m, from 1e-6 to 1e6.
    domain : {"plane", "circle"}
        Where the points may be. On the circle all have norm 1, as normalised embeddings do, and none is farther than 2 from
        another.
    law : PairLaw
        How the loss of a pair depends on its distance; the springs of the paper by default.
    class_names : tuple of str
        Names of the classes 0, 1, …; empty where classes are numbers. `class_name` gives that of one class.
    """

    positions: Floats
    springs: Springs
    pinned: Bools
    margin: float
    domain: DomainId = DEFAULT
    law: PairLaw = CONTRASTIVE
    class_names: tuple[str, ...] = ()

    @classmethod
    @keyword_only("margin", "pinned")
    def from_labels(
        cls,
        positions: npt.ArrayLike,
        labels: npt.ArrayLike,
        *,
        margin: float = 1.0,
        pinned: npt.ArrayLike | None = None,
        class_names: _Names | None = None,
        domain: DomainId = DEFAULT,
        law: str | PairLaw = CONTRASTIVE,
        limits: SceneLimits = LIBRARY,
    ) -> Scene:
        """Tie points of equal label by similar springs, all other pairs by dissimilar ones.

        Parameters
        ----------
        positions : (n, 2) array_like of float
            Where the points are; 0 and 1 points are scenes too. Tables (DataFrames), tensors and masked arrays without masked
            rows are taken as well, here and wherever arrays are.
        labels : (n,) array_like
            Class of each point. Whole numbers from 0 to 1,000,000 stay as they are; texts, truth values, other numbers and
            dates are numbered 0, 1, … in ascending order, and their texts become `class_names`.
        margin : float, optional
            The margin m.
        pinned : (n,) array_like of bool, optional
            Points that do not move; none by default.
        class_names : sequence of str, optional
            Names of the classes 0, 1, …, printable and different. Labels are then whole numbers that count in them, or names
            from among them. An empty one says that classes are numbers.
        domain : {"plane", "circle"}, optional
            Where the points may be. On the circle positions are divided by their norms; none may be (0, 0).
        law : str or PairLaw, optional
            Law of force: an id of `springsim.model.laws`, or a law of one's own; that of the paper by default.
        limits : SceneLimits, optional
            How many points and springs are allowed.

        Returns
        -------
        Scene

        Raises
        ------
        SceneError
            If any argument is refused; names the field, its value and what is allowed.

        Examples
        --------
        >>> import springsim as ss
        >>> ss.Scene.from_labels([[0.0, 0.0], [0.4, 0.3]], labels=[0, 1])
        Scene(2 points, 0 similar and 1 dissimilar springs by labels, margin=1, 0 pinned)
        >>> scene = ss.Scene.from_labels([[0.0, 0.0], [0.4, 0.3]], labels=["virginica", "setosa"])
        >>> scene.labels.tolist(), scene.class_names
        ([1, 0], ('setosa', 'virginica'))
        """
        x = _checked_positions(positions, limits, checked_domain(domain))
        return cls._of(x, "labels", labels, [], [], margin, pinned, class_names, domain, law, limits)

    @classmethod
    @keyword_only("margin", "pinned")
    def from_neighbours(
        cls,
        positions: npt.ArrayLike,
        similar: npt.ArrayLike | None = None,
        *,
        knn: npt.ArrayLike | None = None,
        margin: float = 1.0,
        pinned: npt.ArrayLike | None = None,
        labels: npt.ArrayLike | None = None,
        class_names: _Names | None = None,
        domain: DomainId = DEFAULT,
        law: str | PairLaw = CONTRASTIVE,
        limits: SceneLimits = LIBRARY,
    ) -> Scene:
        """Tie the listed pairs by similar springs, all other pairs by dissimilar ones.

        Parameters
        ----------
        positions : (n, 2) array_like of float
            Where the points are.
        similar : (k, 2) array_like of int
            Similar pairs, each once, in either order. Either these or `knn` is given.
        knn : (n, k) array_like of int, optional
            Instead: a row of neighbours for each point, as `kneighbors` of scikit-learn or `search` of FAISS return them. A
            pair is similar if either point is in the other's row; a point in its own row counts for nothing, nor does −1, for
            none.
        margin, pinned, class_names, domain, law, limits
            As in `from_labels`.
        labels : (n,) array_like, optional
            How points are shown; they tie nothing.

        Returns
        -------
        Scene

        Raises
        ------
        SceneError
            If any argument is refused.
        """
        x = _checked_positions(positions, limits, checked_domain(domain))
        if (similar is None) == (knn is None):
            field, given = ("similar", Words("nothing")) if knn is None else ("knn", Words("similar pairs and neighbours"))
            raise SceneError(field, given, "either pairs, similar=…, or a row of neighbours for each point, knn=…")
        pairs: Any = similar if knn is None else neighbours.checked_knn(knn, len(x), limits)
        return cls._of(x, "neighbours", labels, pairs, [], margin, pinned, class_names, domain, law, limits)

    @classmethod
    def from_knn(
        cls,
        x: npt.ArrayLike,
        k: int,
        *,
        positions: npt.ArrayLike | None = None,
        margin: float = 1.0,
        pinned: npt.ArrayLike | None = None,
        labels: npt.ArrayLike | None = None,
        class_names: _Names | None = None,
        domain: DomainId = DEFAULT,
        law: str | PairLaw = CONTRASTIVE,
        limits: SceneLimits = LIBRARY,
    ) -> Scene:
        """Tie each point to its k nearest neighbours by similar springs, all other pairs by dissimilar ones.

        A pair is similar if either point is among the k nearest of the other, by Euclidean distance in all dimensions of `x`;
        of neighbours at the same distance those of lower index are nearer. SciPy makes it fast for many points of few
        dimensions, and changes nothing else.

        Parameters
        ----------
        x : (n, d) array_like of float
            Points in any number of dimensions: inputs, features, embeddings; |x| ≤ 1e100.
        k : int
            Number of neighbours, 1 … n − 1.
        positions : (n, 2) array_like of float, optional
            Where the points are in the plane; `x` itself, where it has two columns.
        margin, pinned, labels, class_names, domain, law, limits
            As in `from_neighbours`.

        Returns
        -------
        Scene

        Raises
        ------
        SceneError
            If any argument is refused, or without SciPy, or of more than 12 dimensions, there are more than 100,000 points.

        Examples
        --------
        >>> import springsim as ss
        >>> ss.Scene.from_knn([[0.0, 0.0], [0.4, 0.3], [5.0, 5.0]], 1).springs.similar.tolist()
        [[0, 1], [1, 2]]
        """
        features = neighbours.checked_features(x, limits)
        places: Any = neighbours.positions_of(features, positions)
        if len(_checked_positions(places, limits, DEFAULT)) != len(features):
            raise SceneError("positions", Words(f"{len(places)} rows"), f"as many as x has, {len(features)}")
        others: Any = {"labels": labels, "class_names": class_names, "domain": domain, "law": law, "limits": limits}
        found = neighbours.nearest(features, k)
        return cls.from_neighbours(places, knn=found, margin=margin, pinned=pinned, **others)

    @classmethod
    @keyword_only("margin", "pinned")
    def from_pairs(
        cls,
        positions: npt.ArrayLike,
        similar: npt.ArrayLike,
        dissimilar: npt.ArrayLike,
        *,
        margin: float = 1.0,
        pinned: npt.ArrayLike | None = None,
        labels: npt.ArrayLike | None = None,
        class_names: _Names | None = None,
        domain: DomainId = DEFAULT,
        law: str | PairLaw = CONTRASTIVE,
        limits: SceneLimits = LIBRARY,
    ) -> Scene:
        """Tie only the listed pairs. A pair may be in both lists and then carries both springs.

        Parameters
        ----------
        positions : (n, 2) array_like of float
            Where the points are.
        similar, dissimilar : (k, 2) array_like of int
            The pairs of each kind, each once in its list, in either order.
        margin, pinned, class_names, domain, law, limits
            As in `from_labels`.
        labels : (n,) array_like, optional
            How points are shown; they tie nothing.

        Returns
        -------
        Scene

        Raises
        ------
        SceneError
            If any argument is refused.
        """
        x = _checked_positions(positions, limits, checked_domain(domain))
        return cls._of(x, "pairs", labels, similar, dissimilar, margin, pinned, class_names, domain, law, limits)

    @classmethod
    def _of(
        cls,
        positions: Floats,
        kind: Kind,
        labels: npt.ArrayLike | None,
        similar: npt.ArrayLike,
        dissimilar: npt.ArrayLike,
        margin: float,
        pinned: npt.ArrayLike | None,
        class_names: _Names | None,
        domain: DomainId,
        law: str | PairLaw,
        limits: SceneLimits,
    ) -> Scene:
        n = len(positions)
        alike = labels is None and kind != "labels"
        classes, names = checked_classes(np.zeros(n, np.int64) if alike else labels, n, class_names, limits)
        attract = checked_pairs("similar", similar, n, limits)
        repulse = checked_pairs("dissimilar", dissimilar, n, limits)
        listed = len(attract) + len(repulse)
        if listed > limits.springs:
            raise SceneError("springs", Words(f"{listed} listed springs"), f"at most {limits.springs}")
        for array in (classes, attract, repulse):
            array.setflags(write=False)
        springs, held = Springs(kind, classes, attract, repulse), _checked_pinned(pinned, n)
        return cls(positions, springs, held, checked_margin(margin), domain, laws.checked_law(law), names)

    def replace(
        self,
        *,
        positions: npt.ArrayLike | _Given = "given",
        margin: float | _Given = "given",
        pinned: npt.ArrayLike | _Given | None = "given",
        domain: DomainId | _Given = "given",
        law: str | PairLaw = "given",
        class_names: _Names | _Given = "given",
    ) -> Scene:
        """Return a new scene with some fields changed and the same springs.

        Parameters
        ----------
        positions : (n, 2) array_like of float, optional
            New positions of the same n points.
        margin : float, optional
            New margin.
        pinned : (n,) array_like of bool or None, optional
            New pinned points; None unpins all.
        domain : {"plane", "circle"}, optional
            New domain; the circle takes all points in, by dividing them by their norms.
        law : str or PairLaw, optional
            New law of force.
        class_names : sequence of str, optional
            New names of the classes, one for each that points have at least; none if it is empty.

        Returns
        -------
        Scene

        Raises
        ------
        SceneError
            If a new value is refused.
        """
        x, where = self.positions, self.domain if _is_given(domain) else checked_domain(domain)
        if not _is_given(positions) or where != self.domain:
            x = _checked_positions(x if _is_given(positions) else positions, LIBRARY, where)
            if len(x) != len(self):
                raise SceneError("positions", Words(f"{len(x)} points"), f"as many as the scene has, {len(self)}")
        m = self.margin if _is_given(margin) else checked_margin(margin)
        held = self.pinned if _is_given(pinned) else _checked_pinned(pinned, len(self))
        names = self.class_names if _is_given(class_names) else self._named(class_names)
        return Scene(x, self.springs, held, m, where, self.law if _is_given(law) else laws.checked_law(law), names)

    def _named(self, names: object) -> tuple[str, ...]:
        """Return names of the classes, checked to be enough for all labels."""
        checked = checked_names("class_names", names, LIBRARY)
        most = int(self.labels.max(initial=-1))
        if checked and most >= len(checked):
            raise SceneError("class_names", Words(f"{len(checked)} names"), f"at least {most + 1}, as there is a class {most}")
        return checked

    @keyword_only("seed", "size")
    def nudged(self, *, seed: int = 0, size: float = 1e-3) -> Scene:
        """Return the scene with every free point moved a little, to leave a saddle that exact symmetry would keep it on.

        Parameters
        ----------
        seed : int, optional
            Same seed, same nudge.
        size : float, optional
            Standard deviation of the displacement along each axis, in margins, from 0 to 1; on the circle, before the points
            are put back on it.

        Returns
        -------
        Scene

        Raises
        ------
        SceneError
            If `seed` or `size` is refused.
        """
        noise = np.random.default_rng(checked_integer("seed", seed, 0, SEED_MAX)).normal(size=(len(self), 2))
        noise *= checked_number("size", size, 0.0, 1.0) * self.margin
        noise[self.pinned] = 0.0
        return self.replace(positions=np.clip(self.positions + noise, -COORDINATE_MAX, COORDINATE_MAX))

    @keyword_only("seed")
    def scattered(self, *, seed: int = 0) -> Scene:
        """Return the scene with its free points at random positions: a random start.

        In the plane they are normally distributed round the origin, by 0.8 margins along each axis, so that the same seed
        gives the same start in units of the margin; on the circle any angle is as likely.

        Parameters
        ----------
        seed : int, optional
            Same seed, same positions.

        Returns
        -------
        Scene

        Raises
        ------
        SceneError
            If `seed` is refused.
        """
        rng = np.random.default_rng(checked_integer("seed", seed, 0, SEED_MAX))
        anywhere = self.space.scattered(len(self), self.margin, rng)
        return self.replace(positions=np.where(self.pinned[:, None], self.positions, anywhere))

    @property
    def space(self) -> Domain:
        """The value of `domain`: how points move there."""
        return DOMAINS[self.domain]

    @property
    def labels(self) -> Ints:
        """Class of each point, (n,) int; ties points only in scenes made by `from_labels`."""
        return self.springs.labels

    def class_name(self, label: int) -> str:
        """Return the name of a class, or its number as text where classes have none.

        Parameters
        ----------
        label : int
            The class, as in `labels`.

        Raises
        ------
        SceneError
            If it is no whole number from 0 to 1,000,000.
        """
        k = checked_integer("label", label, 0, LABEL_MAX)
        return self.class_names[k] if k < len(self.class_names) else str(k)

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.positions)

    def __eq__(self, other: object) -> bool:
        """Compare by content, exactly."""
        if not isinstance(other, Scene):
            return NotImplemented
        return (
            (self.margin, self.domain, self.law, self.class_names) == (other.margin, other.domain, other.law, other.class_names)
            and np.array_equal(self.positions, other.positions)
            and np.array_equal(self.pinned, other.pinned)
            and self.springs.same_as(other.springs)
        )

    def __hash__(self) -> int:
        positions = self.positions + 0.0  # of equal scenes one may have 0 where the other has −0
        others = self.margin, self.domain, self.law, self.class_names
        return hash((*others, positions.tobytes(), self.pinned.tobytes(), self.springs.fingerprint))

    def __repr__(self) -> str:
        similar, dissimilar = self.springs.counts
        other = "" if self.law == CONTRASTIVE else f", law {self.law.id!r}"
        other += f", {len(self.class_names)} named classes" if self.class_names else ""
        return (
            f"Scene({len(self)} points, {similar} similar and {dissimilar} dissimilar springs by {self.springs.kind}, "
            f"margin={self.margin:g}, {int(self.pinned.sum())} pinned{self.space.phrase}{other})"
        )

    def _repr_svg_(self) -> str | None:
        """Show the scene in a notebook as a diagram; as its repr where it is too large or Matplotlib is not installed."""
        return display.shown("scene", self)

    def to_json(self) -> str:
        """Return the scene as the text of a scene file; reading it back gives exactly this scene.

        Raises
        ------
        SceneError
            If its law is one that no id tells.
        """
        s = self.springs
        return scene_file.text_of(
            scene_file.Fields(
                s.kind,
                self.positions,
                s.labels,
                s.similar,
                s.dissimilar,
                self.margin,
                self.pinned,
                self.domain,
                laws.id_in_file(self.law),
                self.class_names,
            )
        )

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, limits: SceneLimits = LIBRARY) -> Scene:
        """Read a scene file from disk, as `save`, the app and the command line write it.

        Parameters
        ----------
        path : str or path
            The file.
        limits : SceneLimits, optional
            How large the file and the scene may be.

        Returns
        -------
        Scene

        Raises
        ------
        FileError
            If it cannot be read.
        SceneError
            If it holds no scene; says what it is, where that can be told.
        """
        from springsim.model import files  # which most scripts never need

        return cls.from_json(files.read_text(files.checked_name(path), limits.text), limits=limits)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the scene to a file, whole or not at all; `load` reads it back exactly.

        Parameters
        ----------
        path : str or path
            The file; scene files end in ``.json``.
        overwrite : bool, optional
            Whether to replace a file that is there.

        Raises
        ------
        FileError
            If it cannot be written, or is there and `overwrite` is not asked for.
        SceneError
            As in `to_json`.
        """
        from springsim.model import files

        files.write(files.checked_name(path), f"{self.to_json()}\n".encode(), overwrite=overwrite)

    @classmethod
    def from_json(cls, text: str, *, limits: SceneLimits = LIBRARY) -> Scene:
        """Read a scene file.

        Parameters
        ----------
        text : str
            What `to_json` wrote.
        limits : SceneLimits, optional
            How large the text and the scene may be.

        Returns
        -------
        Scene

        Raises
        ------
        SceneError
            If the text is not a scene of a known version within the limits.
        """
        if is_file_name(text):
            raise SceneError("scene", text, "JSON text; a file is read by Scene.load(path)")
        kind, positions, labels, similar, dissimilar, margin, pinned, domain, law, names = scene_file.fields_of(text, limits)
        others: Any = {"margin": margin, "pinned": pinned, "class_names": names, "domain": domain, "law": law, "limits": limits}
        if kind == "labels":
            return cls.from_labels(positions, labels, **others)
        if kind == "neighbours":
            return cls.from_neighbours(positions, similar, labels=labels, **others)
        return cls.from_pairs(positions, similar, dissimilar, labels=labels, **others)

    def to_link(self) -> str:
        """Return the scene as a token for an address: URL-safe ASCII, compressed, read back exactly by `from_link`.

        Raises
        ------
        SceneError
            If the scene is too large for a link: its file has more than 32,000,000 characters or the token more than 8,000,000;
            or as in `to_json`.
        """
        return scene_file.token_of_text(self.to_json())

    @classmethod
    def from_link(cls, token: str, *, limits: SceneLimits = LIBRARY) -> Scene:
        """Read a token made by `to_link`.

        Raises
        ------
        SceneError
            If the token is damaged, unpacks to more than the limits allow, or holds no scene.
        """
        return cls.from_json(scene_file.text_of_token(token, limits), limits=limits)


def checked_margin(margin: object) -> float:
    """Return the margin as a float from ``MARGIN_MIN`` to ``MARGIN_MAX``, or raise `SceneError`."""
    return checked_number("margin", margin, MARGIN_MIN, MARGIN_MAX)


def _is_given(value: object) -> bool:
    return isinstance(value, str) and value == "given"


def _checked_positions(positions: Any, limits: SceneLimits, domain: DomainId) -> Floats:
    what = f"finite real numbers from {-COORDINATE_MAX:g} to {COORDINATE_MAX:g}"
    if getattr(positions, "ndim", 0) == 2 and hasattr(positions, "columns") and positions.shape[1] != 2:
        columns = Words(f"a table of {positions.shape[1]} columns")
        raise SceneError("positions", columns, 'two columns of numbers, as in table[["x", "y"]]')
    array = checked_array("positions", positions, columns=2, kinds="iuf", most=limits.points, what=what)
    x = as_floats(array)
    wrong = np.argwhere(~(np.abs(x) <= COORDINATE_MAX))
    if wrong.size:
        i, axis = (int(k) for k in wrong[0])
        raise SceneError(f"positions[{i}].{'xy'[axis]}", float(x[i, axis]), what)
    x = DOMAINS[domain].checked(x)
    x.setflags(write=False)
    return x


def _checked_pinned(pinned: object, n: int) -> Bools:
    if pinned is None:
        held = np.zeros(n, dtype=np.bool_)
    else:
        what = f"one boolean for each of the {n} points"
        array = checked_array("pinned", pinned, columns=None, kinds="b", most=max(n, 1), what=what)
        if len(array) != n:
            raise SceneError("pinned", Words(f"{len(array)} values"), what)
        held = cast("Bools", np.array(array, dtype=np.bool_))
    held.setflags(write=False)
    return held
