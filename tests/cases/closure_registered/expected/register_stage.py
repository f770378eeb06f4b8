"""Register / Use (cells 2, 4 of the notebook)."""


def register(name, *, handlers):
    def keep(function):
        handlers[name] = function
        return function

    return keep


def register_stage() -> None:
    """Register / Use (notebook cells 2, 4)."""
    handlers = {}

    @register("power", handlers=handlers)
    def powered(x):
        return x**power

    power = 2
    print({name: handler(4) for name, handler in handlers.items()})
    power = 3
    print({name: handler(4) for name, handler in handlers.items()})
