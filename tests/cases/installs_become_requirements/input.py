# %%
!pip install -q "attrs>=20" idna==3.4
%pip install --upgrade certifi
!{sys.executable} -m pip install six
!apt-get install -y graphviz
import attr

# %%
print(attr.__name__)
