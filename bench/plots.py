"""Plain line plots as SVG, readable in light and dark."""

import math
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP = 640, 360, 64, 40
COLOURS = ("#0b6e99", "#b3541e", "#3c7a3c")


@dataclass
class Curve:
    """A named line."""

    name: str
    points: list[tuple[float, float]]


def svg(title: str, curves: list[Curve], *, logarithmic: bool) -> str:
    """One plot of the curves; both axes logarithmic or both linear."""

    def at(value: float) -> float:
        return math.log10(max(value, 1e-3)) if logarithmic else value

    xs = [at(x) for curve in curves for x, _ in curve.points]
    ys = [at(y) for curve in curves for _, y in curve.points]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)

    def place(x: float, y: float) -> tuple[float, float]:
        across = (at(x) - left) / max(right - left, 1e-9)
        up = (at(y) - low) / max(high - low, 1e-9)
        return LEFT + across * (WIDTH - LEFT - 24), HEIGHT - 48 - up * (HEIGHT - 48 - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><text x="{LEFT}" y="22" font-size="15">{title}</text>',
        f'<path d="M{LEFT} {TOP}V{HEIGHT - 48}H{WIDTH - 24}" fill="none" stroke="#555"/>',
    ]
    (x0, y0), ends = curves[0].points[0], sorted({y for c in curves for _, y in (c.points[0], c.points[-1])})
    parts += [f'<text x="{LEFT - 8}" y="{place(x0, y)[1] + 4:.0f}" text-anchor="end">{y:.4g}</text>' for y in ends]
    ticks = sorted({x for c in curves for x, _ in c.points})[:: max(1, len(curves[0].points) // 6)]
    parts += [f'<text x="{place(x, y0)[0]:.0f}" y="{HEIGHT - 28}" text-anchor="middle">{x:.4g}</text>' for x in ticks]
    for number, (curve, colour) in enumerate(zip(curves, COLOURS, strict=False)):
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in curve.points))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{LEFT + 12 + 220 * number}" y="{HEIGHT - 8}" fill="{colour}">{curve.name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
