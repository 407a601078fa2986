"""What the command line shows of a drill, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from chikai.cli.answer import Table
from chikai.cli.shown import both, message, text
from chikai.kernel.message import Message

if TYPE_CHECKING:
    from chikai.app.drill import Drill, Score
    from chikai.app.drill_record import Training
    from chikai.app.drill_score import Marked, Point


def drill_table(found: Sequence[Drill], lang: str) -> Table:
    """The drills of a company and how they stand."""
    names = ("id", "started", "envelopes", "state")
    rows = [[d.id, d.on.isoformat(), str(d.envelopes), _state(d, lang)] for d in found]
    return _table("list", names, rows, lang)


def _state(drill: Drill, lang: str) -> str:
    if drill.ended is None:
        return text("drill.list.under_way", lang)
    return text("drill.list.ended", lang, day=drill.ended.on)


def training_table(kept: Sequence[Training], lang: str) -> Table:
    """The training record."""
    names = ("drill", "when", "trainees", "points", "by")
    return _table("record", names, [_kept(each, lang) for each in kept], lang)


def _kept(training: Training, lang: str) -> list[str]:
    from chikai.app.drill_letter import days

    points = text("drill.score.of", lang, got=training.got, most=training.most)
    who = ", ".join(training.trainees)
    return [training.drill, message(days(training), lang), who, points, training.recorded_by]


def _table(of: str, names: Sequence[str], rows: list[list[str]], lang: str) -> Table:
    return Table([text(f"drill.{of}.{name}", lang) for name in names], rows)


def marked_lines(each: Marked, lang: str) -> Iterator[str]:
    """What one envelope scored, and why points were lost."""
    name = text("drill.work.number", lang, number=each.number)
    about = message(Message(f"drill.scenario.{each.scenario}"), lang)
    points = text("drill.score.of", lang, got=each.got, most=each.most)
    yield f"{name}  {about}  {points}" + (f"  {each.case}" if each.case else "")
    yield f"  {message(Message(f'drill.goal.{each.goal}'), lang)}"
    if each.case is None:
        yield f"  [-{each.most}] {message(each.lost[0].message, lang)}"
        return
    for point in each.lost:
        yield f"  [-{point.worth}] {message(point.message, lang)}{_grounds(point, lang)}"
    if not each.lost:
        yield f"  {text('drill.score.all_kept', lang)}"


def _grounds(point: Point, lang: str) -> str:
    said = [cite.say(lang) for cite in point.cites]
    said += [text("drill.score.policy_clause", lang, clause=c) for c in point.clauses]
    return f"  [{'; '.join(said)}]" if said else ""


# --- for programs ---------------------------------------------------------------------------


def drill_result(drill: Drill) -> dict[str, Any]:
    return {
        "drill": drill.id,
        "seed": drill.seed,
        "envelopes": drill.envelopes,
        "on": drill.on.isoformat(),
        "ended": drill.ended.on.isoformat() if drill.ended else None,
    }


def score_result(scored: Score) -> dict[str, Any]:
    return {
        **drill_result(scored.drill),
        "points": scored.got,
        "of_points": scored.most,
        "trainees": list(scored.trainees),
        "marked": [
            {
                "number": m.number,
                "scenario": m.scenario,
                "goal": m.goal,
                "case": m.case,
                "points": m.got,
                "of_points": m.most,
                "days": m.days,
                "sentences": [
                    {
                        "point": p.key,
                        "worth": p.worth,
                        "kept": p.kept,
                        "because": [c.say("en") for c in p.cites] + list(p.clauses),
                        **both(p.message),
                    }
                    for p in m.points
                ],
            }
            for m in scored.marked
        ],
    }


def training_result(training: Training) -> dict[str, Any]:
    return {
        "drill": training.drill,
        "started_on": training.started_on.isoformat(),
        "ended_on": training.on.isoformat(),
        "trainees": list(training.trainees),
        "points": training.got,
        "of_points": training.most,
        "scenarios": list(training.scenarios),
        "lost": list(training.lost),
        "recorded_by": training.recorded_by,
        "recorded_on": training.recorded_on.isoformat(),
    }
