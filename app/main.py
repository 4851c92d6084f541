"""Page settings and navigation, and nothing else."""

from pathlib import Path

import streamlit as st

from app import session
from app.player import component
from optimizers import backend

backend.prepare()

folder = Path(__file__).parent
# A file, since Streamlit would fetch its named icons for the browser tab from the network.
st.set_page_config(page_title="Descent Lab", page_icon=folder / "icon.png", layout="wide")
st.html(folder / "page.css")
component.preload()
views = folder / "views"
# One address for both pages, since a link says by itself which kind of race it is.
page = st.Page(views / f"{session.page()}.py", title="Descent Lab", default=True)
st.navigation([page], position="hidden").run()
