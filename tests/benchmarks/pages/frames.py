"""The same race with `st.plotly_chart` and `go.Frame`s, as one writes it without a component."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from app.simulate import simulate
from landscapes.heights import heights
from optimizers import backend
from tests.benchmarks import race

backend.prepare()
rate = st.select_slider("Learning rate", race.RATES, value=0.05, key="rate")
experiment = race.with_rate(rate)
paths = [result.trajectory.points for result in simulate(experiment)]
(left, bottom), (right, top) = experiment.surface.window
surface = go.Contour(
    x=np.linspace(left, right, 109),
    y=np.linspace(bottom, top, 109),
    z=np.log10(heights(experiment.surface, 109) + 1e-2),
    showscale=False,
)
figure = go.Figure([surface, *(go.Scatter(x=path[:1, 0], y=path[:1, 1]) for path in paths)])
figure.frames = [
    go.Frame(
        data=[go.Scatter(x=path[: k + 1, 0], y=path[: k + 1, 1]) for path in paths],
        traces=list(range(1, len(paths) + 1)),
        name=str(k),
    )
    for k in range(experiment.steps + 1)
]
play = {"frame": {"duration": 16, "redraw": False}, "transition": {"duration": 0}}
button = {"label": "play", "method": "animate", "args": [None, play]}
figure.update_layout(
    title=f"rate {rate}",
    xaxis_range=[left, right],
    yaxis_range=[bottom, top],
    updatemenus=[{"type": "buttons", "buttons": [button]}],
)
st.plotly_chart(figure, key="race")
