"""Why a file or a page is refused, in words a scanning operator understands: one place, stable codes.

The codes are part of the contract; `docs/reference/errors.md` lists them. A refusal is raised by whoever finds it
(intake, renderer, process pool) and kept as the reason of the file's quarantine or the page's failure.
"""

from pipeline.errors import InputRefused, NotFound, PageFailed
from pipeline.model.batch import Reason
from pipeline.model.text import Bilingual

_SAY: dict[str, tuple[Bilingual, Bilingual]] = {
    "empty": (
        Bilingual(fr="Ce fichier est vide (0 octet).", en="This file is empty (0 bytes)."),
        Bilingual(
            fr="Vérifiez qu'il a été copié ou numérisé jusqu'au bout, puis redéposez-le.",
            en="Check that it was copied or scanned to the end, then drop it again.",
        ),
    ),
    "cannot_read": (
        Bilingual(
            fr="Le système n'a pas laissé lire ce fichier : il n'a pas été repris.",
            en="The system did not let this file be read: nothing of it was taken in.",
        ),
        Bilingual(
            fr="Vérifiez vos droits sur ce fichier et le support où il se trouve, puis redéposez-le.",
            en="Check your rights on this file and the disk it lies on, then drop it again.",
        ),
    ),
    "changed_while_read": (
        Bilingual(
            fr="Ce fichier a changé pendant qu'on le lisait : il n'a pas été repris.",
            en="This file changed while it was read: nothing of it was taken in.",
        ),
        Bilingual(
            fr="Redéposez-le quand il est écrit en entier.",
            en="Drop it again when it is written to its end.",
        ),
    ),
    "not_a_file": (
        Bilingual(
            fr="Ce n'est pas un fichier : un lien sans cible ou vers un dossier, un tube ou un périphérique.",
            en="This is no file: a link to nowhere or to a folder, a pipe or a device.",
        ),
        Bilingual(
            fr="Copiez les fichiers eux-mêmes à cet endroit, puis redéposez-les.",
            en="Copy the files themselves to this place, then drop them again.",
        ),
    ),
    "encrypted": (
        Bilingual(
            fr="Ce fichier est protégé par un mot de passe : il ne peut pas être ouvert.",
            en="This file is protected by a password: it cannot be opened.",
        ),
        Bilingual(
            fr="Ouvrez-le avec son mot de passe, enregistrez-le sans protection et redéposez-le, "
            "ou demandez à l'expéditeur une version sans mot de passe.",
            en="Open it with its password, save it without protection and drop it again, "
            "or ask the sender for a version without a password.",
        ),
    ),
    "damaged": (
        Bilingual(
            fr="Ce fichier est endommagé : il ne peut pas être ouvert.",
            en="This file is damaged: it cannot be opened.",
        ),
        Bilingual(
            fr="Numérisez de nouveau le papier, ou demandez à l'expéditeur de renvoyer le fichier.",
            en="Scan the paper again, or ask the sender to send the file again.",
        ),
    ),
    "truncated": (
        Bilingual(fr="Ce fichier est incomplet : sa fin manque.", en="This file is incomplete: its end is missing."),
        Bilingual(
            fr="La copie ou l'envoi a sans doute été interrompu : redéposez le fichier entier.",
            en="Copying or sending was probably interrupted: drop the whole file again.",
        ),
    ),
    "too_deep": (
        Bilingual(
            fr="Ce fichier est dans trop d'archives ou de messages emboîtés.",
            en="This file lies in too many archives or messages inside each other.",
        ),
        Bilingual(
            fr="Sortez-le de ce qui le contient et déposez-le seul.",
            en="Take it out of what holds it and drop it alone.",
        ),
    ),
    "too_many_parts": (
        Bilingual(
            fr="Cette archive ou ce message contient trop de fichiers, ou des fichiers trop grands ensemble.",
            en="This archive or message holds too many files, or files that are too large together.",
        ),
        Bilingual(fr="Déposez son contenu en plusieurs fois.", en="Drop its contents in several goes."),
    ),
    "unknown_type": (
        Bilingual(
            fr="Le contenu de ce fichier n'est ni un PDF ni une image connue.",
            en="The content of this file is neither a PDF nor a known picture.",
        ),
        Bilingual(
            fr="Ouvrez-le avec le programme qui l'a fait, imprimez-le en PDF et redéposez le PDF.",
            en="Open it with the program that made it, print it to PDF and drop the PDF.",
        ),
    ),
    "no_pages": (
        Bilingual(fr="Ce fichier ne contient aucune page.", en="This file contains no page."),
        Bilingual(
            fr="Vérifiez l'original ; s'il a des pages, imprimez-le en PDF et redéposez-le.",
            en="Check the original; if it has pages, print it to PDF and drop it again.",
        ),
    ),
    "time_over": (
        Bilingual(
            fr="La lecture a été arrêtée : elle prenait trop de temps.",
            en="Reading was stopped: it took too long.",
        ),
        Bilingual(
            fr="Numérisez de nouveau en 300 points par pouce, ou saisissez le document à la main.",
            en="Scan again at 300 dots per inch, or key the document by hand.",
        ),
    ),
    "reader_died": (
        Bilingual(
            fr="Le lecteur s'est arrêté ou ne répond plus, sans doute faute de mémoire ou par un contenu anormal.",
            en="The reader stopped or no longer answered, probably for lack of memory or because of abnormal content.",
        ),
        Bilingual(
            fr="Imprimez le document en PDF ou numérisez-le de nouveau, puis redéposez-le.",
            en="Print the document to PDF or scan it again, then drop it again.",
        ),
    ),
    "reader_failed": (
        Bilingual(
            fr="Le lecteur a rencontré un contenu auquel il n'était pas préparé.",
            en="The reader met content it was not prepared for.",
        ),
        Bilingual(
            fr="Imprimez le document en PDF ou numérisez-le de nouveau ; signalez-le à l'administrateur.",
            en="Print the document to PDF or scan it again; tell the administrator.",
        ),
    ),
    "too_thin": (
        Bilingual(
            fr="Cette page est une bande trop étroite pour porter du texte.",
            en="This page is a strip too thin to carry text.",
        ),
        Bilingual(
            fr="Vérifiez l'original ; numérisez de nouveau le papier en entier.",
            en="Check the original; scan the whole paper again.",
        ),
    ),
    "unreadable_page": (
        Bilingual(fr="Cette page ne peut pas être affichée.", en="This page cannot be displayed."),
        Bilingual(
            fr="Numérisez de nouveau cette page, ou demandez-la à l'expéditeur.",
            en="Scan this page again, or ask the sender for it.",
        ),
    ),
}


