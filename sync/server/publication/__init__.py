"""The published cube: all that the région's pages, downloads and interfaces may ever read.

**Who reads it.** The PostgreSQL role ``region_reader`` (``SET ROLE region_reader``) has SELECT on the
four relations below and on nothing else: it cannot read a record, a device, or who was counted.
Python readers use `sync.server.publication.reading` (same shapes, as dataclasses and JSON).

**Shape** (schema ``release``)

``release.campaigns``: ``name`` text, ``first_quarter``/``last_quarter`` text ("2026Q1"), ``state``
text "open" or "frozen", ``frozen_on`` date. Quarters of two campaigns never overlap.

``release.publications``: ``id`` integer, ``kind`` "campaign" or "cumulated", ``campaign`` text (of a
cumulated one: the last campaign it holds), ``campaigns`` text[] (all it holds, in order),
``questionnaire`` text, ``version`` integer (1, 2, … for one questionnaire and kind),
``made_on`` date, ``firms`` integer (rounded to 5), ``codebook`` jsonb (`sync.protocol.codebook`, for
titles and level names). The newest of a campaign is the only one of it: nothing is recomputed.

``release.cells``: one row a published cell.

| column | meaning |
| --- | --- |
| ``publication`` | ``publications.id`` |
| ``crossing`` | "all", "size", "activity", "territory", "size_activity", "size_territory" |
| ``kind`` | what is told: see below |
| ``subject`` | theme id, practice id or code; "" for "firms" |
| ``size``, ``activity``, ``territory`` | the group's code, "" where the table does not cross it |
| ``status`` | "shown", "homogeneous" ("≥ 5, homogène": no figure), "nearly_all" (counts: all firms of |
|  | the cell but two at most: ``count`` is not given), "withheld" (a theme whose mean would give away |
|  | a practice that is hidden, a count that would give a firm away: no figure) |
| ``n`` | firms counted, rounded to 5 (never below 5); None when homogeneous or withheld |
| ``mean`` | themes and practices: to 0.1, in the scale's units; of *lower bounds* for themes |
| ``q1``, ``median``, ``q3`` | from 20 firms on, to 0.1; None below |
| ``count`` | counts: firms that it is true of, rounded to 5 (0 means 0, 1 or 2); None otherwise |

| ``kind`` | ``subject`` | ``count`` of ``n`` |
| --- | --- | --- |
| "firms" | "" | no count: ``n`` firms were seen |
| "theme", "practice" | theme id, practice id | no count: figures of ``n`` scores or levels |
| "need" | practice id | firms that keep the practice as a need, of all |
| "need_theme" | theme id | firms that keep at least one need in the theme, of all |
| "action" | action code | firms that keep the action, of all |
| "growth" | type (`GrowthType` of the protocol; "?": no series) | firms of that type, of all |
| "phase", "attitude" | code of the codebook; "?": not told | firms that chose it, of all |
| "brake", "lever" | code of the codebook | firms that cite it, at any rank, of all |
| "answered" | practice id | firms that placed a level, of those asked |
| "nsp", "so" | practice id | firms that do not know, or that it does not concern, of those asked |

So the coverage of a question in a group is ``count`` / ``n`` of "answered", its share of « ne sait pas »
``count`` / ``n`` of "nsp": rounded figures, good to about 5 firms. A kind that nobody ever told has no
cell. Each kind may have groups of its own: needs by theme, each action, growth, phase, attitude,
brakes, levers, and "answered", "nsp" and "so" together by theme.

A group's code is one category ("1-9", "BE", "38") or several joined by "+" in the plan's order
("50-249+250+"): the categories that were merged. "?" is « non renseigné ». `plan.label(dimension, code)`
gives its French name. In the territory tables firms of 50 staff or more, whose département is never
sent, are the one category "50+".

``release.merges``: what became of each category that has no cell of its own: ``publication``,
``crossing``, ``kind``, ``subject``, ``dimension`` ("size", "activity", "territory"), ``category``, ``into``
(the code of the group that holds it). A merge is for fewer than 5 firms, identical answers,
so that neither can be found by subtraction, or, among counts, for nothing (`hazard`); which of these is
not said, for it would tell.
Categories without any firm are in neither table.

**JSON** of one cell, as `reading.cells` gives it::

    {"crossing": "size_activity", "kind": "theme", "subject": "strategie",
     "size": "1-9", "activity": "AZ+BE", "territory": "", "status": "shown",
     "n": 35, "mean": 1.8, "q1": 1.2, "median": 1.7, "q3": 2.5, "count": null}
"""
