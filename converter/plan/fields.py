"""Attribute names of the settings class: the notebook's own, unless pydantic needs the name."""

from __future__ import annotations

from collections.abc import Iterable

# What `pydantic_settings.BaseSettings` already has (a test compares with the library).
RESERVED = frozenset("""
    construct copy dict from_orm json model_computed_fields model_config model_construct
    model_copy model_dump model_dump_json model_extra model_fields model_fields_set
    model_json_schema model_parametrized_name model_post_init model_rebuild model_validate
    model_validate_json model_validate_strings parse_file parse_obj parse_raw schema schema_json
    settings_cached settings_clear_cache settings_customise_sources update_forward_refs validate
    """.split())
# A field named like a type would hide that type from the fields after it.
TYPE_NAMES = frozenset("""
    Any Decimal Literal Path SecretStr bool date datetime dict float frozenset int list object
    set str time timedelta tuple
    """.split())


def field_names(names: Iterable[str]) -> dict[str, str]:
    """Each name with the attribute that holds it, distinct even where case does not count.

    Environment variables and command line options do not tell `n` from `N`.
    """
    fields: dict[str, str] = {}
    used: set[str] = set()
    for name in names:
        field = name
        if name.startswith("_") or name in RESERVED or name in TYPE_NAMES:
            field = name.lstrip("_") + "_"
        while field.lower() in used:
            field += "_"
        used.add(field.lower())
        fields[name] = field
    return fields
