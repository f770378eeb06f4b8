"""Setup (cells 3-4 of the notebook)."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(order=True)
class Plain:
    x: int = 0


def setup(*, LAYERS: int, RATE: float) -> Any:
    """Setup (notebook cells 3-4)."""

    @dataclass
    class Settings:
        """What a run is told."""

        __qualname__ = "Settings"
        rate: float = RATE
        layers: list = field(default_factory=lambda: [8] * LAYERS)

        @property
        def depth(self):
            return len(self.layers)

    settings = Settings()
    print(settings, Settings(0.5), settings.depth, asdict(settings))
    print(Plain(2), [Plain(1)])
    return settings
