"""Door to Optuna: a study that proposes values and learns from what they led to.

The study lives in the run store's database, beside the runs. It can be lost: the outcomes in the
folder of a search tell all that it knew, and `restore` tells it again.
"""

from __future__ import annotations

import importlib
import json
import math
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from converter.errors import EnvironmentProblem, StoreProblem
from converter.model.run_document import plain
from converter.model.run_record import Reading
from converter.search.space import Choices, Range

Direction = Literal["minimize", "maximize"]
Sampler = Literal["tpe", "random"]
_PATIENCE = 60
_POINT = "point"


@dataclass(frozen=True)
class Told:
    """What came of a point: its values, and the metric (None: the run failed)."""

    point: int
    values: Mapping[str, object]
    metric: float | None
    pruned: bool = False


class Study:
    """An open study. What it is asked and told is by the number of a point."""

    def __init__(
        self,
        name: str,
        url: str,
        space: Mapping[str, Range],
        *,
        direction: Direction,
        sampler: Sampler = "tpe",
        seed: int | None = None,
    ) -> None:
        """Open the study of this name, or make it. Raises StoreProblem, EnvironmentProblem."""
        self._optuna: Any = _library()
        self._space = {one: _Axis(self._optuna, range) for one, range in space.items()}
        self._lock = threading.Lock()
        self._trials: dict[int, Any] = {}
        self._heard: dict[int, int] = {}
        options: dict[str, Any] = {"connect_args": {"timeout": _PATIENCE}}
        with self._told():
            storage = self._optuna.storages.RDBStorage(
                url, engine_kwargs=options if url.startswith("sqlite") else {}
            )
            self._study = self._optuna.create_study(
                study_name=name,
                storage=storage,
                direction=direction,
                sampler=self._sampler(sampler, seed),
                pruner=self._optuna.pruners.MedianPruner(n_startup_trials=4),
                load_if_exists=True,
            )

    def ask(self, point: int) -> dict[str, object]:
        """The values to try next, as the point of this number."""
        with self._lock, self._told():
            distributions = {name: one.distribution for name, one in self._space.items()}
            trial = self._study.ask(fixed_distributions=distributions)
            trial.set_user_attr(_POINT, point)
            self._trials[point] = trial
            return {name: one.value(trial.params[name]) for name, one in self._space.items()}

    def hear(self, point: int, reading: Reading) -> bool:
        """Whether the run of a point should go on, after it reported the metric once more.

        The first report never ends a run: it may be its only one, made at its end.
        """
        if math.isnan(reading.value):
            return True
        with self._lock, self._told():
            trial = self._trials[point]
            trial.report(float(reading.value), reading.step)
            self._heard[point] = self._heard.get(point, 0) + 1
            return self._heard[point] < 2 or not trial.should_prune()

    def tell(self, told: Told) -> None:
        """Learn what came of a point that was asked for."""
        with self._lock, self._told():
            trial = self._trials.pop(told.point)
            value, state = self._ending(told)
            self._study.tell(trial, value, state=state)

    def restore(self, known: Iterable[Told]) -> None:
        """Make the study know these points, and no other as under way."""
        with self._lock, self._told():
            states = self._optuna.trial.TrialState
            trials = self._study.get_trials(deepcopy=False)
            by_point = {trial.user_attrs.get(_POINT): trial for trial in trials}
            for told in sorted(known, key=lambda one: one.point):
                value, state = self._ending(told)
                trial = by_point.get(told.point)
                if trial is None:
                    self._study.add_trial(self._remembered(told, value, state))
                elif not trial.state.is_finished():
                    self._study.tell(trial.number, value, state=state)
            for trial in self._study.get_trials(deepcopy=False):
                if not trial.state.is_finished():
                    self._study.tell(trial.number, state=states.FAIL)

    def _remembered(self, told: Told, value: float | None, state: Any) -> Any:
        """A trial that another database knew."""
        return self._optuna.trial.create_trial(
            state=state,
            value=value,
            params={name: one.choice(told.values[name]) for name, one in self._space.items()},
            distributions={name: one.distribution for name, one in self._space.items()},
            user_attrs={_POINT: told.point},
        )

    def _ending(self, told: Told) -> tuple[float | None, Any]:
        states = self._optuna.trial.TrialState
        if told.pruned:
            return None, states.PRUNED
        if told.metric is None or math.isnan(told.metric):
            return None, states.FAIL
        return float(told.metric), states.COMPLETE

    def _sampler(self, kind: Sampler, seed: int | None) -> Any:
        if kind == "random":
            return self._optuna.samplers.RandomSampler(seed=seed)
        # Trials that run at the same time are taken for bad ones: they should not be alike.
        return self._optuna.samplers.TPESampler(seed=seed, constant_liar=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns the library's errors into StoreProblem."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except (self._optuna.exceptions.OptunaError, SQLAlchemyError, RuntimeError) as exc:
            lines = str(exc).strip().splitlines() or [type(exc).__name__]
            raise StoreProblem(f"the search's study: {lines[0]}") from exc


class _Axis:
    """A range in the library's terms, and its values in ours."""

    def __init__(self, optuna: Any, range: Range) -> None:
        distributions = optuna.distributions
        self._values: dict[str, object] = {}
        match range:
            case Choices(values=values):
                # Any value can be a choice: the library gets its text.
                self._values = {_text(value): value for value in values}
                self.distribution = distributions.CategoricalDistribution(list(self._values))
            case _ if range.whole:
                step = int(range.step or 1)
                low, high = int(range.low), int(range.high)
                high -= 0 if range.log else (high - low) % step
                self.distribution = distributions.IntDistribution(low, high, range.log, step)
            case _:
                top = range.high
                if range.step:
                    bottom, width = Decimal(repr(range.low)), Decimal(repr(range.step))
                    top = float(bottom + (Decimal(repr(top)) - bottom) // width * width)
                self.distribution = distributions.FloatDistribution(
                    range.low, top, range.log, range.step
                )
        self._whole = not isinstance(range, Choices) and range.whole

    def value(self, found: Any) -> object:
        """What a run is given for what the library proposes."""
        if self._values:
            return self._values[found]
        return int(found) if self._whole else float(found)

    def choice(self, value: object) -> object:
        """What the library calls a value of ours."""
        return _text(value) if self._values else value


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(plain(value), sort_keys=True)


def _library() -> Any:
    try:
        optuna: Any = importlib.import_module("optuna")
    except ImportError as exc:
        hint = "pip install 'nbship[search]'"
        raise EnvironmentProblem("Optuna is not installed", hint=hint) from exc
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna
