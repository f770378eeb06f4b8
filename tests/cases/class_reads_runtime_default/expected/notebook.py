"""The notebook, top to bottom (cells 2, 4 of the notebook)."""

from typing import Any

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> Any:
    """The notebook, top to bottom (notebook cells 2, 4).

    In one piece, on module globals: cell 2: a class reads 'limit' and binds it too.
    """
    global Queue, limit, queue
    limit = len("abc")

    class Queue:
        limit = limit
        sizes = {"small": limit * 2}

        def __init__(self, items=()):
            self.items = list(items)[: self.limit]

    limit = 100
    queue = Queue(range(10))
    print(queue.items, Queue.sizes, Queue.limit, limit)
    return queue
