"""ES modules of ours on the page: as components of Streamlit, and ahead of time."""

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

from app import assets

_BOOT = (assets.APP / "boot.js").read_text(encoding="utf-8")


def mounted(module: str, *, name: str, html: str | None = None) -> ComponentRenderer:
    """A component that `module` draws; `html` keeps its place until the module is there."""
    boot = _BOOT.replace("__MODULE__", _url(module)).replace("__NAME__", name)
    return component(f"descent_lab_{name.replace(' ', '_')}", js=boot, html=html)


def preload(*modules: str) -> None:
    """Have the browser fetch and start `modules` while the server prepares the page."""
    imports = "".join(f'import("{_url(module)}");' for module in modules)
    st.html(f'<script type="module">{imports}</script>', unsafe_allow_javascript=True)


def _url(module: str) -> str:
    prefix = "/" + str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{assets.base_url(prefix)}/{module}"
