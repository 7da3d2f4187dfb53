"""Which statements count for verdict, ladder and band."""

import pytest

from domain.municipality.figures import Statement
from domain.policy.official import OFFICIAL_KINDS, is_official
from domain.values import Nature, PartialDate, Period, Source, SourceKind

STATED = Statement(1, Period(2024, 1), PartialDate.of("2024-03-31"), Source(kind=SourceKind.COA), realised=3)


@pytest.mark.parametrize("kind", list(SourceKind))
@pytest.mark.parametrize("nature", list(Nature))
def test_measured_figures_of_coa_and_ministry_are_official(kind: SourceKind, nature: Nature) -> None:
    official = kind in {SourceKind.COA, SourceKind.MINISTRY} and nature is Nature.MEASURED
    assert is_official(STATED._replace(source=Source(kind=kind), nature=nature)) == official


def test_a_province_sets_which_kinds_are_official() -> None:
    stated = STATED._replace(source=Source(kind=SourceKind.PROVINCE))
    assert not is_official(stated)
    assert is_official(stated, {*OFFICIAL_KINDS, SourceKind.PROVINCE})
