"""What was promised, whether it was kept, and what offices were told: from the record first, then from claims."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.report import wording
from holdfast.report.case import when_of
from holdfast.report.figures import counted
from holdfast.report.records import Block, Cell, Paragraph, Row, Section, Table
from holdfast.report.terms import goods
from holdfast.report.text import Part, Text, only, say, say_n, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.ledger import Claim, CommitmentState, NoticeState
    from holdfast.report.case import Case


def promises_section(case: Case) -> Section:
    """Return what was promised: by whom, to whom, what, when, according to whom; kept or broken only on evidence."""
    linked = {claim for state in case.commitments for claim in state.commitment.claim_ids}
    claims = [
        claim
        for claim in case.claims
        if claim.statement.claim_type in {"commitment", "agreement"}
        and claim.statement.polarity != "negated"
        and claim.id not in linked
    ]
    rows = [_recorded(state, case) for state in case.commitments] + [_claimed(claim, case) for claim in claims]
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(
                caption=say("Commitments on record"),
                columns=(say("Who"), say("To whom"), say("What"), say("When"), say("According to"), say("Kept")),
                rows=tuple(rows),
            )
        )
    else:
        blocks.append(Paragraph(text=say("No commitment is on record.")))
    if case.notices:
        blocks += [Paragraph(text=_silence(case)), _notices(case)]
    return Section(id="promises", title=say("What was promised"), blocks=tuple(blocks))


def _recorded(state: CommitmentState, case: Case) -> Row:
    made, ref = state.commitment, f"record:{state.commitment.id}"
    said = say("said on {day}", day=case.clock.short_day(made.promised_at, ref))
    due = say("no day named")
    if made.due is not None:
        due = say("due on {day}", day=case.clock.day(date.fromisoformat(made.due), ref))
    return Row(
        ref=ref,
        cells=(
            Cell(lines=(_name(made.office, ref),)),
            Cell(lines=(_name(made.to_whom, ref),)),
            Cell(lines=(only(Part(text=made.text, refs=(ref,), kind="quote")),)),
            Cell(lines=(said, due)),
            Cell(lines=(only(Part(text=made.recorded_by, refs=(ref,), kind="claimant")),)),
            Cell(lines=(_kept(state, case),)),
        ),
    )


def _kept(state: CommitmentState, case: Case) -> Text:
    ref = f"record:{state.commitment.id}"
    if state.status != "unknown":
        last = state.verdicts[-1]
        by = Part(text=last.judged_by, refs=(f"record:{last.id}",), kind="claimant")
        count = Part(text=counted(len(state.evidence), case.clock.lang), refs=(f"record:{last.id}",), kind="id")
        kept = say("kept") if state.status == "kept" else say("not kept")
        return say_n(
            "{kept}, as judged by {who} on {count} piece of evidence",
            "{kept}, as judged by {who} on {count} pieces of evidence",
            len(state.evidence),
            kept=kept,
            who=by,
            count=count,
        )
    if state.overdue(case.as_of):
        day = case.clock.day(date.fromisoformat(state.commitment.due or ""), ref)
        return say("unknown: its day ({day}) has passed, and nobody has judged it", day=day)
    return say("unknown: no evidence on record either way")


def _claimed(claim: Claim, case: Case) -> Row:
    return Row(
        cells=(
            Cell(lines=(_name(claim.statement.actor, f"claim:{claim.id}"),)),
            Cell(lines=(_name(claim.statement.addressee, f"claim:{claim.id}"),)),
            Cell(lines=(_promised(claim),)),
            Cell(lines=(when_of(claim, case.clock),)),
            Cell(lines=(wording.attribution(claim),)),
            Cell(lines=(say("unknown: no evidence on record either way"),)),
        )
    )


def _silence(case: Case) -> Text:
    silent = [state for state in case.notices if not state.answered]
    proven = [state for state in case.notices if state.proven]
    return sentences(
        [
            say_n(
                "On record: {count} notice to an office.",
                "On record: {count} notices to offices.",
                len(case.notices),
                count=_count(case.notices, case),
            ),
            say(
                "An answer is on record to {answered} of them, a proof of delivery of {proven}.",
                answered=_count([state for state in case.notices if state not in silent], case),
                proven=_count(proven, case),
            ),
        ]
    )


def _count(states: Sequence[NoticeState], case: Case) -> Part:
    refs = tuple(f"record:{state.notice.id}" for state in states) or ("meta:window",)
    return Part(text=counted(len(states), case.clock.lang), refs=refs, kind="id")


def _notices(case: Case) -> Table:
    rows = []
    for state in case.notices:
        sent, ref = state.notice, f"record:{state.notice.id}"
        answers = [
            say(
                "{office}, {day}: {words}",
                office=_name(answer.office, f"record:{answer.id}"),
                day=case.clock.short_day(answer.answered_at, f"record:{answer.id}"),
                words=Part(text=answer.text, refs=(f"record:{answer.id}",), kind="quote"),
            )
            for answer in state.answers
        ]
        rows.append(
            Row(
                ref=ref,
                cells=(
                    Cell(lines=(_name(sent.office, ref),)),
                    Cell(lines=(only(Part(text=sent.text, refs=(ref,), kind="quote")),)),
                    Cell(lines=(only(case.clock.short_day(sent.sent_at, ref)), _name(sent.channel, ref))),
                    Cell(lines=(say("in the inbox") if state.proven else say("none on record"),)),
                    Cell(lines=tuple(answers) or (say("none on record"),)),
                ),
            )
        )
    return Table(
        caption=say("Notices sent"),
        columns=(say("To whom"), say("What it said"), say("When and how"), say("Proof of delivery"), say("Answer")),
        rows=tuple(rows),
    )


def _name(name: str | None, ref: str) -> Text:
    return only(Part(text=name, refs=(ref,), kind="name")) if name else say("not stated")


def _promised(claim: Claim) -> Text:
    thing = goods(claim.statement.item or claim.statement.service, f"claim:{claim.id}")
    return say("not stated") if thing is None else say("{thing}", thing=thing)
