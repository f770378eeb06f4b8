"""Setup (cell 3 of the notebook)."""


def setup(
    *,
    Größe: int,
    _hidden: int,
    copy: bool,
    dict_: int,
    json: str,
    model_config: str,
    model_fields: int,
    schema: str,
) -> None:
    """Setup (notebook cell 3)."""
    print(schema, copy, json, model_config, _hidden, model_fields, Größe, dict_)
