"""How wide text is in Gentium Book Plus, so that charts can be laid out without a font engine.

Advance widths in thousandths of the type size, read from the shipped fonts (a test compares them).
Text is set without kerning nor ligatures, so a line's width is the sum of its advances.
"""

from __future__ import annotations

from consultant_app.restitution.drawing import POINTS_PER_MM, Face

_CHARACTERS = (
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopq"
    "rstuvwxyz{|}~\u00a0¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâ"
    "ãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿŒœŸ–—‘’“”…\u202f€→−≥≤"
)
_ADVANCES: dict[Face, str] = {
    "regular": (
        "220 284 439 481 481 703 676 257 322 322 445 414 243 343 243 472 481 481 481 481 481 "
        "481 481 481 481 481 243 243 444 444 444 440 831 606 567 543 607 506 488 589 664 308 "
        "315 592 487 820 654 607 538 607 576 488 561 659 655 850 620 601 530 317 469 308 492 "
        "393 319 473 518 443 534 469 321 498 562 281 269 508 281 817 562 510 540 526 412 397 "
        "353 541 498 710 509 498 438 341 244 341 488 220 284 481 481 481 481 244 479 391 719 "
        "262 495 481 356 493 358 414 337 337 319 549 571 166 229 337 282 495 598 598 598 440 "
        "606 606 606 606 606 606 789 543 506 506 506 506 308 308 308 308 607 654 607 607 607 "
        "607 607 410 607 659 659 659 659 601 538 586 473 473 473 473 473 473 706 443 469 469 "
        "469 469 281 281 281 281 502 562 510 510 510 510 510 414 510 541 541 541 541 498 540 "
        "498 813 797 601 474 778 239 239 456 456 719 171 481 964 414 444 444"
    ),
    "bold": (
        "220 321 483 518 518 741 701 279 336 336 441 425 283 361 283 479 518 518 518 518 518 "
        "518 518 518 518 518 283 283 459 459 459 462 900 639 618 565 651 535 517 607 693 337 "
        "344 632 520 860 668 629 582 629 620 525 590 673 669 850 635 619 552 347 469 308 492 "
        "397 319 513 547 461 574 491 349 527 591 310 298 568 310 857 591 532 569 559 459 430 "
        "378 574 513 721 527 513 477 355 244 355 488 220 321 518 518 518 518 244 511 391 736 "
        "282 524 518 356 493 358 425 362 362 319 579 623 224 229 362 280 524 635 635 635 462 "
        "639 639 639 639 639 639 818 565 535 535 535 535 337 337 337 337 651 668 629 629 629 "
        "629 629 410 629 673 673 673 673 619 582 650 513 513 513 513 513 513 747 461 491 491 "
        "491 491 310 310 310 310 515 591 532 532 532 532 532 425 532 574 574 574 574 513 569 "
        "513 857 810 619 488 815 268 269 513 514 869 171 518 964 425 459 459"
    ),
    "italic": (
        "200 211 402 419 419 654 598 211 299 299 356 384 211 319 211 411 419 419 419 419 419 "
        "419 419 419 419 419 211 211 417 417 417 408 794 568 507 493 561 472 445 532 615 290 "
        "292 555 460 753 609 554 487 565 537 451 528 606 598 771 579 563 506 319 406 311 458 "
        "363 296 460 477 401 481 403 289 453 504 256 255 456 246 735 505 429 481 455 373 359 "
        "317 512 456 646 447 461 379 321 247 320 483 200 211 419 419 419 419 256 432 509 664 "
        "291 445 419 344 408 313 384 293 293 296 523 513 211 158 293 248 445 554 554 554 408 "
        "568 568 568 568 568 568 727 493 472 472 472 472 290 290 290 290 561 609 554 554 554 "
        "554 554 376 554 606 606 606 606 563 488 508 460 460 460 460 460 460 647 401 403 403 "
        "403 403 256 256 256 256 444 505 429 429 429 429 429 384 429 512 512 512 512 461 481 "
        "461 746 682 563 415 743 211 211 423 423 638 161 419 964 384 417 417"
    ),
    "bold_italic": (
        "200 244 451 473 473 689 648 244 313 313 364 408 244 337 244 445 473 473 473 473 473 "
        "473 473 473 473 473 244 244 439 439 439 439 844 591 544 515 604 503 476 555 649 318 "
        "321 605 497 800 622 582 535 596 570 488 548 626 613 783 598 575 526 376 424 345 458 "
        "363 296 492 508 439 505 432 336 477 536 288 286 507 278 777 539 451 510 475 426 396 "
        "349 550 487 693 469 486 379 344 220 343 491 200 244 473 473 473 473 256 459 509 664 "
        "306 487 473 344 458 333 408 331 331 296 552 556 244 158 331 248 487 590 590 590 439 "
        "591 591 591 591 591 591 761 515 503 503 503 503 318 318 318 318 604 622 582 582 582 "
        "582 582 376 581 626 626 626 626 575 538 568 492 492 492 492 492 492 647 439 432 432 "
        "432 432 288 288 288 288 481 539 451 451 451 451 451 408 451 550 550 550 550 486 513 "
        "486 801 714 575 454 758 244 244 469 469 750 161 473 964 408 439 439"
    ),
}
_WIDTHS: dict[Face, dict[str, int]] = {
    face: dict(zip(_CHARACTERS, map(int, numbers.split()), strict=True))
    for face, numbers in _ADVANCES.items()
}
#: Counted for a character the table lacks: as wide as a capital, so that nothing overflows.
_UNKNOWN = 700


def text_width(text: str, size_pt: float, face: Face = "regular") -> float:
    """Return the width of one line of text, in millimetres."""
    widths = _WIDTHS[face]
    return sum(widths.get(c, _UNKNOWN) for c in text) * size_pt / 1000 / POINTS_PER_MM


def wrap(text: str, width: float, size_pt: float, face: Face = "regular") -> list[str]:
    """Break text at its plain spaces into lines of at most ``width`` mm.

    A single word wider than that stands alone on its line. No-break spaces do not break.
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size_pt, face) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shorten(text: str, width: float, size_pt: float, face: Face = "regular") -> str:
    """Return ``text``, cut at a word with « … » when it is wider than ``width`` mm."""
    if text_width(text, size_pt, face) <= width:
        return text
    words = text.split(" ")
    while len(words) > 1:
        words.pop()
        cut = " ".join(words).rstrip(",;:. ") + "…"
        if text_width(cut, size_pt, face) <= width:
            return cut
    return words[0]
