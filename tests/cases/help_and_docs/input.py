# %%
import math
math.floor?
?math
math??

# %%
print(math.floor(2.5))
