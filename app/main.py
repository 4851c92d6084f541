"""Page settings and navigation, and nothing else."""

from pathlib import Path

import streamlit as st

from optimizers import backend

backend.prepare()

st.set_page_config(page_title="Descent Lab", page_icon=":material/downhill_skiing:", layout="wide")
views = Path(__file__).parent / "views"
st.navigation([st.Page(views / "race.py", title="Race", default=True)], position="hidden").run()
