"""Leaves made narrower by clips: hidden units are bounded anew on the points at which the plane of a pass is not below 0."""
from fractions import Fraction

from core.bounds import Enclosures, greatest
from core.finding import require
from core.findings import FAULTS
from core.ops import ENDS, SLOPES, rounded
from core.proofs import NARROWER, leaves_of, pass_of, rows_of
from extensions.hidden import is_open

MOST = 1 << 23  # numbers that all planes of hidden units may have
FINE = 128  # bits after the point of planes


def plane(bound, line, box):
    """A row is at most `bound - sum of (|s| - s t)`, `t` from -1 to 1: nearer to 0, the slopes `s` say less."""
    (c, bits), (lower, upper) = line, box
    wide = [x * (u - l) for x, l, u in zip(c, lower, upper)]
    return rounded(bound, FINE, up=True), [abs(x) >> bits + ENDS + 1 - FINE if x > 0 else
                                           -(abs(x) >> bits + ENDS + 1 - FINE) for x in wide]


def greatest_where(row, half):
    """The greatest value of a row where another is not below 0, by planes above both: any `mu >= 0` is sound."""
    (a, slopes), (b, others) = row, half
    both = [(abs(s), abs(t)) for s, t in zip(slopes, others) if s * t < 0]
    rest, mu = sum(t for _, t in both), 0
    for s, t in sorted(both, key=lambda of: of[0] / of[1]):
        if 2 * rest <= b:
            break
        rest, mu = rest - t, (s << SLOPES) // t
    return Fraction((a << SLOPES) + mu * b - 2 * sum(min(s << SLOPES, mu * t) for s, t in both), 1 << FINE + SLOPES)


def narrower(at, planes, half):
    """Enclosures whose hidden units are open and have planes, bounded anew; nothing is followed to other nodes."""
    known, empty = {}, False
    for node, unit in {key[:2] for key in planes}:
        lower, upper = known.get(node, at.boxes[node])
        low, high = lower[unit], upper[unit]
        if not is_open(at.network, node, low, high):
            continue
        most, least = (greatest_where(planes[node, unit, above], half) for above in (True, False))
        low, high = max(low, rounded(-least, ENDS)), min(high, rounded(most, ENDS, up=True))
        if low > high:
            at.empty = True
            return at
        lower, upper = known.setdefault(node, (list(lower), list(upper)))
        lower[unit], upper[unit] = low, high
    return Enclosures(at.network, at.boxes[0], at.splits, known=known, root=at)


def planes_of(root):
    if 'planes' not in root.__dict__:
        few = len(root.lines) * len(root.boxes[0][0]) <= MOST
        root.planes = {key: plane(*of, root.boxes[0]) for key, of in root.lines.items() if few}
    return root.planes


def clipped(proof, leaf, splits, part, root):
    if not leaf.get('clipped'):
        return None
    # what leaves that were cut from the same part share, of the one before
    over, known = root, root.__dict__.setdefault('narrowed', [])
    for depth, (count, by) in enumerate(leaf['clipped']):
        clip, own = proof['clips'][by], splits[:count]
        if depth < len(known) and known[depth][0] is clip and known[depth][1] == own:
            over = known[depth][2]
            continue
        del known[depth:]
        over = Enclosures(part.network, part.box, own, root=over)
        if not over.empty:
            over = narrower(over, planes_of(root), half_of(proof, clip, over, part))
        if over.empty:
            return over
        known.append((clip, own, over))
    return Enclosures(part.network, part.box, splits, root=over)


def half_of(proof, clip, over, part):
    """The plane above the row of the conjunction that has the least bound."""
    slopes, betas = pass_of(proof, clip)
    multipliers, halves = clip.get('multipliers'), []
    for row in rows_of(part.unsafe[proof['conjunctions'][0]], multipliers and multipliers[0]):
        line = []
        bound = greatest(over, row, slopes, betas=betas, line=line)
        halves.append((bound, plane(bound, line, over.boxes[0])))
    return min(halves, key=lambda of: of[0])[1]


def fault(proof, part):
    clips = proof.get('clips', [])
    require(not clips or len(proof['conjunctions']) == 1, 'clips are of more than one conjunction')
    for leaf in leaves_of(proof) if proof['kind'] == 'tree' else []:
        most = 0
        for count, by in leaf.get('clipped', []):
            there = by < len(clips) and most <= count <= len(leaf['splits'])
            require(there and len(clips[by].get('betas', [])) <= count, 'a clip is not of the splits before it')
            most = count


NARROWER.append(clipped)
FAULTS['proof'].append(fault)
