# %%
from nothing_of_this_name import *

print(1)
