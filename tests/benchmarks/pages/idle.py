"""The least a Streamlit page can do: one slider and its value."""

import streamlit as st

value = st.select_slider("Learning rate", [k / 1000 for k in range(1, 101)], value=0.05, key="rate")
st.markdown(f"<p id='done'>{value}</p>", unsafe_allow_html=True)
