"""What the core does without. Each registers what it adds."""
from extensions import more_ops
from extensions import hidden
from extensions import planes
from extensions import clips
from extensions import box_tree
from extensions import simplified
from extensions import maxima_by_relu
from extensions import inputs_beside
from extensions import witness
from extensions import any_order
