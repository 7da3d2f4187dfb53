"""The road of rungs 4 to 6 as steps: what is done, what runs, what comes next and what is missing for it.

It tells nothing that is not in the state of the municipality, and decides nothing: what it says is missing is what the
decisions on rungs 5 and 6 are refused for.
"""

from domain.policy.law_path.path import Act, LawPath, law_path
from domain.policy.law_path.steps import Standing, Step
from domain.policy.law_path.trails import Stage, Trail

__all__ = ["Act", "LawPath", "Stage", "Standing", "Step", "Trail", "law_path"]
