"""The machinery that replays the record into read models: how they are declared, kept up, rebuilt and asked.

It knows no question that people ask; those are in the modules beside it. What a read model says of itself is in
``schema``, who keeps it up in ``runner``, how a query asks it in ``known``.
"""
