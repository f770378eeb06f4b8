# %%
import logging
import sys

log = logging.getLogger(__name__)
log.setLevel(logging.INFO)
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter(logging.BASIC_FORMAT))
log.addHandler(handler)

# %%
LIMIT = 3


def checked(value):
    if value > LIMIT:
        log.warning("%s is above %s", value, LIMIT)
    return min(value, LIMIT)


# %%
total = sum(checked(each) for each in range(6))
log.info("total %s", total)
