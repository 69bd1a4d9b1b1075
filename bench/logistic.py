"""Logistic regression whose weights may only point the way that sense allows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]

Bounds = tuple[float | None, float | None]

TO_THE_END = {"maxiter": 10_000, "maxfun": 100_000, "ftol": 1e-15, "gtol": 1e-9}
"""Sums differ in their last figures from run to run: what is learnt to the hundredth must not."""


def fit(values: Floats, truth: Floats, weights: Floats, bounds: Sequence[Bounds], strength: float) -> Floats:
    """Coefficients of the columns of ``values``, shape (examples, columns), and the intercept last.

    ``truth`` is 0 or 1, ``weights`` says how much each example counts; ``bounds`` keeps each coefficient on its side;
    ``strength`` is the inverse of the ridge penalty on standardised columns. Minimised by L-BFGS-B.
    """
    mean, deviation = values.mean(axis=0), values.std(axis=0) + 1e-9
    standard, signs = (values - mean) / deviation, 2 * truth - 1

    def loss(parameters: Floats) -> tuple[float, Floats]:
        margins = signs * (standard @ parameters[:-1] + parameters[-1])
        slopes = -signs * weights / (1 + np.exp(np.clip(margins, -500, 500)))
        penalty = parameters[:-1] / strength
        value = (weights * np.logaddexp(0, -margins)).sum() + parameters[:-1] @ penalty / 2
        return float(value), np.append(standard.T @ slopes + penalty, slopes.sum())

    start = np.zeros(values.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)], options=TO_THE_END).x
    coefficients = found[:-1] / deviation
    return np.append(coefficients, found[-1] - coefficients @ mean)
