"""main of the notebook."""


def main(n=2):
    print("main", n)
    return n
