"""Small papers as text on a grid, and what is read of them as written."""

from pipeline.model.document import Understanding
from pipeline.model.values import written

HEAD = """
   Garage du Pont SARL                                   FACTURE
   4 rue de la Gare
   33000 BORDEAUX
   SIRET 732 829 320 00074
                                        Mutuelle des Landes
                                        12 avenue Foch
                                        40000 MONT-DE-MARSAN
                                        N° TVA FR83404833048

   Facture n° : F-0815       Date : 15/03/2026
"""
LINES = """
   Désignation                     Qté        P.U. HT       Montant HT
   Révision complète                 2          150,00          300,00
   avec vidange
   Plaquettes de frein               4           25,50          102,00

"""
SUMS = """
   Total HT                                                     402,00
   TVA 20 %                                                      80,40
   Total TTC                                                    482,40
"""
ONE_LINE = """
Désignation                        Qté      P.U. HT      Montant HT
Remplacement d'une pompe             1       400,00          400,00

                                           Total HT          400,00
                                           TVA 20 %           80,00
                                           Total TTC         480,00
"""
WINDOW = """
                                              Monsieur Paul Garnier
                                              14 chemin du Lavoir
                                              44300 NANTES
"""


def values(made: Understanding) -> dict[str, str]:
    """Return the fields as written, by name."""
    return {field.name: written(field.value) for field in made.fields}
