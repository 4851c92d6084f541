"""Serve one page script under the app's own server options: `serve.py SCRIPT --port PORT`."""

import argparse
from pathlib import Path

import streamlit as st

from app import server

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("script", type=Path)
    parser.add_argument("--port", type=int)
    chosen = parser.parse_args()
    options = {"server.port": chosen.port, "server.address": "localhost", "server.headless": True}
    st.App(chosen.script.resolve()).run(config=server.options() | options)
