"""Page settings and navigation, and nothing else."""

from pathlib import Path

import streamlit as st

from app.player import component
from optimizers import backend

backend.prepare()

folder = Path(__file__).parent
# A file, since Streamlit would fetch its named icons for the browser tab from the network.
st.set_page_config(page_title="Descent Lab", page_icon=folder / "icon.png", layout="wide")
st.html(folder / "page.css")
component.preload()
views = folder / "views"
pages = [
    st.Page(views / "race.py", title="Surfaces", default=True),
    st.Page(views / "networks.py", title="Networks", url_path="networks"),
]
st.navigation(pages, position="hidden").run()
