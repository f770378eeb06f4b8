# %%
import os

!mkdir -p made/{raw,done}
print(sorted(os.listdir("made")))
!rm -r made
!echo plain
