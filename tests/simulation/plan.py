"""What one schedule is made of, drawn from its seed."""

import random
from dataclasses import dataclass, replace

from tests.simulation.network import FAULTS
from tests.simulation.office import Quirks

_GIVE_IDS = 0.15
"""The share of schedules whose office gives ids of its own."""
_PHOTOS = 0.7
"""The share of schedules with our own office in which nurses take photos."""
_PHOTOS_ELSEWHERE = 0.25
"""The share of other schedules in which they do; not every office takes them."""
_IN_NO_ORDER = 0.05
"""The share of other offices that give what they find in no order."""
_NO_LINKS = 0.15
"""The share of other offices that tell of no next page; such give as many rows as were asked for."""
_SHORT_PAGES = 0.2
"""The share of the rest that give fewer, with more to come."""
_VOUCHES = 0.8
"""The share of our own offices that are no older version."""
_UNITS = 0.3
"""The share of schedules in which people change parts of what makes one statement."""
_OURS = 0.2
"""The share of schedules whose office is our own."""
_CLOCKS = 0.15
"""The share of schedules whose office's clock is put right again while people write."""
_MUCH = 0.12
"""The share of schedules in which much changes while a laptop reads."""
_FEW_ROWS = 2
"""Rows of a page in such schedules, where there are pages."""


@dataclass(frozen=True)
class Plan:
    """What a schedule is made of, drawn from its seed."""

    seed: int
    quirks: Quirks
    laptops: int
    rate: float
    crash_rate: float
    faults: tuple[str, ...]
    operations: int
    restores: bool
    skews: bool
    joins_late: bool
    """The last of the laptops is taken into use when much has happened."""
    photos: bool = False
    """Nurses take photos."""
    units: bool = False
    """People change parts of what makes one statement, and end what others rewrite."""
    clocks: bool = False
    """The office's clock goes ahead, and is put back when laptops have read what was written meanwhile."""
    much: bool = False
    """The office changes much, and goes on with it while a laptop reads; or the power goes."""

    @classmethod
    def drawn(cls, seed: int) -> "Plan":
        """Draw it."""
        chance = random.Random(seed)  # noqa: S311 - it has to be the same again
        atomic = chance.random() < 0.8
        quirks = Quirks(
            if_none_match=chance.random() < 0.5 if atomic else True,
            stale_status=chance.choice([412, 409]),
            atomic=atomic,
            most_entries=chance.choice([100, 12, 6]),
            batch=chance.random() < 0.8,
            lag=chance.choice([0, 0, 20, 100]),
            page_cap=chance.choice([50, 7, 3, 3]),
            noop_keeps=chance.random() < 0.3,
            normalises=chance.random() < 0.3,
            opaque_versions=chance.random() < 0.3,
            tells_tags=chance.random() < 0.85,
            history=chance.random() < 0.8,
            coarse=chance.random() < 0.3,
            checks_references=chance.random() < 0.4,
            reuses=chance.random() < 0.2,
        )
        if chance.random() < _GIVE_IDS:
            quirks = replace(quirks, gives_ids=True, if_none_match=False, checks_references=False)
        elif chance.random() < _OURS:
            quirks, atomic = Quirks(native=True, page_cap=quirks.page_cap, most_entries=60), True
        restores = chance.random() < 0.25 and atomic
        faults = tuple(sorted(FAULTS if chance.random() < 0.5 else chance.sample(sorted(FAULTS), 3)))
        apart = random.Random(f"photos {seed}")  # noqa: S311 - what was drawn before stays as it was
        photos = quirks.native and apart.random() < _PHOTOS
        if not quirks.native and apart.random() < _IN_NO_ORDER:
            quirks = replace(quirks, sorts=False)
        if not quirks.native and apart.random() < _PHOTOS_ELSEWHERE:
            photos = True
            raw = not quirks.gives_ids and apart.random() < 0.5
            quirks = replace(quirks, raw_binary=raw, json_binary=apart.random() < 0.9)
        if quirks.native:
            quirks = replace(quirks, vouches=apart.random() < _VOUCHES)
        else:
            quirks = _asked_together(quirks, random.Random(f"together {seed}"))  # noqa: S311 - as above
        by_moments = quirks.sorts and not quirks.native and not restores  # after a restore all is read anyway
        much = by_moments and random.Random(f"much {seed}").random() < _MUCH  # noqa: S311 - as above
        if much and quirks.links:
            quirks = replace(quirks, page_cap=_FEW_ROWS)
        return cls(
            seed=seed,
            photos=photos,
            units=random.Random(f"units {seed}").random() < _UNITS,  # noqa: S311 - as above
            clocks=by_moments and random.Random(f"clocks {seed}").random() < _CLOCKS,  # noqa: S311 - as above
            much=much,
            quirks=quirks,
            laptops=chance.choice([2, 2, 2, 3, 4, 5]),
            rate=chance.choice([0, 0.05, 0.2, 0.4]),
            crash_rate=chance.choice([0, 0, 0.01, 0.04]),
            faults=faults,
            operations=chance.choice([20, 35, 50]),
            restores=restores,
            skews=chance.random() < 0.2,
            joins_late=chance.random() < 0.5,
        )


def _asked_together(quirks: Quirks, chance: random.Random) -> Quirks:
    """Draw how well it answers many searches at a time, and tells the ends of its pages."""
    quirks = replace(quirks, batches_searches=chance.random() < 0.8, in_part=chance.random() < 0.25)
    if chance.random() < _NO_LINKS:
        return replace(quirks, links=False, page_cap=5000)
    return replace(quirks, short_pages=chance.random() < _SHORT_PAGES)
