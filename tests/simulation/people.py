"""What nurses and the office do in a schedule."""

from dataclasses import dataclass

from typing_extensions import override

from carenurse.clinical.fhir import Resource
from carenurse.sync.wire import Request
from tests.simulation.ghost import ELEMENTS, WATCHED, Key, changed, first_that_says, said
from tests.simulation.laptop import Laptop
from tests.simulation.made import PATIENTS, condition, id_of, patient, visit
from tests.simulation.network import written_by
from tests.simulation.place import Place

_HURRIES = 0.3
"""How often somebody in the office is faster than an update that is on its way."""


@dataclass
class People(Place):
    """The people of one schedule."""

    def value(self, who: str) -> str:
        self.values += 1
        return f"{who}-v{self.values}"

    def says(self, key: Key, element: tuple[str, str], value: str, seen: Resource, by: str) -> None:
        """Note what somebody writes down who sees a resource."""
        self.ghost.edit(key, element, value, said(seen, element), by)

    def nurse_edits(self, laptop: Laptop) -> None:
        keys = [
            (kind, one["id"])
            for kind in ELEMENTS
            if kind != "Composition"
            for one in laptop.records.all_of(kind)
        ]
        keys = [key for key in keys if not laptop.records.signed(*key)]
        if not keys:
            return
        key = self.chance.choice(sorted(keys))
        element = self.chance.choice(ELEMENTS[key[0]])
        resource = laptop.records.get(*key) or {}
        value = self.value(laptop.name)
        self.says(key, element, value, resource, laptop.name)
        laptop.put(changed(resource, element, value))
        self.log.append(f"{laptop.name} edits {key} {element[0]} {said(resource, element)!r} -> {value!r}")

    def nurse_visits(self, laptop: Laptop) -> None:
        patients = [one["id"] for one in laptop.records.all_of("Patient")]
        if not patients:
            return
        whose, name = self.chance.choice(sorted(patients)), id_of(self.value(f"{laptop.name}e"))
        made = visit(name, whose, self.value(laptop.name))
        with laptop.records.work() as work:
            for resource in made[:-1]:
                work.put(resource)
            work.put(made[-1], sign=True)
        self.ghost.made |= {(one["resourceType"], one["id"]): laptop.name for one in made}
        self.log.append(f"{laptop.name} visits {whose}: {name}")

    def nurse_admits(self, laptop: Laptop) -> None:
        name = id_of(self.value(f"{laptop.name}p"))
        made = [patient(name), condition(id_of(f"c1-{name}"), name)]
        laptop.put(*made)
        self.ghost.made |= {(one["resourceType"], one["id"]): laptop.name for one in made}
        self.members.append(name)

    def nurse_drafts(self, laptop: Laptop) -> None:
        """She begins something and leaves it as a draft for a while."""
        keys = laptop.records.all_of("Condition")
        if keys:
            resource = self.chance.choice(sorted(keys, key=lambda one: one["id"]))
            element = ELEMENTS["Condition"][0]
            value = self.value(laptop.name)
            self.says(("Condition", resource["id"]), element, value, resource, laptop.name)
            with laptop.records.work() as work:
                work.put(changed(resource, element, value), draft=True)

    def finish_drafts(self, laptop: Laptop) -> None:
        for resource in laptop.records.all_of("Condition"):
            if laptop.records.versions("Condition", resource["id"])[-1].draft:
                laptop.put(resource)

    def office_edits(self) -> None:
        found = self._somewhere()
        if found:
            self.office_edits_one(*found)

    def office_edits_one(self, key: Key, resource: Resource) -> None:
        element = self.chance.choice(ELEMENTS[key[0]])
        value = self.value("office")
        self.says(key, element, value, resource, "office")
        self.office.write(key, changed(resource, element, value), "office")
        self.log.append(f"office edits {key} {element[0]} {said(resource, element)!r} -> {value!r}")

    @override
    def office_hurries(self, request: Request) -> None:
        """Edit just what a laptop's update is on its way to, after it looked there for the last time."""
        if self.chance.random() >= _HURRIES:
            return
        keys = [key for key in written_by(request) if key[0] in ELEMENTS and key[0] != "Composition"]
        there = [(key, resource) for key in keys if (resource := self.office.resource(key))]
        if there:
            self.office_edits_one(*self.chance.choice(there))

    @property
    def _reverts_untold(self) -> bool:
        """Nobody can tell a revert from a restore at an office that was restored and keeps no history."""
        return self.restored and not self.plan.quirks.history

    def office_reverts(self) -> None:
        found = None if self._reverts_untold else self._somewhere()
        if found:
            key, resource = found
            element = self.chance.choice(ELEMENTS[key[0]])
            earlier = {said(one.resource, element) for one in self.office.store[key] if one.resource} - {
                said(resource, element)
            }
            if earlier:
                self.values += 1
                value = self.chance.choice(sorted(earlier))
                self.says(key, element, value, resource, "office")
                self.office.write(
                    key,
                    changed(resource, element, value)
                    if value
                    else {k: v for k, v in resource.items() if k != element[0]},
                    "office",
                )
                self.log.append(f"office reverts {key} {element[0]} {said(resource, element)!r} -> {value!r}")

    @override
    def office_corrects(self) -> None:
        """Let the office look at what just came in, and change it or take it back."""
        if self.latest is None or self.office.resource(self.latest[0]) is None:
            return
        key, before = self.latest
        resource = self.office.resource(key) or {}
        changes = [one for one in ELEMENTS[key[0]] if said(before, one) != said(resource, one)]
        element = self.chance.choice(changes or ELEMENTS[key[0]])
        back = changes and self.chance.random() < 0.75 and not self._reverts_untold
        value = said(before, element) if back else self.value("office")
        self.values += 1
        self.says(key, element, value, resource, "office")
        without = {name: part for name, part in resource.items() if name != element[0]}
        self.office.write(key, changed(resource, element, value) if value else without, "office")
        self.log.append(f"office corrects {key} {element[0]} {said(resource, element)!r} -> {value!r}")

    def office_reassigns(self) -> None:
        """Take a patient off the caseload, or put the patient back on it."""
        whose = PATIENTS[-1]
        others = [one for one in self.members if one != whose]
        self.members = others if whose in self.members else [*self.members, whose]
        self._tell_caseload()
        self.log.append(f"caseload {self.members}")

    def office_deletes(self) -> None:
        found = self._somewhere()
        if found and found[0][0] == "Condition":
            for element in WATCHED["Condition"]:
                self.ghost.delete(found[0], element, said(found[1], element))
            self.office.write(found[0], None, "office")
            self.log.append(f"office deletes {found[0]}")

    def _somewhere(self) -> tuple[Key, Resource] | None:
        keys = sorted(
            key
            for key in self.office.store
            if key[0] in ELEMENTS and key[0] != "Composition" and self.office.resource(key)
        )
        if not keys:
            return None
        key = self.chance.choice(keys)
        return key, self.office.resource(key) or {}

    def somebody_resolves(self, laptop: Laptop) -> None:
        for one in laptop.journal.conflicts():
            key = (one.kind, one.resource)
            if one.theirs is None:
                if self.chance.random() < 0.5:
                    laptop.journal.agree(one.identity, laptop.now())
                    self.agreed.add(key)
                else:
                    laptop.journal.resolve(one.identity, one.mine, laptop.now())
                    for element in WATCHED.get(one.kind, ()):
                        self.ghost.restate(key, element, said(one.mine, element), laptop.name)
                continue
            chosen = one.mine if self.chance.random() < 0.5 or laptop.records.signed(*key) else one.theirs
            for element in WATCHED.get(one.kind, ()):
                mine, theirs = said(one.mine, element), said(one.theirs, element)
                if mine != theirs:
                    if chosen is one.mine:
                        self.ghost.keep_mine(key, element, mine, theirs, laptop.name)
                    else:
                        self.ghost.take_theirs(key, element, mine, theirs)
            which = "mine" if chosen is one.mine else "theirs"
            self.log.append(f"{laptop.name} resolves {key}: {which} of {one.mine} and {one.theirs}")
            laptop.journal.resolve(one.identity, chosen, laptop.now())

    def office_backed_up(self) -> None:
        """Keep the office as it is: a backup holds what its people wrote, but for what was lost by then.

        What was lost and stands there all the same came back from a laptop that had it; a revert says what
        had been said before it, so that nothing tells whether it stands there.
        """
        lives = {
            (key, element): {
                place
                for place, node in enumerate(line)
                if node.by == "office"
                and (not node.void or place == first_that_says(line, self._stands(key, element)))
            }
            for (key, element), line in self.ghost.nodes.items()
        }
        self.kept.append((lives, self.office.snapshot()))

    def _stands(self, key: Key, element: str) -> str:
        """Read what the office has of one element."""
        whole = next(one for one in WATCHED[key[0]] if one[0] == element)
        return said(self.office.resource(key), whole)

    def office_restored(self) -> None:
        """Bring the office back from one of its backups."""
        if self.kept:
            self.restored_to(self.chance.randrange(len(self.kept)))

    def restored_to(self, place: int) -> None:
        """Bring the office back from a backup; what it wrote since is lost, unless a laptop has it.

        That takes a while: no two versions of one number, from before and after, are of one moment.
        What an earlier restore had lost is lost in a backup that was made after it, too.
        """
        lives, store = self.kept[place]
        stood = {key: self.office.resource(key) is not None for key in self.office.store}
        self.unmade = {key for key in self.unmade | set(stood) if not stood.get(key, False)}
        self.office.restore(store)
        self.events.clear()
        self.pass_time(60)
        self.restored = True
        self.log.append(f"office restored to backup {place}")
        for thing, line in self.ghost.nodes.items():
            for at, node in enumerate(line):
                node.void = at not in lives.get(thing, ()) if node.by == "office" else node.void