def reason(code: str) -> Reason:
    """Return the reason of a code above."""
    message, next_step = _SAY[code]
    return Reason(code=code, message=message, next_step=next_step)


def not_read_yet(kind: Bilingual, *, next_step: Bilingual | None = None) -> Reason:
    """Return the reason for a kind of file that is recognised but not read."""
    return Reason(
        code="not_read_yet",
        message=Bilingual(
            fr=f"Ce type de fichier n'est pas encore lu : {kind.fr}.",
            en=f"This kind of file is not read yet: {kind.en}.",
        ),
        next_step=next_step or _PRINT_TO_PDF,
    )


def too_many_pages(found: int, limit: int) -> Reason:
    """Return the reason for a file with more pages than are taken at once."""
    return Reason(
        code="too_many_pages",
        message=Bilingual(
            fr=f"Ce fichier a {found} pages ; {limit} au plus sont acceptées par fichier.",
            en=f"This file has {found} pages; at most {limit} are accepted in one file.",
        ),
        next_step=Bilingual(
            fr="Découpez-le en plusieurs fichiers et redéposez-les ensemble.",
            en="Cut it into several files and drop them together.",
        ),
    )


def too_large(what: Bilingual) -> Reason:
    """Return the reason for a file or picture beyond the limits; `what` says what is too large and the limit."""
    return Reason(
        code="too_large",
        message=Bilingual(fr=f"Trop grand : {what.fr}.", en=f"Too large: {what.en}."),
        next_step=Bilingual(
            fr="Numérisez de nouveau en 300 points par pouce, ou découpez le fichier.",
            en="Scan again at 300 dots per inch, or cut the file.",
        ),
    )


def too_many_pixels(width: int, height: int, limit: int) -> Reason:
    """Return the reason for a picture that would not fit in memory (pixels)."""
    return too_large(
        Bilingual(
            fr=f"image de {width} x {height} pixels, {limit // 1_000_000} millions de pixels au plus sont acceptés",
            en=f"a picture of {width} x {height} pixels, at most {limit // 1_000_000} million are accepted",
        )
    )


def no_such_path(path: str) -> NotFound:
    """Return the error for a path at which nothing is."""
    return NotFound(
        "no_such_path",
        Bilingual(fr="Ce fichier ou dossier n'existe pas.", en="This file or folder does not exist."),
        where=path,
        next_step=Bilingual(fr="Vérifiez le chemin.", en="Check the path."),
    )


def refused(why: Reason, *, where: str = "") -> InputRefused:
    """Return the exception that refuses a file for this reason."""
    return InputRefused(why.code, why.message, where=where, next_step=why.next_step)


def page_failed(why: Reason, *, where: str = "") -> PageFailed:
    """Return the exception that sets a page aside for this reason."""
    return PageFailed(why.code, why.message, where=where, next_step=why.next_step)


_PRINT_TO_PDF = Bilingual(fr="Imprimez-le en PDF et redéposez le PDF.", en="Print it to PDF and drop the PDF.")
