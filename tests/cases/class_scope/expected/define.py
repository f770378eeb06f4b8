"""version, Config of the notebook."""

version = "1"


class Config:
    version = "2"
    names = [n.upper() for n in ("a", "b")]

    class Inner:
        depth = 2

    def show(self):
        return version, self.version, self.Inner.depth
