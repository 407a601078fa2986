"""The certificate of a drill: what the company's journal says of it, set as a document to print."""

from __future__ import annotations

from collections import Counter

from chikai.app import cases
from chikai.app.drill_record import Training
from chikai.kernel.message import Message, say
from chikai.policy.publish.document import Document, Fact, Facts, Grid, Paragraph, Section
from chikai.ports import Home, Unavailable
from chikai.words import Lang, render


def certificate(home: Home, training: Training, *, lang: Lang) -> bytes:
    """A recorded drill as PDF. Raises `Unavailable` where nothing sets documents."""
    if home.pages is None:
        raise Unavailable("pages")
    return home.pages.pdf(_document(home, training, lang), made=training.recorded_on)


def _document(home: Home, training: Training, lang: Lang) -> Document:
    def t(message: Message) -> str:
        return render(message, lang=lang)

    policy = cases.policy_on(home, training.recorded_on)
    points = t(say("drill.score.total", got=training.got, most=training.most))
    facts = Facts(
        (
            Fact(t(say("drill.letter.company")), (policy.about.name[lang],)),
            Fact(t(say("drill.record.drill")), (training.drill,)),
            Fact(t(say("drill.record.when")), (t(days(training)),)),
            Fact(t(say("drill.record.trainees")), training.trainees),
            Fact(t(say("drill.record.points")), (points,)),
            Fact(t(say("drill.record.opened")), (f"{training.opened}/{len(training.scenarios)}",)),
            Fact(t(say("drill.record.lost")), tuple(map(t, most_lost(training))) or ("–",)),
            Fact(t(say("drill.record.policy")), (training.policy,)),
            Fact(t(say("drill.record.by")), (training.recorded_by,)),
        )
    )
    rows = tuple(
        (str(number), t(Message(f"drill.scenario.{each}")))
        for number, each in enumerate(training.scenarios, start=1)
    )
    head = (t(say("drill.letter.envelope")), t(say("drill.record.scenarios")))
    grid = Grid(t(say("drill.letter.envelopes")), head, rows)
    return Document(
        kind="page",
        name=training.drill,
        lang=lang,
        title=t(say("drill.letter.title")),
        company=policy.about.name[lang],
        dated=t(say("common.on", on=training.recorded_on)),
        lead=(Paragraph(t(say("drill.letter.lead"))),),
        sections=(
            Section("sec-drill", t(say("drill.letter.facts")), (facts,)),
            Section("sec-envelopes", t(say("drill.letter.envelopes")), (grid,)),
        ),
        foot=(t(say("drill.letter.foot")),),
    )


def days(training: Training) -> Message:
    """The day of a drill, or its first and its last."""
    if training.started_on == training.on:
        return say("common.on", on=training.on)
    return say("drill.record.days", first=training.started_on, last=training.on)


def most_lost(training: Training) -> tuple[Message, ...]:
    """What was lost most often, at most three kinds of point."""
    counted = Counter(training.lost).most_common(3)
    return tuple(Message(f"drill.short.{key}") for key, _ in counted)
