"""Test (cell 18 of the notebook)."""


def test_stage() -> None:
    """Test (notebook cell 18)."""
    print("end")
