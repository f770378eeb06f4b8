# %%
from dataclasses import asdict, dataclass, field

# %% tags=["parameters"]
RATE = 0.1
LAYERS = 2


# %%
@dataclass
class Settings:
    """What a run is told."""

    rate: float = RATE
    layers: list = field(default_factory=lambda: [8] * LAYERS)

    @property
    def depth(self):
        return len(self.layers)


@dataclass(order=True)
class Plain:
    x: int = 0


# %%
settings = Settings()
print(settings, Settings(0.5), settings.depth, asdict(settings))
print(Plain(2), [Plain(1)])
