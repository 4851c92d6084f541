"""What the rules of the textbook are given."""

from collections.abc import Callable

import numpy as np

Vector = np.ndarray
Value = Callable[[Vector], float]
Gradient = Callable[[Vector], Vector]
Hessian = Callable[[Vector], np.ndarray]
