"""Numbers from the literature: heights at points, and curvatures at minima."""

import math

import numpy as np
import pytest

from landscapes import LANDSCAPES
from tests.landscapes.cases import look

VALUES = [
    ("round-bowl", (3.0, 4.0), 12.5),
    ("stretched-bowl", (1.0, 1.0), 25.5),
    ("booth", (1.0, 3.0), 0.0),
    ("booth", (0.0, 0.0), 74.0),
    ("matyas", (0.0, 0.0), 0.0),
    ("matyas", (1.0, 1.0), 0.04),
    ("rosenbrock", (-1.2, 1.0), 24.2),
    ("rosenbrock", (1.0, 1.0), 0.0),
    ("beale", (3.0, 0.5), 0.0),
    ("beale", (0.0, 1.0), 14.203125),
    ("dixon-price", (1.0, math.sqrt(0.5)), 0.0),
    ("dixon-price", (1.0, -math.sqrt(0.5)), 0.0),
    ("zakharov", (0.0, 0.0), 0.0),
    ("zakharov", (2.0, 1.0), 25.0),
    ("bukin", (-10.0, 1.0), 0.0),
    ("bukin", (-10.0, 2.0), 100.0),
    ("saddle", (2.0, 1.0), 3.0),
    ("monkey-saddle", (2.0, 1.0), 2.0),
    ("double-well", (0.0, 0.0), 1.0),
    ("hyperbola-valley", (0.0, 0.0), 0.5),
    ("himmelblau", (3.0, 2.0), 0.0),
    ("himmelblau", (-2.805118087, 3.131312518), 0.0),
    ("himmelblau", (-3.779310253, -3.283185991), 0.0),
    ("himmelblau", (3.584428340, -1.848126527), 0.0),
    ("himmelblau", (3.385154184, 0.073851880), 13.3119),
    ("himmelblau", (0.0, 0.0), 170.0),
    ("three-hump-camel", (0.0, 0.0), 0.0),
    ("three-hump-camel", (1.747552346, -0.873776173), 0.298638442),
    ("three-hump-camel", (-1.070542292, 0.535271146), 0.877361558),
    ("six-hump-camel", (0.0898, -0.7126), -1.0316),
    ("six-hump-camel", (-0.0898, 0.7126), -1.0316),
    ("styblinski-tang", (-2.903534, -2.903534), -2 * 39.16616570),
    ("goldstein-price", (0.0, -1.0), 3.0),
    ("goldstein-price", (-0.6, -0.4), 30.0),
    ("goldstein-price", (1.2, 0.8), 840.0),
    ("goldstein-price", (1.8, 0.2), 84.0),
    ("branin", (-math.pi, 12.275), 0.397887),
    ("branin", (math.pi, 2.275), 0.397887),
    ("branin", (9.42478, 2.475), 0.397887),
    ("mccormick", (-0.54719, -1.54719), -1.9133),
    ("sharp-and-flat", (0.5, 0.0), 0.84375),
    ("wolfe", (-1.0, 0.0), -8.0),
    ("ackley", (0.0, 0.0), 0.0),
    ("rastrigin", (0.0, 0.0), 0.0),
    ("griewank", (0.0, 0.0), 0.0),
    ("levy", (1.0, 1.0), 0.0),
    ("schwefel", (420.9687, 420.9687), 0.0),
    ("eggholder", (512.0, 404.2319), -959.6407),
    ("michalewicz", (2.2029, 1.5708), -1.8013),
    ("drop-wave", (0.0, 0.0), -1.0),
    ("cross-in-tray", (1.3491, -1.3491), -2.06261),
    ("cross-in-tray", (-1.3491, 1.3491), -2.06261),
    ("holder-table", (8.05502, 9.66459), -19.2085),
    ("holder-table", (-8.05502, -9.66459), -19.2085),
    ("easom", (math.pi, math.pi), -1.0),
]

CURVATURES = [
    ("stretched-bowl", (0.0, 0.0), (1.0, 50.0)),
    ("rotated-bowl", (0.0, 0.0), (1.0, 50.0)),
    ("booth", (1.0, 3.0), (2.0, 18.0)),
    ("matyas", (0.0, 0.0), (0.04, 1.0)),
    ("rosenbrock", (1.0, 1.0), (0.39936077, 1001.6006)),
    ("beale", (3.0, 0.5), (0.30146365, 48.979786)),
    ("saddle", (0.0, 0.0), (-2.0, 2.0)),
    ("monkey-saddle", (0.0, 0.0), (0.0, 0.0)),
    ("double-well", (1.0, 0.0), (2.0, 8.0)),
    ("double-well", (0.0, 0.0), (-4.0, 2.0)),
    ("himmelblau", (3.0, 2.0), (25.7157, 82.2843)),
    ("three-hump-camel", (0.0, 0.0), (1.585786, 4.414214)),
    ("styblinski-tang", (-2.903534028, -2.903534028), (34.583059, 34.583059)),
    ("sharp-and-flat", (1.0, 0.0), (27.0, 27.0)),
    ("sharp-and-flat", (-1.0, 0.0), (1.0, 1.0)),
]


@pytest.mark.parametrize(("slug", "point", "value"), VALUES)
def test_published_values_at_published_points(slug, point, value):
    # The places are published to four or five digits, and so are most values.
    assert look(LANDSCAPES[slug], [point]).values[0] == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize(("slug", "point", "eigenvalues"), CURVATURES)
def test_published_curvatures(slug, point, eigenvalues):
    hessian = look(LANDSCAPES[slug], [point]).hessians[0]
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), eigenvalues, rtol=1e-5, atol=1e-12)
