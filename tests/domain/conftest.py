"""How much hypothesis searches: the same cases every time where CI is set, new ones at a desk.

``pytest tests/domain --hypothesis-profile=thorough`` searches thirty times as long.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("desk", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, print_blob=True)
settings.register_profile("thorough", settings.get_profile("desk"), max_examples=1200)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
