"""One parsed sentence with the questions every frame asks of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.intake.english.clauses import RELATIVES
from holdfast.intake.english.lexicon import actor_words, counting_unit
from holdfast.intake.english.phrases import PREPOSITIONS, is_pronoun, name, names_actor, phrase_before, phrase_from
from holdfast.intake.english.verbs import has_infinitive, is_passive
from holdfast.intake.records import Amount, Clause, Item, Parse, Token, Trigger

if TYPE_CHECKING:
    from collections.abc import Sequence

GOVERNING = frozenset("denial interrupt delivery commitment appeal agreement removal restore".split())
_OWNERS = frozenset("hospital clinic water main town well backup".split())
_OFFICIALS = frozenset(
    "guards officials soldiers troops police forces authorities officers militias guerrillas".split()
)
_PLACES = frozenset(
    "camp town city village hospital district settlement enclave clinic school residents patients".split()
)
_DETERMINERS = frozenset("the a an its their our his her all any some camp camp's 's two three".split())
_OPENING = frozenset("the these those a an some many all several hundreds thousands dozens tens".split())
_HANGING = frozenset("for in at from inside near of outside to by".split())
_JOINING = frozenset(", and but or ; while only just then".split())
_AGAIN = frozenset({"it", "they", "both", "these"})
_ELLIPTIC = frozenset(
    "one two three four five six seven eight nine ten eleven twelve another others the rest other remaining none most all both".split()
)
_CARRYING = frozenset("carrying loaded with full bringing transporting containing laden hauling filled".split())
_ATTACHING = frozenset("of more additional further full big small large loaded the in heavy new other".split())


def _excepted(words: list[str]) -> bool:
    """Whether words end in "everything but", "all except", "everything apart from"."""
    whole = {"everything", "all"}
    return (words[-1] in {"but", "except", "save"} and words[-2] in whole) or (
        words[-2:] in (["apart", "from"], ["except", "for"], ["other", "than"]) and words[0] in whole
    )


@dataclass(frozen=True, slots=True)
class Context:
    """A parsed sentence and the text it stands in."""

    text: str
    parse: Parse

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the sentence."""
        return self.parse.tokens

    def clause_of(self, index: int) -> int:
        """Return the number of the clause that holds a token."""
        for number, clause in enumerate(self.parse.clauses):
            if clause.first <= index < clause.last:
                return number
        return len(self.parse.clauses) - 1

    def clause(self, index: int) -> Clause:
        """Return the clause that holds a token."""
        return self.parse.clauses[self.clause_of(index)]

    def left_limit(self, index: int) -> int:
        """Return where the words that belong to a verb at ``index`` may begin, on its left."""
        limit = self.clause(index).first
        for speech in self.parse.speeches:
            if speech.frame_last <= index and speech.frame_last > limit:
                limit = speech.frame_last
            elif speech.frame_first <= index < speech.frame_last:
                limit = max(limit, speech.frame_first)
        return limit

    def right_limit(self, index: int) -> int:
        """Return where the words that belong to a verb at ``index`` end, on its right."""
        limit = self.clause(index).last
        for speech in self.parse.speeches:
            if index < speech.frame_first < limit:
                limit = speech.frame_first
        return limit

    def governor(self, trigger: Trigger) -> Trigger | None:
        """Return the verb that governs a verb: "refused" in "refused to let in", "prevent" in "prevent from entering"."""
        infinitive = has_infinitive(self.tokens, trigger) and not any(
            t.low in {"have", "has", "had", "is", "are", "was", "were", "be"}
            for t in self.tokens[trigger.group : trigger.index]
            if t.low != "be"
        )
        gerund = trigger.form == "ing" and trigger.group and self.tokens[trigger.group - 1].low == "from"
        bare = trigger.form == "base"
        best = self._joined(trigger) if bare else None
        for other in self.parse.triggers:
            if other.index >= trigger.index or self.clause_of(other.index) != self.clause_of(trigger.index):
                continue
            if other.frame not in GOVERNING and not (infinitive and other.verb in {"use", "need", "have", "require"}):
                continue
            if other.verb == "expect" and is_passive(self.tokens, other):
                # "is expected to arrive" is a plan, not an appeal.
                continue
            if infinitive or gerund or (bare and other.verb.startswith("let")):
                best = other
        return best

    def _joined(self, trigger: Trigger) -> Trigger | None:
        """Return the verb that governs a second infinitive: "urged the ministry to act and release the trucks"."""
        number = self.clause_of(trigger.index)
        clause = self.parse.clauses[number]
        if number == 0 or clause.opener not in {"and", "or", ","} or trigger.group > clause.first + 1:
            return None
        previous = self.parse.clauses[number - 1]
        inside = [t for t in self.parse.triggers if previous.first <= t.index < previous.last and t.frame in GOVERNING]
        infinitive = any(t.low == "to" for t in self.tokens[inside[0].last : previous.last]) if inside else False
        return inside[0] if infinitive else None

    def root(self, trigger: Trigger) -> Trigger:
        """Return the verb at the top of a chain of governed verbs."""
        seen = trigger
        for _ in self.parse.triggers:
            upper = self.governor(seen)
            if upper is None:
                break
            seen = upper
        return seen

    def subject_zone(self, trigger: Trigger) -> tuple[int, int]:
        """Return the tokens before a verb that may hold its subject."""
        first = self.left_limit(trigger.index)
        for other in self.parse.triggers:
            if (
                (
                    first <= other.index < trigger.group
                    and self.governor(other) is None
                    and other.index >= first
                    and self.governor(trigger) is not other
                )
                and self._verbal(other)
                and not self.reduced(other, trigger)
            ):
                first = max(first, other.last)
        return (min(first, trigger.group), trigger.group)

    def complement_end(self, index: int) -> int:
        """Return where the words a verb governs end, a "that" clause after it included."""
        last = self.right_limit(index)
        for clause in self.parse.clauses[self.clause_of(index) + 1 :]:
            if clause.opener != "that" or clause.first != last:
                break
            last = clause.last
        return last

    def reduced(self, other: Trigger, trigger: Trigger) -> bool:
        """Whether a participle describes the subject: "the fuel promised on Monday has not arrived"."""
        bare = other.form == "past" and other.group == other.index
        return (
            bare
            and other.frame != "need"
            and trigger.group < trigger.index
            and any(i.last == other.index for i in self.parse.items)
        )

    def _verbal(self, trigger: Trigger) -> bool:
        """Whether a verb before another in one clause ends the subject of the first: not a reduced relative."""
        return trigger.form in {"base", "s", "past"} and trigger.frame != "stock"

    def object_zone(self, trigger: Trigger) -> tuple[int, int]:
        """Return the tokens after a verb that may hold its objects; governed verbs do not end it."""
        last = self.right_limit(trigger.index)
        for other in self.parse.triggers:
            apart = trigger.last <= other.index < last and self.root(other).index != self.root(trigger).index
            if apart and self.governor(other) is None and other.frame != "stock":
                last = max(min(last, other.group), trigger.last)
                break
        return (trigger.last, last)

    def items_in(self, zone: tuple[int, int]) -> tuple[Item, ...]:
        """Return the items inside a range of tokens."""
        return tuple(it for it in self.parse.items if zone[0] <= it.first and it.last <= zone[1])

    def named_in(self, zone: tuple[int, int]) -> tuple[Item, ...]:
        """Return the items of a range that the verb is about: not what they are for, nor where they are.

        "Fuel for the generators" names fuel; "spare parts in the clinic" names spare parts.
        """
        kept: list[Item] = []
        for item in self.items_in(zone):
            before = item.first - 1
            while before >= zone[0] and self.tokens[before].low in (_DETERMINERS | _OWNERS):
                before -= 1
            if item.last < len(self.tokens) and self.tokens[item.last].low in {"'s", "'"} and item.kind == "equipment":
                # "the hospital's generator" is a generator.
                continue
            if before >= zone[0] and self.tokens[before].low == "without":
                continue
            if before > zone[0] and _excepted([t.low for t in self.tokens[max(zone[0], before - 2) : before + 1]]):
                # "everything but medicine was let in": medicine was not.
                continue
            if kept and any(t.low == "between" for t in self.tokens[kept[-1].last : item.first]):
                # "the line between the town and the hospital": where it runs.
                continue
            place = item.kind in {"equipment", "container", "utility"}
            if kept and place and before >= zone[0] and self.tokens[before].low in _HANGING:
                continue
            kept.append(item)
        return tuple(kept)

    def resumed(self, trigger: Trigger) -> tuple[Item, ...]:
        """Return the items a subject takes up again: after a relative clause, or in "… and one was let in"."""
        number = self.clause_of(trigger.index)
        first, group = self.subject_zone(trigger)
        inside = [t.low for t in self.tokens[first:group] if t.low not in _JOINING]
        again = bool(inside) and inside[-1] in _AGAIN and len(inside) == 1 and is_passive(self.tokens, trigger)
        if again:
            inside = ["one"]
        if any(w not in _ELLIPTIC and not w[0].isdigit() for w in inside):
            return ()
        bare = not inside
        if bare and trigger.frame not in {"delivery", "denial", "removal"}:
            return ()
        for earlier in range(number - 1, -1, -1):
            clause = self.parse.clauses[earlier]
            relative = clause.opener in RELATIVES or self.tokens[clause.first].low in RELATIVES
            if bare and earlier and (relative or self._aside(clause)):
                # "Two trucks, which guards had refused, were let in": the subject stands before the aside.
                continue
            if bare and number - earlier < 2 and not self._shares(trigger, clause):
                return ()
            verbs = [t for t in self.parse.triggers if clause.first <= t.index < clause.last]
            items = self.items_in(
                (clause.first, clause.last if inside else min([clause.last, *(t.group for t in verbs)]))
            )
            if items:
                return items
        return ()

    def _shares(self, trigger: Trigger, clause: Clause) -> bool:
        """Whether a participle shares its subject: "diesel was let in on Monday and refused on Tuesday"."""
        before = [t for t in self.parse.triggers if clause.first <= t.index < clause.last]
        return bool(before) and trigger.form == "past" and is_passive(self.tokens, before[-1])

    def _aside(self, clause: Clause) -> bool:
        """Whether a part between commas has no verb of its own: "the two trucks, loaded since Monday, were let in"."""
        return not any(clause.first <= t.index < clause.last and t.form != "ing" for t in self.parse.triggers)

    def elliptic(self, trigger: Trigger) -> tuple[Amount | None] | None:
        """Return the number, alone in a tuple, that stands for what was named before: "and one was let in".

        The number is None in "the rest were refused"; None alone means that the subject stands for nothing earlier.
        """
        first, group = self.subject_zone(trigger)
        words = [i for i in range(first, group) if self.tokens[i].low not in _JOINING]
        items = self.resumed(trigger) if words and not self.items_in((first, group)) else ()
        if not items:
            return None
        whole = self.amount_of(items[0])
        unit = whole.unit if whole is not None and whole.unit else self.tokens[items[0].last - 1].low
        if self.tokens[words[-1]].low in _AGAIN:
            return (whole,)
        amount = next((a for a in self.parse.amounts if a.first == words[-1] and a.unit is None), None)
        if amount is not None:
            return (Amount(first=amount.first, last=amount.last, low=amount.low, high=amount.high, unit=unit),)
        if self.tokens[words[-1]].low in {"one", "another"}:
            return (Amount(first=words[-1], last=words[-1] + 1, low=1.0, high=1.0, unit=unit),)
        return (None,)

    def amounts_in(self, zone: tuple[int, int]) -> tuple[Amount, ...]:
        """Return the amounts inside a range of tokens."""
        return tuple(a for a in self.parse.amounts if zone[0] <= a.first and a.last <= zone[1])

    def subject(self, trigger: Trigger) -> tuple[int, int] | None:
        """Return the subject of a verb: in its clause, through a relative pronoun, or from an earlier clause."""
        zone = self.subject_zone(trigger)
        span = phrase_before(self.tokens, *zone, self.parse.whens)
        number = self.clause_of(trigger.index)
        clause = self.parse.clauses[number]
        if span is not None and not (span[1] - span[0] == 1 and self.tokens[span[0]].low in RELATIVES):
            return span
        if span is not None or clause.opener in RELATIVES:
            return self.antecedent(clause)
        if zone[0] > clause.first:
            first = phrase_before(
                self.tokens, self.left_limit(clause.first), self._first_group(number), self.parse.whens
            )
            if first is not None:
                return first
        for earlier in range(number - 1, -1, -1):
            previous = self.parse.clauses[earlier]
            if self.tokens[previous.first].low in RELATIVES:
                continue
            limit = self._first_group(earlier)
            left = max(
                (s.frame_last for s in self.parse.speeches if previous.first <= s.frame_last <= limit),
                default=previous.first,
            )
            span = phrase_before(self.tokens, left, limit, self.parse.whens)
            if span is not None and self.tokens[previous.first].low not in PREPOSITIONS:
                return span
        return None

    def _first_group(self, number: int) -> int:
        clause = self.parse.clauses[number]
        groups = [t.group for t in self.parse.triggers if clause.first <= t.index < clause.last]
        for i in range(clause.first, clause.last):
            if self.tokens[i].low in {"has", "have", "had", "is", "are", "was", "were", "will", "would", "could"}:
                groups.append(i)
                break
        return min(groups, default=clause.last)

    def antecedent(self, clause: Clause) -> tuple[int, int] | None:
        """Return the noun phrase a relative clause hangs on: the words right before it."""
        stop = clause.first
        while stop > 0 and self.tokens[stop - 1].low in {",", "and", "(", "—", "–", "to", "for", "of", "with", "on"}:
            stop -= 1
        start = stop
        while start > 0:
            word = self.tokens[start - 1].low
            if (
                word in {",", ";", ":", "“", '"', "."}
                or word in PREPOSITIONS
                or any(t.index == start - 1 for t in self.parse.triggers)
                or (word.endswith("ed") and self.tokens[start - 1].text.islower() and not self._adjective(start - 1))
            ):
                break
            start -= 1
        for i in range(start + 1, stop):
            # "has hurt hundreds of people, whom …": the phrase begins at its number or article.
            if self.tokens[i].low in _OPENING and self.tokens[i - 1].low not in {"of", "and", "or", "for", "all"}:
                start = i
                break
        return (start, stop) if stop > start else None

    def _adjective(self, index: int) -> bool:
        """Whether a word in -ed describes people: "hundreds of unarmed people"."""
        before = self.tokens[index - 1].low if index else ""
        return before in {"of", "and", "or", "the", "these", "those", "many", "some"} or before[:1].isdigit()

    def actor(self, trigger: Trigger) -> str | None:  # noqa: PLR0911  one return a subject that does not act
        """Return who does what the verb says: the subject, or the phrase after "by" of a passive."""
        if self.passive(trigger):
            return self.by_phrase(trigger.last)
        denier = next((s for s in self.parse.speeches if s.denies and s.frame_last == trigger.group), None)
        if denier is not None and trigger.form == "ing":
            return denier.speaker
        span = self.subject(trigger)
        if span is None or not names_actor(self.tokens, span, self.parse.items):
            return self.by_phrase(trigger.last)
        if "not" in {t.low for t in self.tokens[max(0, span[0] - 1) : span[0] + 1]}:
            # "It was not the army that refused": who did is not said.
            return None
        if trigger.frame in {"denial", "interrupt", "removal"} and self._place(span):
            # A headline: "Camp Poplar denied fuel" names who goes without.
            return self.by_phrase(trigger.last)
        accused = next((i for i in range(*span) if self.tokens[i].low in {"accused", "accuses", "accuse"}), None)
        if accused is not None:
            # "The mayor accused the army of holding back the coal": the army did.
            span = (accused + 1, span[1])
            while span[1] > span[0] and self.tokens[span[1] - 1].low == "of":
                span = (span[0], span[1] - 1)
            if span[1] <= span[0]:
                return None
        found = name(self.text, self.tokens, span)
        if found is not None and (found.isdigit() or found.lower() in {"no one", "nobody", "none", "nothing"}):
            return None
        return self.resolve(found, trigger.index)

    def _place(self, span: tuple[int, int]) -> bool:
        words = [t.low for t in self.tokens[slice(*span)]]
        return bool({words[0], words[-1]} & _PLACES) and not any(w in actor_words() for w in words)

    def passive(self, trigger: Trigger) -> bool:
        """Whether a verb is passive, written out or clipped ("2 water trucks refused 0830")."""
        if is_passive(self.tokens, trigger):
            return True
        if trigger.form != "past" or any(
            t.low in {"has", "have", "had"} for t in self.tokens[trigger.group : trigger.index]
        ):
            return False
        before = self.items_in(self.subject_zone(trigger))
        after = self.items_in(self.object_zone(trigger))
        span = phrase_before(self.tokens, *self.subject_zone(trigger), self.parse.whens)
        acts = span is not None and names_actor(self.tokens, span, self.parse.items)
        by = self.by_phrase(trigger.last) is not None
        return bool(before) and not acts and (not after or by)

    def by_phrase(self, first: int) -> str | None:
        """Return the noun phrase after "by" in the rest of the clause."""
        last = self.right_limit(first - 1)
        for i in range(first, last):
            if self.tokens[i].low == "by" and not any(w.first <= i < w.last for w in self.parse.whens):
                span = phrase_from(self.tokens, i + 1, last, self.parse.whens, [t.index for t in self.parse.triggers])
                if (
                    span
                    and names_actor(self.tokens, span, self.parse.items)
                    and not self.tokens[span[0]].low.endswith("ing")
                ):
                    return name(self.text, self.tokens, span)
        return None

    def resolve(self, words: str | None, index: int) -> str | None:
        """Return the speaker for "we", "I" and, after a reporting verb, "it", "he", "she"; other words as they are."""
        if not is_pronoun(words) or words is None:
            return words
        low = words.lower()
        speaker, _ = self.speaker(index)
        plural = (
            low == "they"
            and (speaker or "").lower().split()[-1:] != []
            and (speaker or "").lower().split()[-1] in _OFFICIALS
        )
        if speaker and (plural or low in {"we", "i", "it", "he", "she"}):
            return speaker
        return (
            None if low in {"it", "you", "there", "this", "that", "these", "those", "which", "who", "whom"} else words
        )

    def speaker(self, index: int) -> tuple[str | None, bool]:
        """Return who says the words at a token, and whether that speaker denies them."""
        inner = [s for s in self.parse.speeches if s.first <= index < s.last or s.frame_first <= index < s.frame_last]
        token = self.tokens[index]
        if any(s <= token.start and token.end <= e for s, e in self.parse.quote_spans):
            quoted = [s for s in inner if not (s.frame_first <= index < s.frame_last)]
            if quoted:
                narrow = min(quoted, key=lambda s: s.last - s.first)
                return (narrow.speaker if not is_pronoun(narrow.speaker) else self.parse.quote_speaker), narrow.denies
            return self.parse.quote_speaker, False
        covering = [s for s in inner if s.first <= index < s.last]
        if not covering:
            return None, False
        narrow = min(covering, key=lambda s: s.last - s.first)
        return narrow.speaker, narrow.denies

    def amount_of(  # noqa: PLR0911  one return a way of counting
        self, item: Item, amounts: Sequence[Amount] | None = None
    ) -> Amount | None:
        """Return the amount that stands directly before an item: "20 MT of flour", "2 water trucks"."""
        for amount in self.parse.amounts if amounts is None else amounts:
            if amount.first <= item.first and amount.last >= item.last and amount.last > amount.first:
                return amount
            if amount.last <= item.first and all(
                t.low in _ATTACHING or (amount.unit is not None and t.low in _CARRYING)
                for t in self.tokens[amount.last : item.first]
            ):
                if amount.unit is None and amount.high is not None and 0 < amount.high < 1:
                    # "less than half of the fuel"
                    return replace(amount, unit="share")
                if amount.unit is None:
                    word = counting_unit(self.tokens[item.last - 1].low)
                    return Amount(first=amount.first, last=amount.last, low=amount.low, high=amount.high, unit=word)
                if amount.si_unit == "degC":
                    return None
                return amount
        if (
            item.first
            and self.tokens[item.first - 1].low in {"one", "single"}
            and self.tokens[item.last - 1].low[-1] != "s"
        ):
            return Amount(first=item.first - 1, last=item.first, low=1.0, high=1.0, unit=self.tokens[item.last - 1].low)
        return None

    def per_after(self, index: int, last: int) -> str | None:
        """Return "day", "hour" or "person-day" where the words after an item say so."""
        words = [t.low for t in self.tokens[index:last]]
        line = " ".join(words)
        person = any(
            p in line for p in ("per person", "per head", "per capita", "per resident", "each person", "a head")
        )
        for i, word in enumerate(words):
            if word == "daily" or (
                word in {"day", "hour"} and i and words[i - 1] in {"per", "a", "each", "every", "/", "an"}
            ):
                unit = "hour" if word == "hour" else "day"
                return "person-day" if person and unit == "day" else unit
        return None
