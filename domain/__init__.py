"""The write side of Trede: what may be recorded about a supervised municipality, and why.

Each province supervises its municipalities; each half year a municipality must house a set number of permit holders.

=====================  =====================  =========================================================================
word in the code       word on the screen     meaning
=====================  =====================  =========================================================================
municipality           gemeente               the supervised authority, known by its CBS code: ``GM`` and four digits
period                 taakstellingsperiode   a half year (``2024-1``), or a whole year as some sources state it
net target             taakstelling           persons to house in the period
backlog, lead          achterstand,           persons behind (positive) or ahead (negative)
                       voorsprong
corrected target       gecorrigeerde          net target plus opening backlog; a lead lowers it
                       taakstelling
realised               gerealiseerd           persons housed in the period so far
statement              realisatiecijfers      some of these numbers, as a source reported them on a day
conversation           gesprek                contact with the municipality, of a kind that may count as supervision
agreement              afspraak               what one side promised, with a due day, sometimes with a number of persons
improvement plan       verbeterplan           what a municipality draws up and adopts from rung 3
placement              inschaling             a decision to raise, lower or hold the rung, with its grounds
departure              afwijking              a placement other than the advice or the clause asked for
rung                   trede                  one of the six steps of the intervention ladder
entry                  vastlegging            one fact as it stands in the record, never changed afterwards
known on, as at        bekend op, stand per   when the record learned it; the day for which it is true
=====================  =====================  =========================================================================

The way through: a *decision* (``domain.decisions``) looks at the state of a municipality (``domain.municipality``) and
answers with *facts* (``domain.events``) or a *refusal* (``domain.refusals``); the *ledger* (``domain.ledger``) appends
the facts to the record. Nothing here but the ledger reads a clock, a file or a database.
"""
