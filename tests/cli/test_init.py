"""`chikai init`: by answers in a file, and at the terminal with a pause in between."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typist import HANAKO

from chikai.cli.main import main

SHOP = Path(__file__).parents[1] / "policy" / "shop_answers.yaml"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main([*args, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return code, found


def test_a_shop_that_is_not_shipped_answers_its_questions_and_files_an_envelope(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, answers = tmp_path / "home", tmp_path / "answers.yaml"
    started = date(2026, 10, 1).isoformat()
    answers.write_text(SHOP.read_text("utf-8").replace("2026-12-01", started), "utf-8")
    code, answer = run(capsys, "init", str(home), "--answers", str(answers))
    assert code == 0, answer
    result = answer["result"]
    assert isinstance(result, dict) and result["open"] == []
    assert Path(str(result["file"])) == home / "kaku_store" / "policies" / f"{started}.yaml"
    envelope = tmp_path / "envelope.yaml"
    envelope.write_text(HANAKO.replace("form: designated", "form: free"), "utf-8")
    place = ("--home", str(home), "--company", "kaku_store")
    code, answer = run(capsys, "request", "receive", str(envelope), *place)
    assert code == 0, answer
    case = answer["result"]["cases"][0]  # type: ignore[index]
    assert case["company"] == "kaku_store" and "fee" in case["waits_for"]
    assert run(capsys, "init", str(home), "--answers", str(answers))[0] == 2


def test_answers_that_do_not_fit_are_named_with_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.yaml"
    text = SHOP.read_text("utf-8").replace("target_days: 10", "target_days: 30")
    answers.write_text(text.replace("fee: 800", "fee: 800\ncolour: blue"), "utf-8")
    code, found = run(capsys, "init", str(tmp_path / "home"), "--answers", str(answers))
    lines = {n: line for n, line in enumerate(answers.read_text("utf-8").splitlines(), 1)}
    faults = found["findings"]
    assert code == 2 and isinstance(faults, list)
    assert {lines[f["line"]] for f in faults} == {"target_days: 30", "colour: blue"}
    assert not (tmp_path / "home" / "kaku_store").exists()


def test_answers_without_what_no_file_can_lack_are_open_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("company: kaku\nname: 架空商店\n", "utf-8")
    code, found = run(capsys, "init", str(tmp_path / "home"), "--answers", str(answers))
    faults = found["findings"]
    assert code == 3 and isinstance(faults, list)
    assert {f["severity"] for f in faults} == {"question"}
    assert "purposes" not in {f["field"] for f in faults}, "asked only once it is known of whom"


def test_somebody_stops_in_the_middle_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed: Iterator[str] = iter(["enigmo", "Bad", "kaku", "2026-10-01"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: _typed(typed))
    assert main(["init", str(tmp_path)]) == 130
    kept = json.loads((tmp_path / "init-answers.json").read_text("utf-8"))
    assert kept == {"company": "kaku", "effective_from": "2026-10-01"}
    needed = {
        "会社の名称": "架空商店",
        "個人情報の責任者": "店主",
        "住所（": "東京都",
        ") 住所": "東京都架空区見本1-1-1",
        "どなたの": "1",
        "お客様の情報の利用目的": "通信販売の商品を届けるため",
        "郵送方法": "1",
        "回答の宛先": "1",
        "社内目標": "10",
        "完了後に保管する月数": "24",
        "保管する年数": "3",
        "取り下げられた": "1",
    }
    asks: list[str] = []
    monkeypatch.setattr("builtins.print", lambda *said, **_: asks.append(" ".join(map(str, said))))

    def answer(_: str) -> str:
        put = next(each for each in reversed(asks) if each.startswith("\n("))
        return next((said for words, said in needed.items() if words in put), "")

    monkeypatch.setattr("builtins.input", answer)
    main(["init", str(tmp_path)])
    file = tmp_path / "kaku" / "policies" / "2026-10-01.yaml"
    assert "# ? " in file.read_text("utf-8") and "架空商店" in file.read_text("utf-8")
    assert not (tmp_path / "init-answers.json").exists(), "moved beside the policy"


def _typed(lines: Iterator[str]) -> str:
    for line in lines:
        return line
    raise KeyboardInterrupt
