"""Totals on small papers: rows that say what they are in words nobody listed, what stands beside net and tax, minus."""

from small_papers import HEAD, LINES, SUMS, values

from pipeline.model.document import ToQueue


def sure(made, name):
    """Return the confidence of a field, 0 when it was not read."""
    return next((field.confidence for field in made.fields if field.name == name), 0.0)


def test_outlays_explain_a_gross_that_is_more_than_net_and_tax(understood):
    """What is no sale, such as outlays, may stand between net with tax and gross when it is printed."""
    sums = SUMS.replace("   Total TTC", "   Débours                          38,00\n   Total TTC").replace(
        "482,40", "520,40"
    )
    made = understood(HEAD + sums)
    assert values(made)["total_including_tax"] == "520.40"
    assert sure(made, "total_including_tax") >= 0.9
    assert "sums_disagree" not in {finding.code for finding in made.findings}


def test_an_amount_of_another_kind_explains_nothing(understood):
    """An amount whose words say nothing of outlays or rounding leaves the totals to a person."""
    sums = SUMS.replace("   Total TTC", "   Divers                           38,00\n   Total TTC").replace(
        "482,40", "520,40"
    )
    made = understood(HEAD + sums)
    assert "sums_disagree" in {finding.code for finding in made.findings}
    assert isinstance(made.routing, ToQueue)


def test_a_row_says_which_sum_it_is_in_words_nobody_listed(understood):
    """`Total des honoraires et frais HT` is the net."""
    made = understood(HEAD + SUMS.replace("Total HT ", "Total des honoraires et frais HT "))
    assert values(made)["total_excluding_tax"] == "402.00"


def test_a_printed_minus_is_kept(understood):
    """An invoice that corrects another has a total below zero: it is never read as one to be paid."""
    sums = SUMS.replace(" 402,00", "-402,00").replace(" 80,40", "-80,40").replace(" 482,40", "-482,40")
    read = values(understood(HEAD + sums))
    assert (read["total_excluding_tax"], read["total_tax"], read["total_including_tax"]) == (
        "-402.00",
        "-80.40",
        "-482.40",
    )


def test_the_total_of_one_rate_is_not_that_of_the_paper(understood):
    """Where a label names a larger gross beside taxes of several rates, the sum of one rate is not the total."""
    sums = """
   Taux        Base HT        TVA         TTC
   10 %         267,27      26,73      294,00
   20 %          20,00       4,00       24,00
   Total TTC à payer                   322,00
"""
    made = understood(HEAD + sums)
    assert values(made).get("total_including_tax") != "294.00"


def test_what_is_left_after_a_payment_is_not_the_total_without_a_tax_either(understood):
    """On papers without a tax the total is what stands before the payment in advance, both being printed."""
    sums = "   Total                402,00\n   Acompte reçu         100,00\n   Net à payer          302,00\n"
    made = understood(HEAD + LINES + sums + "   TVA non applicable, art. 293 B du CGI\n")
    assert values(made)["total_including_tax"] == "402.00"


def test_a_number_of_articles_is_not_their_total(understood):
    """Between the label and the sum may stand a number of something."""
    made = understood(HEAD + SUMS.replace("Total TTC", "Total TTC 6 articles"))
    assert values(made)["total_including_tax"] == "482.40"
