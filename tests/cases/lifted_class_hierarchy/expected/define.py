"""names, Base, Child of the notebook."""

names = ["b", "a"]


class Base:
    known = sorted(names)

    def first(self):
        return self.known[0]


class Child(Base):
    @staticmethod
    def count():
        return len(names)

    @classmethod
    def made(cls):
        return cls()

    @property
    def last(self):
        return super().first() + names[-1]
