"""Every formula and symbol of every entry on one page, as the app sets them."""

import streamlit as st

from landscapes import LANDSCAPES
from optimizers import OPTIMIZERS
from optimizers.modifiers import MODIFIERS
from optimizers.noise import NOISES
from optimizers.schedules import SCHEDULES

for entry in (*LANDSCAPES.values(), *OPTIMIZERS.values()):
    st.latex(entry.rule if entry.slug in OPTIMIZERS else entry.formula)
    st.caption(" ".join(f"${knob.symbol}$" for knob in entry.hyperparameters))
for menu in (SCHEDULES, NOISES, MODIFIERS):
    for entry in menu.values():
        st.latex(entry.formula)
        st.caption(" ".join(f"${knob.symbol}$" for knob in entry.hyperparameters))
for landscape in LANDSCAPES.values():
    for whole in landscape.critical_sets:
        st.latex(whole.formula)
st.text("all set")
