"""Rule errors: every mistake a rules analyst can make is told at its word, all at once, with what was meant."""

import pytest

from casebinder.parsing.casetype import parse_case_type
from pipeline.rules.rule_text import Problems, RulesRefused


def problems_of(text, classes):
    """Return every problem of a rule text."""
    problems = Problems()
    made = parse_case_type(text, file="od.yaml", digest="sha256:1", classes=classes, problems=problems)
    assert (made is None) == bool(problems.found)
    return problems.sorted()


def place_of(text, word):
    """Return line and column, from 1, of a word that stands once in a text."""
    assert text.count(word) == 1, f"{word} stands {text.count(word)} times"
    before = text[: text.index(word)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


MISTAKES = [
    # what is written, what is put in its place, the word the error points at, message, suggestion
    (
        "valid_when: piece.identity.expires_on >=",
        "valid_when: piece.identity.expire_on >=",
        "piece.identity.expire_on",
        "unknown field 'piece.identity.expire_on'",
        "did you mean 'piece.identity.expires_on'?",
    ),
    (
        "required_when: facts.employment == 'agency'",
        "required_when: facts.employment == 'agancy'",
        "'agancy'",
        "'facts.employment' is never 'agancy'; possible values: employee, agency, retired, self_employed",
        "did you mean 'agency'?",
    ),
    (
        "in ['retired', 'self_employed']",
        "in ['retired', 'self-employed']",
        "'self-employed'",
        "'facts.employment' is never 'self-employed'; possible values: employee, agency, retired, self_employed",
        "did you mean 'self_employed'?",
    ),
    (
        "required_when: facts.contribution_months < 12 ||",
        "required_when: facts.contribution_months < '12' ||",
        "< '12'",
        "'<' does not apply to an integer and text",
        None,
    ),
    (
        "rule: valid_nir(facts.social_security_number)",
        "rule: valid_nirr(facts.social_security_number)",
        "valid_nirr",
        "unknown function 'valid_nirr'",
        "did you mean 'valid_nir'?",
    ),
    (
        "rule: valid_nir(facts.social_security_number)",
        "rule: facts.social_security_number",
        "facts.social_security_number\n    message",
        "a condition must be true or false",
        None,
    ),
    (
        "rule: valid_nir(facts.social_security_number)",
        "rule: valid_nir(facts.social_security_number",
        'r\n    message:\n      fr: "La clé',
        "malformed condition (missing ')' at '<EOF>')",
        None,
    ),
    (
        "    clock: internal\n    starts: case_opened",
        "    clok: internal\n    starts: case_opened",
        "clok",
        None,
        "did you mean 'clock'?",
    ),
    (
        "starts: basket.medical_adviser",
        "starts: basket.medical_advisor",
        "basket.medical_advisor",
        None,
        "did you mean 'basket.medical_adviser'?",
    ),
    ("lasts: {days: 120}", "lasts: {day: 120}", "day: 120", "unknown key 'day'", "did you mean 'days'?"),
    ("lasts: {days: 120}", "lasts: {days: many}", "many", "expected an integer, not text 'many'", None),
    ("lasts: {days: 120}", "lasts: {}", "{}", "write {days: n} or {months: n}", None),
    (
        "accepts: [career_statement]",
        "accepts: [carreer_statement]",
        "carreer_statement",
        "unknown document class 'carreer_statement'",
        "did you mean 'career_statement'?",
    ),
    ("accepts: [medical_certificate]", "accepts: []", "[]", "the list is empty", None),
    (
        "effective_from: 2026-01-01",
        "effective_from: 01/01/2026",
        "01/01/2026",
        "expected a date YYYY-MM-DD, not text '01/01/2026'",
        None,
    ),
    (
        "key: [social_security_number,",
        "key: [social_security_numbr,",
        "social_security_numbr",
        "unknown fact 'social_security_numbr'",
        "did you mean 'social_security_number'?",
    ),
    (
        "key: [social_security_number,",
        "key: [contribution_months,",
        "contribution_months, first",
        "'contribution_months' is not read from the document that opens the case",
        None,
    ),
    (
        "opens_on: [occupational_disease_declaration]",
        "opens_on: [letter]",
        "letter]",
        "'letter' opens a case but no item accepts it",
        None,
    ),
    (
        "from: [piece.declaration.declared_on]",
        "from: [piece.declaration.signed]",
        "piece.declaration.signed]",
        "piece.declaration.signed holds 'flag': it cannot give a fact of type 'date'",
        None,
    ),
    (
        "reference.members.contribution_months]",
        "reference.member.contribution_months]",
        "reference.member.contribution_months",
        "unknown reference table 'member'",
        "did you mean 'members'?",
    ),
    (
        "members: {social_security_number: facts.social_security_number}",
        "members: {social_security_number: facts.birth_date}",
        "members: {social_security_number: facts.birth_date}",
        None,
        None,
    ),
    (
        "severity: note",
        "severity: warning",
        "warning",
        "'warning' is not allowed here; allowed: note, doubt, blocking",
        None,
    ),
    ("- code: C02", "- code: C01", None, "the code 'C01' already stands on line", None),
    ("- when: blocking > 0", '- when: "true"', None, "never reached: line", None),
    ("when: to_review > 0 || doubts > 0", "when: blocking > 0", None, "never reached: line", None),
    (
        '  - when: "true"\n',
        "  - when: missing == 0\n",
        "missing == 0",
        'the last basket must take every other case (when: "true")',
        None,
    ),
    (
        "required_when: facts.employment == 'agency'",
        "required_when: facts.employment == 'agency' && facts.employment == 'retired'",
        "facts.employment == 'agency' && facts.employment == 'retired'",
        "this condition never holds: what depends on it would never happen",
        None,
    ),
    (
        "required_when: facts.employment == 'agency'",
        "required_when: facts.employment != 'agency' || facts.employment != 'retired'",
        "facts.employment != 'agency' || facts.employment != 'retired'",
        "this condition always holds",
        None,
    ),
    (
        "  complementary: {fr:",
        "  spare: {fr: x, en: x}\n  complementary: {fr:",
        "spare",
        "the folder 'spare' is never used",
        None,
    ),
    ("  control: {fr:", "  spare: {fr: x, en: x}\n  control: {fr:", "spare", "the basket 'spare' is never used", None),
    (
        'en: "Born on {piece.declaration.birth_date}',
        'en: "Born on {piece.declaration.birthdate}',
        "piece.declaration.birthdate",
        "unknown field 'piece.declaration.birthdate'",
        "did you mean 'piece.declaration.birth_date'?",
    ),
    (
        "accepts: [medical_certificate]\n    required: always",
        "accepts: [medical_certificate]",
        "medical_certificate:\n",
        None,
        None,
    ),
    (
        'fr: "La pièce était expirée à la date de la déclaration."\n',
        "",
        'en: "The paper had expired',
        "the key 'fr' is missing",
        None,
    ),
    (
        "keys: [first_observed_on]",
        "keys: [first_observed]",
        "first_observed]",
        "unknown document field 'first_observed'",
        "did you mean 'first_observed_on'?",
    ),
    (
        "reference.members.contribution_months]",
        "reference.members.contribution_month]",
        "reference.members.contribution_month]",
        "unknown column 'contribution_month'",
        "did you mean 'contribution_months'?",
    ),
    (
        "members: {social_security_number:",
        "members: {social_securty_number:",
        "social_securty_number",
        "unknown column 'social_securty_number'",
        "did you mean 'social_security_number'?",
    ),
    (
        "only_when: {certificate_kind: [salary]}",
        "only_when: {certificate_kind: [salari]}",
        "salari]",
        "'salari' is not allowed here",
        "did you mean 'salary'?",
    ),
    (
        "rule: piece.declaration.signed",
        "rule: piece.declaration.request_kind != 'frist'",
        "'frist'",
        "'piece.declaration.request_kind' is never 'frist'",
        "did you mean 'first'?",
    ),
    (
        "required_when: facts.employment == 'agency'",
        "required_when: piece.agency_certificate.present",
        "piece.agency_certificate.present",
        "a piece cannot tell itself whether it is required",
        None,
    ),
    (
        '      apprentice: {fr: "apprenti", en: "apprentice"}\n',
        "",
        None,
        "piece.declaration.employment can say apprentice: not in one_of",
        None,
    ),
    ("{days: 7}, {days: 21}", "{days: 21}, {days: 7}", None, "it does not come after the last", None),
    ("effective_from: 2026-01-01", "effective_from: 2026-13-01", "2026-13-01", "'2026-13-01' does not exist", None),
    ("case_type: occupational_disease", "case_type: Occupational-Disease", "Occupational-Disease", None, None),
]


@pytest.mark.parametrize(("written", "wrong", "word", "message", "suggestion"), MISTAKES)
def test_a_mistake_is_told_at_its_word(rule_text, classes, written, wrong, word, message, suggestion) -> None:
    """A typo never silently drops a requirement: it is an error at file, line and column, with the word meant."""
    assert written in rule_text
    text = rule_text.replace(written, wrong, 1)
    found = problems_of(text, classes)
    assert found, "the mistake passed"
    told = [
        problem
        for problem in found
        if (message is None or problem.message.en.startswith(message))
        and (suggestion is None or (problem.suggestion and problem.suggestion.en == suggestion))
    ]
    assert told, [(p.place, p.message.en) for p in found]
    assert all(problem.message.fr and problem.file == "od.yaml" for problem in found)
    if word is not None:
        assert place_of(text, word) in [(problem.line, problem.column) for problem in told]


def test_what_was_published_stays_in_force(rule_text, classes) -> None:
    """Rules that an earlier version let in are worked with, also where this one would tell a slip."""
    text = rule_text.replace('      apprentice: {fr: "apprenti", en: "apprentice"}\n', "")
    assert problems_of(text, classes)
    problems = Problems(is_strict=False)
    made = parse_case_type(text, file="od.yaml", digest="sha256:1", classes=classes, problems=problems)
    assert made is not None


def test_an_own_column_is_no_slip(rule_text, classes) -> None:
    """Customers may add columns to a table; one that resembles none of ours is theirs."""
    text = rule_text.replace("reference.members.birth_date]", "reference.members.birth_date, reference.members.born]")
    assert problems_of(text, classes) == ()


def test_all_mistakes_are_told_at_once(rule_text, classes) -> None:
    """One check shows every error, however many and wherever they are."""
    text = (
        rule_text.replace("severity: note", "severity: warning")
        .replace("clock: legal", "clock: lawful")
        .replace("facts.contribution_months < 12", "facts.contribution_month < 12")
        .replace("basket: complements", "basket: complement")
    )
    found = problems_of(text, classes)
    assert [problem.message.en for problem in found][:4] == [
        "unknown field 'facts.contribution_month'",
        "'warning' is not allowed here; allowed: note, doubt, blocking",
        "'lawful' is not allowed here; allowed: legal, internal",
        "the basket 'complements' is never used",
    ]
    assert len(found) == 5


def test_the_delivered_rules_have_no_mistake(rule_text, classes) -> None:
    """What we deliver loads."""
    assert problems_of(rule_text, classes) == ()


def test_refusal_names_the_first_place_and_counts_the_rest() -> None:
    """The exception says where to look first and how much more there is."""
    problems = Problems()
    parse_case_type("case_type: x\nfacts: 3\n", file="x.yaml", digest="sha256:1", classes={}, problems=problems)
    with pytest.raises(RulesRefused) as refused:
        problems.stop_if_any()
    assert refused.value.where.startswith("x.yaml:1:1")
    assert "more errors" in refused.value.message.en
